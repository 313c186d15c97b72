/**
 * From what the user named to recordings: resolve, read or capture, decode. The one way in for
 * every command that looks at a target. What only a running program needs is loaded for one.
 */
import { constants } from "node:fs";
import { access } from "node:fs/promises";
import { ResidentError } from "../base/errors.ts";
import { shellQuote } from "../base/shell-quote.ts";
import { formatSeconds } from "../base/units.ts";
import { fileError } from "../collect/bundle/file-error.ts";
import { readSingleFile } from "../collect/bundle/read-single-file.ts";
import { readStored } from "../collect/bundle/read-stored.ts";
import { gunzip } from "../collect/gunzip.ts";
import { resolveTarget } from "../collect/target/resolve-target.ts";
import type { LiveTarget, Target } from "../collect/target/target.ts";
import { decodeBundle } from "../decode/recording.ts";
import type { RawBundle } from "../model/bundle.ts";
import type { Recording } from "../model/snapshot.ts";
import type { CommandContext } from "./command.ts";
import { similarCommand } from "./command-names.ts";
import { httpOptions } from "./http-options.ts";
import type { Schedule } from "./options/schedule-options.ts";
import type { TargetFlags } from "./options/target-options.ts";
import { usageError } from "./options/values.ts";
import { startProgress } from "./progress.ts";

const ONCE: Schedule = { count: 1, everySeconds: 5 };

/** A recording for each target: one, or several where several bundles or profiles were named. */
export async function openRecordings(
  context: CommandContext,
  words: readonly string[],
  flags: TargetFlags,
  schedule: Schedule = ONCE,
): Promise<Recording[]> {
  const opened = await openTargets(context, words, flags, schedule);
  return opened.map(({ recording }) => recording);
}

/** A recording with the bytes that it was decoded from. */
export interface Opened {
  readonly recording: Recording;
  readonly bundle: RawBundle;
}

async function openTargets(
  context: CommandContext,
  words: readonly string[],
  flags: TargetFlags,
  schedule: Schedule,
): Promise<Opened[]> {
  const target = await resolveWords(words, flags);
  const bundles = await readTarget(context, target, flags, schedule);
  context.stopwatch.lap("read");
  const recordings = await Promise.all(bundles.map((bundle) => decodeBundle(bundle, { gunzip })));
  context.stopwatch.lap("decode");
  const isMany = target.kind === "many";
  return recordings.map((recording, at) => {
    const typed = asTyped(isMany ? words.slice(at, at + 1) : words);
    const named = { ...recording, target: typed === "" ? recording.target : typed };
    return { recording: named, bundle: bundles[at]! };
  });
}

/** The recording of commands that look at one. */
export async function openRecording(
  context: CommandContext,
  words: readonly string[],
  flags: TargetFlags,
): Promise<Recording> {
  return (await openOne(context, words, flags)).recording;
}

/** The same, with its bytes. */
export async function openOne(
  context: CommandContext,
  words: readonly string[],
  flags: TargetFlags,
  schedule: Schedule = ONCE,
): Promise<Opened> {
  const [opened, ...others] = await openTargets(context, words, flags, schedule);
  if (opened !== undefined && others.length === 0) return opened;
  throw usageError("this takes one target", "`resident diff` compares two.");
}

/** Reports name commands to go on with, so they name the target as it was typed; no password in it. */
export function asTyped(words: readonly string[]): string {
  return words.map((word) => shellQuote(word.replace(/\/\/[^/@]*@/, "//"))).join(" ");
}

/** A bundle of a running program; stored ones are refused. */
export async function captureTarget(
  context: CommandContext,
  words: readonly string[],
  flags: TargetFlags,
  schedule: Schedule,
): Promise<RawBundle> {
  const target = await resolveWords(words, flags);
  if (target.kind === "live") return captureLive(context, target, flags, schedule);
  throw usageError(
    `${target.label} is captured already`,
    "Give a PID, a process's name, host:port or a URL.",
  );
}

