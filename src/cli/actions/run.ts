/**
 * Runs a program, watches it, and reports at its end. Standard output is the program's: what is said
 * here goes to standard error, or into a file. The exit code is the program's.
 */
import { constants } from "node:os";
import { explain } from "../../analyze/explain.ts";
import { summarizeRun } from "../../analyze/run/summarize-run.ts";
import { ResidentError } from "../../base/errors.ts";
import { shellQuote } from "../../base/shell-quote.ts";
import { writeBundleArchive, writeBundleFolder } from "../../collect/bundle/write-bundle.ts";
import { gunzip } from "../../collect/gunzip.ts";
import { StartError } from "../../collect/run/child/start-program.ts";
import { runProgram } from "../../collect/run/run-program.ts";
import { decodeGcLog } from "../../decode/gctrace/decode-gc-log.ts";
import { decodeBundle } from "../../decode/recording.ts";
import type { RunRecord, RunResult } from "../../model/run.ts";
import type { CommandContext } from "../command.ts";
import { EXIT, type ExitCode, type ProgramExitCode } from "../exit-codes.ts";
import { checkRun } from "../fail-on/check-run.ts";
import { type FailCondition, parseFailOn } from "../fail-on/conditions.ts";
import type { RunFlags } from "../flags.ts";
import { printError } from "../print-error.ts";
import { printRun, refuseUnwritable } from "../print-run.ts";

/** Seconds between two readings of RSS, unless told otherwise. */
const EVERY = 1;

export async function runAction(
  context: CommandContext,
  command: readonly string[],
  flags: RunFlags,
): Promise<ExitCode> {
  const conditions = flags.failOn?.map(parseFailOn);
  refuseUnwritable(flags);
  const { stderr, env } = context.terminal;
  // A reader of ours that goes away must not end us: the program goes on.
  stderr.removeAllListeners("error").on("error", () => undefined);
  try {
    const { record, isLineOpen } = await runProgram(command, {
      everySeconds: flags.every ?? EVERY,
      trace: flags.trace,
      showTrace: flags.showTrace ?? false,
      keepOutput: flags.out !== undefined,
      environment: env,
      stderr,
    });
    context.stopwatch.lap("run");
    return await finish(context, record, flags, conditions, isLineOpen);
  } catch (error) {
    if (!(error instanceof StartError)) throw error;
    printError(context.terminal, error);
    return error.exitCode as number as ProgramExitCode;
  }
}

/** What goes wrong from here on is said, and is no reason for another exit code than the program's. */
async function finish(
  context: CommandContext,
  record: RunRecord,
  flags: RunFlags,
  conditions: readonly FailCondition[] | undefined,
  isLineOpen: boolean,
): Promise<ExitCode> {
  const code = exitCodeOf(record);
  try {
    const found = await resultOf(record, flags);
    const result = conditions === undefined ? found : checkRun(found, conditions);
    await printRun(context, result, flags, isLineOpen);
    if ((result.failed ?? []).length > 0) return EXIT.failed;
    return (result.undecided ?? []).length > 0 && code === EXIT.done ? EXIT.undecided : code;
  } catch (error) {
    printError(context.terminal, error);
    return code;
  }
}

async function resultOf(record: RunRecord, { out, force }: RunFlags): Promise<RunResult> {
  const { bundle } = record;
  if (out !== undefined) {
    const write = out.endsWith("/") ? writeBundleFolder : writeBundleArchive;
    await write(bundle, out, { force: force ?? false });
  }
  const gcLog = decodeGcLog(bundle.files.get("output.log") ?? new Uint8Array());
  return summarizeRun(record, { gcLog, bundle: out, report: reportOf(record, out) });
}

/** Undefined where no look was in time. */
function reportOf({ bundle, look, remarks }: RunRecord, out: string | undefined) {
  if (look === undefined) return undefined;
  try {
    const recording = decodeBundle(bundle, { gunzip });
    const report = explain({ ...recording, target: out === undefined ? "" : shellQuote(out) });
    // The run's own remarks stand above it.
    return { ...report, remarks: report.remarks.filter((one) => one !== remarks.join(" ")) };
  } catch (error) {
    if (error instanceof ResidentError) return undefined;
    throw error;
  }
}

/** As a shell has it: 128 and the signal's number. */
function exitCodeOf({ exit: { code, signal } }: RunRecord): ProgramExitCode {
  const number = signal === null ? 0 : (constants.signals[signal as NodeJS.Signals] ?? 0);
  return (code ?? 128 + number) as ProgramExitCode;
}
