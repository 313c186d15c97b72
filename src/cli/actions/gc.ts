/** Finds out what was named (a log, a bundle, a running program), and prints its collections. */
import { reportOfRecording } from "../../analyze/gc/report-of-recording.ts";
import { inputOfRecording } from "../../analyze/what-if/input-of-recording.ts";
import { ResidentError } from "../../base/errors.ts";
import { bundleOfBytes } from "../../collect/bundle/read-stored.ts";
import { openLog } from "../../collect/gc/open-log.ts";
import { gunzip } from "../../collect/gunzip.ts";
import { classifyTarget } from "../../collect/target/classify-target.ts";
import type { LiveTarget, StoredTarget } from "../../collect/target/target.ts";
import { decodeBundle } from "../../decode/recording.ts";
import type { RawBundle } from "../../model/bundle.ts";
import type { Recording } from "../../model/snapshot.ts";
import type { CommandContext } from "../command.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import type { GcFlags } from "../flags.ts";
import { columnsOf, printGc } from "../gc/print-gc.ts";
import { reportLog } from "../gc/report-log.ts";
import { httpOptions } from "../http-options.ts";
import { asTyped, openRecording, resolveWords } from "../open-recording.ts";
import { type Schedule, scheduleOf } from "../options/schedule-options.ts";
import { usageError } from "../options/values.ts";
import { startProgress } from "../progress.ts";

const SECONDS = 10;

export async function gcAction(
  context: CommandContext,
  words: readonly string[],
  flags: GcFlags,
): Promise<ExitCode> {
  if (flags.csv === true && flags.json === true) {
    throw usageError("--csv and --json exclude each other", "Give one of them.");
  }
  const stored = storedTarget(words, flags);
  if (stored !== undefined && stored.kind !== "folder") return gcOfFile(context, stored, flags);
  const recording =
    stored === undefined
      ? await watch(context, words, flags)
      : await openRecording(context, words, flags);
  return gcOfRecording(context, { ...recording, target: asTyped(words) }, flags);
}

function storedTarget(words: readonly string[], flags: GcFlags): StoredTarget | undefined {
  const [word, ...others] = words.map((text) => classifyTarget(text, flags));
  if (word?.kind !== "stored") return undefined;
  if (others.length > 0) throw usageError("this takes one target", "Give one log or bundle.");
  if (flags.for !== undefined || flags.every !== undefined) {
    throw usageError(
      `${word.target.label} is a recording: it can't be watched`,
      "Leave --for out.",
    );
  }
  return word.target;
}

async function gcOfFile(
  context: CommandContext,
  target: StoredTarget,
  flags: GcFlags,
): Promise<ExitCode> {
  const path = target.kind === "stdin" ? "-" : target.path;
  const log = await openLog(path);
  if (log.isLog) return reportLog(context, log, target.label, flags);
  const bytes = await log.rest(flags.maxSize);
  const bundle = await bundleOfBytes(target.label, bytes, {
    ...(flags.maxSize === undefined ? {} : { maxBytes: flags.maxSize }),
  });
  context.stopwatch.lap("read");
  return gcOfRecording(context, decodeBundle(bundle, { gunzip }), flags);
}

async function gcOfRecording(
  context: CommandContext,
  recording: Recording,
  flags: GcFlags,
): Promise<ExitCode> {
  const report = reportOfRecording(recording, columnsOf(context, flags));
  if (report === undefined) {
    throw new ResidentError("RES_NO_DATA", `${recording.target} tells nothing of collections`, {
      hint: "It takes a log with gctrace lines (GODEBUG=gctrace=1), or MemStats: a bundle with vars.json or heap.debug1.txt.",
    });
  }
  await printGc(context, report, flags, inputOfRecording(recording, flags.limit));
  return EXIT.done;
}

async function watch(
  context: CommandContext,
  words: readonly string[],
  flags: GcFlags,
): Promise<Recording> {
  const target = await resolveWords(words, flags);
  if (target.kind !== "live") throw usageError("this takes one target", "Give one log or bundle.");
  const schedule = scheduleOf({ for: flags.for ?? SECONDS, every: flags.every ?? 1 })!;
  const bundle = await watchLive(context, target, flags, schedule);
  context.stopwatch.lap("read");
  return decodeBundle(bundle, { gunzip });
}

/** Ctrl-C ends the series with what there is. */
async function watchLive(
  { terminal }: CommandContext,
  target: LiveTarget,
  flags: GcFlags,
  { count, everySeconds }: Schedule,
): Promise<RawBundle> {
  const { captureGcSeries } = await import("../../collect/gc/capture-gc-series.ts");
  const text = (done: number) =>
    `watching ${target.label}: ${done} of ${count} looks; Ctrl-C reports what there is`;
  const progress = startProgress(terminal, text(0));
  const stop = new AbortController();
  const onInterrupt = () => stop.abort();
  process.once("SIGINT", onInterrupt);
  try {
    return await captureGcSeries(target, {
      count,
      everySeconds,
      http: httpOptions(flags),
      signal: stop.signal,
      onProgress: (done) => progress.update(text(done)),
    });
  } finally {
    process.removeListener("SIGINT", onInterrupt);
    progress.stop();
  }
}
