/**
 * From the sources of the command line to the one profile that reports are made of: read, merged,
 * compared with a base, named, and without the frames that it asks to drop. What was fetched is
 * saved. Messages are those of pprof, since scripts read them.
 */
import { ResidentError } from "../../../base/errors.ts";
import type { HttpOptions } from "../../../collect/http/http-options.ts";
import { isObjectFile } from "../../../collect/profiles/is-object-file.ts";
import {
  type ProfileOptions,
  readProfile,
  withoutPassword,
} from "../../../collect/profiles/read-profile.ts";
import type { Profile } from "../../../model/profile.ts";
import type { PprofFlags } from "../../../pprof/flags/pprof-flags.ts";
import { formatDuration } from "../../../pprof/measure/go-duration.ts";
import { readsLabels } from "../../../pprof/reads-labels.ts";
import { type MainProgram, withMainMapping } from "../../../pprof/symbolize/main-mapping.ts";
import {
  type MappingSources,
  withoutSources,
  withSource,
} from "../../../pprof/symbolize/mapping-sources.ts";
import { compareWithBase, mergeProfiles, withoutUninteresting } from "./combine.ts";
import { locatePrograms } from "./locate-programs.ts";

interface Loading {
  readonly options: ProfileOptions;
  readonly program: MainProgram;
  /** Where programs can be asked for names; empty: nothing was fetched. */
  readonly sources: MappingSources;
}

interface Loaded {
  readonly profile: Profile;
  readonly count: number;
}

/** Sources read at once: all of them in memory would be too much of 10,000. */
const CHUNK = 128;

/** Throws ResidentErrors where no source can be read, or they don't fit each other. */
export async function loadProfile(
  flags: PprofFlags,
  http: HttpOptions,
  warn: (message: string) => void,
): Promise<Profile> {
  const { source, settings } = flags;
  const { file, words } = splitProgram(flags.words);
  const loading: Loading = {
    options: {
      seconds: source.seconds,
      timeout: source.timeout,
      labels: needsLabels(flags, words),
      http,
      warn,
      sayDuration,
    },
    program: { file, buildId: source.buildId },
    sources: new Map(),
  };
  const bases = [source.diffBase || source.base].filter((word) => word !== "");
  const [own, base] = await loadBoth(words, bases, loading);
  const merged =
    base === undefined
      ? own
      : await compareWithBase(own, base, {
          isDiff: source.diffBase !== "",
          normalize: settings.normalize,
        });
  const named = await nameAddresses(merged, source.symbolize, loading);
  const profile = withComment(await withoutUninteresting(named, source.allFrames), source.comment);
  if (loading.sources.size > 0) {
    const { saveProfile } = await import("./save-profile.ts");
    await saveProfile(profile, warn);
  }
  return profile;
}

/** Samples that differ in their labels only are not merged; a shell may ask for anything. */
function needsLabels({ command, settings, source }: PprofFlags, words: readonly string[]): boolean {
  const isSingle = words.length === 1 && source.base === "" && source.diffBase === "";
  return !isSingle || command === undefined || readsLabels(command.format, settings);
}

/** A file in front of the sources that holds a program is the program they are of. */
function splitProgram(words: readonly string[]): { file: string; words: readonly string[] } {
  const [first = "", ...rest] = words;
  return rest.length > 0 && isObjectFile(first)
    ? { file: first, words: rest }
    : { file: "", words };
}

/**
 * At the same time, as profiles over time would otherwise be of different times; what fails of either
 * is said of both.
 */
async function loadBoth(
  words: readonly string[],
  bases: readonly string[],
  loading: Loading,
): Promise<readonly [Profile, Profile | undefined]> {
  const both = [loadAll(words, "source", loading), loadAll(bases, "base", loading)] as const;
  await Promise.allSettled(both);
  const [own, base] = [await both[0], await both[1]];
  if (own === undefined) throw noneOf("source");
  if (base === undefined && bases.length > 0) throw noneOf("base");
  sayMissing(own, words, "source", loading);
  if (base !== undefined) sayMissing(base, bases, "base", loading);
  return [own.profile, base?.profile];
}

/** Some may fail, if others don't. Undefined where none is left. */
async function loadAll(
  words: readonly string[],
  kind: "source" | "base",
  loading: Loading,
): Promise<Loaded | undefined> {
  let all: Loaded | undefined;
  try {
    for (let at = 0; at < words.length; at += CHUNK) {
      const next = await loadChunk(words.slice(at, at + CHUNK), loading);
      all = all === undefined ? next : next === undefined ? all : await join(all, next);
    }
  } catch (error) {
    if (!(error instanceof ResidentError)) throw error;
    const end = kind === "base" ? "," : "";
    const message = `problem fetching ${kind} profiles: ${error.message}${end}`;
    throw new ResidentError(error.code, message, { cause: error });
  }
  return all;
}

function noneOf(kind: string): ResidentError {
  return new ResidentError("RES_NO_DATA", `failed to fetch any ${kind} profiles`);
}

function sayMissing(
  { count }: Loaded,
  words: readonly string[],
  kind: string,
  { options: { warn } }: Loading,
): void {
  if (count < words.length) warn(`Fetched ${count} ${kind} profiles out of ${words.length}`);
}

async function join(a: Loaded, b: Loaded): Promise<Loaded> {
  return { profile: await mergeProfiles([a.profile, b.profile]), count: a.count + b.count };
}

async function loadChunk(words: readonly string[], loading: Loading): Promise<Loaded | undefined> {
  const read = await Promise.allSettled(words.map((word) => loadOne(word, loading)));
  const profiles: Profile[] = [];
  for (const [at, result] of read.entries()) {
    if (result.status === "fulfilled") profiles.push(result.value);
    else reportFailure(words[at]!, result.reason, loading.options.warn);
  }
  if (profiles.length === 0) return undefined;
  return { profile: await mergeProfiles(profiles), count: profiles.length };
}

async function loadOne(word: string, { options, program, sources }: Loading): Promise<Profile> {
  const { profile, url } = await readProfile(word, options);
  const located = locatePrograms(profile, { env: process.env, warn: options.warn });
  const whole = withMainMapping(located, program);
  return url === undefined ? whole : withSource(whole, url, sources);
}

function reportFailure(word: string, reason: unknown, warn: (message: string) => void): void {
  if (!(reason instanceof ResidentError)) throw reason;
  const { message, hint } = reason;
  const source = withoutPassword(word);
  // What no server said names the URL itself.
  warn(message.startsWith(`${source}: `) ? message : `${source}: ${message}`);
  if (hint !== undefined) warn(hint);
}

/** Loaded only where something has to be named. */
async function nameAddresses(
  profile: Profile,
  mode: string,
  { options: { http, warn }, sources }: Loading,
): Promise<Profile> {
  const { symbolizeProfile } = await import("./symbolize-profile.ts");
  return withoutSources(await symbolizeProfile(profile, { mode, sources, http, warn }));
}

function withComment(profile: Profile, comment: string): Profile {
  return comment === "" ? profile : { ...profile, comments: [...profile.comments, comment] };
}

function sayDuration(seconds: number): string {
  return formatDuration(BigInt(seconds) * 1_000_000_000n);
}
