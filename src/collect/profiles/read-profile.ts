/**
 * One source of the command line → its profile. A file goes before a URL, as in `go tool pprof`,
 * since names with colons exist; what is neither may be a process, which pprof does not know.
 */
import { readFileSync, type Stats, statSync } from "node:fs";
import { ResidentError } from "../../base/errors.ts";
import { GiB } from "../../base/units.ts";
import type { Profile } from "../../model/profile.ts";
import { isArchive } from "../bundle/is-archive.ts";
import type { HttpOptions } from "../http/http-options.ts";
import { openReason } from "../open-reason.ts";
import { statOf } from "../stat-of.ts";
import type { BundleProfile } from "./bundle-profile.ts";
import { profileUrl } from "./profile-url.ts";
import { unpackProfile } from "./unpack-profile.ts";

export interface ProfileOptions {
  /** Length of a profile over time, and what it may take; at most 0: not given. */
  readonly seconds: number;
  readonly timeout: number;
  readonly http: HttpOptions;
  /** False: labels of samples are not asked for. Those of what is fetched are read, to be saved. */
  readonly labels: boolean;
  /** Gets what is worth saying while it goes on, a line each. */
  readonly warn: (message: string) => void;
  /** How a length is said: `1m30s`. */
  readonly sayDuration: (seconds: number) => string;
}

export interface SourceProfile {
  readonly profile: Profile;
  /** Where it was fetched from; undefined of a file. */
  readonly url?: string;
}

const MAX_FILE_BYTES = GiB;

/** Throws ResidentErrors: of pprof's words where it has some. */
export async function readProfile(word: string, options: ProfileOptions): Promise<SourceProfile> {
  const stats = statOf(word);
  if (word === "-") return fromBytes("-", await readStream("-"), options);
  if (stats?.isDirectory()) return fromBundle(word, "", options);
  if (stats !== undefined) return fromFile(word, stats, options);
  const inBundle = /^(.+?):([\w./-]+)$/.exec(word);
  if (inBundle !== null && statOf(inBundle[1]!) !== undefined) {
    return fromBundle(inBundle[1]!, inBundle[2]!, options);
  }
  const url = profileUrl(word, options.seconds, options.timeout);
  return url === undefined ? fromProcess(word, options) : fromUrl(url, options);
}

async function fromFile(
  path: string,
  stats: Stats,
  options: ProfileOptions,
): Promise<SourceProfile> {
  return fromBytes(path, await readFile(path, stats), options);
}

async function fromBytes(
  path: string,
  bytes: Uint8Array,
  options: ProfileOptions,
): Promise<SourceProfile> {
  if (startsWith(bytes, "PERFILE2") && path !== "-") {
    const { convertPerf } = await import("./convert-perf.ts");
    return { profile: await unpackProfile(await convertPerf(path, options.warn), options) };
  }
  return isArchive(bytes) && path !== "-"
    ? fromBundle(path, "", options)
    : { profile: await unpackProfile(bytes, options) };
}

async function readFile(path: string, stats: Stats): Promise<Uint8Array> {
  if (!stats.isFile() || stats.size > MAX_FILE_BYTES) return readStream(path);
  try {
    return readFileSync(path);
  } catch (error) {
    throw new ResidentError("RES_FILE", `open ${path}: ${openReason(error)}`, { cause: error });
  }
}

/** A pipe tells no size, so what comes is counted. */
async function readStream(path: string): Promise<Uint8Array> {
  const { readSingleFile } = await import("../bundle/read-single-file.ts");
  return readSingleFile(path, { limit: MAX_FILE_BYTES });
}

async function fromBundle(
  path: string,
  name: string,
  { warn }: ProfileOptions,
): Promise<SourceProfile> {
  const { readStored } = await import("../bundle/read-stored.ts");
  const { bundleProfile } = await import("./bundle-profile.ts");
  const kind = statSync(path).isDirectory() ? "folder" : "file";
  const bundle = await readStored({ kind, label: path, path }).catch((error: unknown) => {
    throw withoutLabel(error, path);
  });
  const found = bundleProfile({ ...bundle, target: path }, name);
  const { profile, place } = await decodeFound(found);
  warn(`Taking ${place} from the bundle ${path}`);
  return { profile };
}

/** Who reports it names the source, too. */
function withoutLabel(error: unknown, path: string): unknown {
  if (!(error instanceof ResidentError) || !error.message.startsWith(`${path}: `)) return error;
  const { code, hint } = error;
  const message = error.message.slice(path.length + 2);
  return new ResidentError(code, message, {
    ...(hint === undefined ? {} : { hint }),
    cause: error,
  });
}

/** In a text of a bundle names are read, which pprof does not; a text by itself is read as by it. */
async function decodeFound({
  bytes,
  place,
  text,
}: BundleProfile): Promise<{ readonly profile: Profile; readonly place: string }> {
  const profile = await unpackProfile(bytes);
  if (text !== undefined && profile.functions.length === 0) return decodeFound(text);
  if (!place.endsWith(".debug1.txt")) return { profile, place };
  const { applyTextNames } = await import("../../decode/symbols/apply-text-names.ts");
  return { profile: applyTextNames(profile, bytes), place };
}

async function fromUrl(
  { url, timeout }: { readonly url: string; readonly timeout: number },
  { seconds, http, warn, sayDuration }: ProfileOptions,
): Promise<SourceProfile> {
  const { fetchProfile } = await import("./fetch-profile.ts");
  warn(`Fetching profile over HTTP from ${withoutPassword(url)}`);
  if (seconds > 0) warn(`Please wait... (${sayDuration(seconds)})`);
  return { profile: await unpackProfile(await fetchProfile(url, { http, timeout })), url };
}

async function fromProcess(word: string, options: ProfileOptions): Promise<SourceProfile> {
  const missing = new ResidentError("RES_FILE", `stat ${word}: no such file or directory`);
  if (/[/\\]/.test(word)) throw missing;
  const { liveProfileUrl } = await import("./live-profile.ts");
  let found: string;
  try {
    found = await liveProfileUrl(word, options.http);
  } catch (error) {
    // A word that is no number is more often a file's name that was mistyped.
    if (!/^\d+(?::|$)/.test(word) && isUnknown(error)) throw missing;
    throw error;
  }
  return fromUrl(profileUrl(found, options.seconds, options.timeout)!, options);
}

/** No process has that name, and maybe it looks like the path of a file. */
function isUnknown(error: unknown): boolean {
  if (!(error instanceof ResidentError)) return false;
  return error.code === "RES_FILE" || error.message.startsWith("no process");
}

function startsWith(bytes: Uint8Array, text: string): boolean {
  return Buffer.from(bytes.subarray(0, text.length)).toString("latin1") === text;
}

/** A URL as it may be shown. */
export function withoutPassword(url: string): string {
  return url.replace(/\/\/([^/@:]*):[^/@]*@/, "//$1:xxxxx@");
}
