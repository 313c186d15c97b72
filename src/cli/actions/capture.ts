/** Captures a running program and writes the bundle, or prints the script that does. */
import { existsSync, statSync } from "node:fs";
import { writeBundleArchive, writeBundleFolder } from "../../collect/bundle/write-bundle.ts";
import { gunzip } from "../../collect/gunzip.ts";
import { captureScript } from "../../collect/script/capture-script.ts";
import { decodeBundle } from "../../decode/recording.ts";
import type { RawBundle } from "../../model/bundle.ts";
import type { CaptureResult } from "../../model/results.ts";
import type { MissingSource } from "../../model/snapshot.ts";
import type { CommandContext } from "../command.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import type { CaptureFlags } from "../flags.ts";
import { captureTarget } from "../open-recording.ts";
import { type Schedule, scheduleOf as scheduleOfWatch } from "../options/schedule-options.ts";
import { usageError } from "../options/values.ts";
import { printResult } from "../print-result.ts";
import { writeOut } from "../terminal.ts";

export async function captureAction(
  context: CommandContext,
  words: readonly string[],
  flags: CaptureFlags,
): Promise<ExitCode> {
  if (flags.script === true) return printScript(context, words, flags);
  const { output } = flags;
  if (output === undefined) throw usageError("capture: where to?", "Add -o bundle.tgz.");
  refuseExisting(output, flags);
  const bundle = await captureTarget(context, words, flags, scheduleOf(flags));
  context.stopwatch.lap("read");
  const write = output.endsWith("/") ? writeBundleFolder : writeBundleArchive;
  await write(bundle, output, { force: flags.force ?? false });
  context.stopwatch.lap("write");
  await printResult(context, captureResult(bundle, output), flags);
  return EXIT.done;
}

/** What the script understands: a PID, a URL, host:port, or a name without blanks and slashes. */
const SCRIPT_TARGET = /^\S*(?::\d|:\/\/)\S*$|^[^\s/:]+$/;

async function printScript(
  { terminal }: CommandContext,
  targets: readonly string[],
  { for: total, count, every, prefix, deep, gc, insecure, ...others }: CaptureFlags,
): Promise<ExitCode> {
  const alien = Object.keys(others).filter((flag) => !["script", "json", "timing"].includes(flag));
  if (alien.length > 0) {
    throw usageError(
      `--script can't take --${alien[0]!.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`,
      "The script says in its first lines which variables it takes instead.",
    );
  }
  const alienTarget = targets.find((target) => !SCRIPT_TARGET.test(target));
  if (alienTarget !== undefined) {
    throw usageError(
      `--script can't look for ${alienTarget}`,
      "Leave it out where there is one Go program only, or give a PID, a name or a URL as it is there.",
    );
  }
  const schedule =
    total === undefined
      ? { count, everySeconds: every }
      : inWholeSeconds(scheduleOf(withoutUndefined({ for: total, count, every })));
  const given = { ...schedule, prefix, deep, gc, insecure };
  await writeOut(terminal, captureScript({ targets, ...withoutUndefined(given) }));
  return EXIT.done;
}

/** --for says how long, as elsewhere; --count and --every say how many and how far apart. */
function scheduleOf({ for: total, count, every }: CaptureFlags): Schedule {
  if (total === undefined) {
    if (every !== undefined && count === undefined) {
      throw usageError(
        "--every says how often, but not how many times",
        "Add --count 10 or --for 1m.",
      );
    }
    return { count: count ?? 1, everySeconds: every ?? 5 };
  }
  if (count === undefined) {
    return scheduleOfWatch(every === undefined ? { for: total } : { for: total, every })!;
  }
  if (every !== undefined || count < 2) {
    throw usageError(
      "--for, --count and --every say the same twice",
      "Give two of them: --for 1m --every 10s.",
    );
  }
  return { count, everySeconds: total / (count - 1) };
}

/** The script's `sleep` may know whole seconds only. */
function inWholeSeconds({ count, everySeconds }: Schedule): Schedule {
  const whole = Math.max(1, Math.ceil(everySeconds));
  return {
    count: Math.floor(((count - 1) * everySeconds) / whole + 1e-9) + 1,
    everySeconds: whole,
  };
}

/** Said before minutes of capturing, not after. */
function refuseExisting(output: string, { force }: CaptureFlags): void {
  if (force !== true && existsSync(output)) {
    throw usageError(`${output} is there already`, "Give another name, or --force to replace it.");
  }
}

function captureResult(bundle: RawBundle, file: string): CaptureResult {
  return {
    format: "resident.capture/1",
    target: bundle.target,
    file,
    bytes: file.endsWith("/") ? sizeOf(bundle) : statSync(file).size,
    snapshots: bundle.snapshots.length,
    missing: missingOf(bundle),
  };
}

function sizeOf(bundle: RawBundle): number {
  const files = [bundle.files, ...bundle.snapshots.map((snapshot) => snapshot.files)];
  return files.flatMap((map) => [...map.values()]).reduce((sum, bytes) => sum + bytes.length, 0);
}

/** As a reader of the bundle will find it. */
function missingOf(bundle: RawBundle): readonly MissingSource[] {
  return decodeBundle(bundle, { gunzip }).snapshots.at(-1)?.missing ?? [];
}

type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

function withoutUndefined<T extends object>(values: T): Defined<T> {
  return Object.fromEntries(
    Object.entries(values).filter(([, value]) => value !== undefined),
  ) as Defined<T>;
}