/** A running program, not read yet; stored ones are refused. */
export async function resolveLive(
  words: readonly string[],
  flags: TargetFlags,
): Promise<LiveTarget> {
  const target = await resolveWords(words, flags);
  if (target.kind === "live") return target;
  throw usageError(
    `${target.label} is a recording: it can't be watched`,
    "`resident FILE` explains it; watching takes a PID, a process's name, host:port or a URL.",
  );
}

export async function resolveWords(words: readonly string[], flags: TargetFlags): Promise<Target> {
  try {
    return await resolveTarget(words, {
      ...(flags.prefix === undefined ? {} : { prefix: flags.prefix }),
      ...(flags.socket === undefined ? {} : { socket: flags.socket }),
      ...(flags.insecure === undefined ? {} : { insecure: flags.insecure }),
      http: httpOptions(flags),
    });
  } catch (error) {
    throw withCommandHint(error, words);
  }
}

/** A mistyped command is taken for a target, so the hint has to think of both. */
function withCommandHint(error: unknown, words: readonly string[]): unknown {
  const isTarget =
    error instanceof ResidentError && /^RES_(TARGET|PROCESS|USAGE)$/.test(error.code);
  const meant = isTarget ? similarCommand(words[0] ?? "") : undefined;
  if (!isTarget || meant === undefined) return error;
  const hint = `Did you mean \`resident ${meant}\`? ${error.hint ?? ""}`.trim();
  return new ResidentError(error.code, error.message, { hint, cause: error });
}

async function readTarget(
  context: CommandContext,
  target: Target,
  flags: TargetFlags,
  schedule: Schedule,
): Promise<RawBundle[]> {
  if (target.kind === "live") return [await captureLive(context, target, flags, schedule)];
  if (schedule !== ONCE) {
    throw usageError(`${target.label} is a recording: it can't be watched`, "Leave --for out.");
  }
  const limits = flags.maxSize === undefined ? {} : { maxBytes: flags.maxSize };
  const stored = target.kind === "many" ? target.targets : [target];
  return Promise.all(stored.map(async (one) => withLog(await readStored(one, limits), flags)));
}

/** Ctrl-C ends a series with what there is; a second one ends the command. */
async function captureLive(
  { terminal }: CommandContext,
  target: LiveTarget,
  flags: TargetFlags,
  schedule: Schedule,
): Promise<RawBundle> {
  const { capture } = await import("../collect/capture.ts");
  await refuseMissingLog(flags);
  const progress = startProgress(terminal, progressText(target, schedule, 0));
  const stop = new AbortController();
  const onInterrupt = () => stop.abort();
  if (schedule.count > 1) process.once("SIGINT", onInterrupt);
  try {
    const bundle = await capture(target, {
      ...schedule,
      deep: flags.deep ?? false,
      gc: flags.gc ?? false,
      http: httpOptions(flags),
      signal: stop.signal,
      onProgress: (done) => progress.update(progressText(target, schedule, done)),
    });
    return await withLog(bundle, flags);
  } finally {
    process.removeListener("SIGINT", onInterrupt);
    progress.stop();
  }
}

function progressText({ label }: LiveTarget, { count, everySeconds }: Schedule, done: number) {
  if (count === 1) return `reading ${label} …`;
  const left = formatSeconds((count - Math.max(done, 1)) * everySeconds);
  return `reading ${label}: snapshot ${done} of ${count}, ${left} to go; Ctrl-C reports what there is`;
}

/** With --gctrace the program's log comes from elsewhere, and is put into the bundle. */
async function withLog(bundle: RawBundle, { gctrace }: TargetFlags): Promise<RawBundle> {
  if (gctrace === undefined) return bundle;
  const log = await readSingleFile(gctrace);
  return { ...bundle, files: new Map([...bundle.files, ["output.log", log]]) };
}

/** Said before minutes of capturing: the log is read after them, with what came meanwhile. */
async function refuseMissingLog({ gctrace }: TargetFlags): Promise<void> {
  if (gctrace === undefined || gctrace === "-") return;
  await access(gctrace, constants.R_OK).catch((error) => {
    throw fileError(gctrace, error);
  });
}
