/** Makes and prints the report; several recordings are compared instead. */
import { explain } from "../../analyze/explain.ts";
import type { Report } from "../../model/report.ts";
import type { CommandContext } from "../command.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { explainPart } from "../explain-part.ts";
import { checkFailOn } from "../fail-on/check.ts";
import { type FailCondition, parseFailOn } from "../fail-on/conditions.ts";
import type { ExplainFlags } from "../flags.ts";
import { openRecordings } from "../open-recording.ts";
import { scheduleOf } from "../options/schedule-options.ts";
import { printResult } from "../print-result.ts";

export async function explainAction(
  context: CommandContext,
  words: readonly string[],
  flags: ExplainFlags,
): Promise<ExitCode> {
  const conditions = flags.failOn?.map(parseFailOn);
  const recordings = await openRecordings(context, words, flags, scheduleOf(flags));
  if (recordings.length > 1) {
    const { printComparison } = await import("./diff.ts");
    return printComparison(context, recordings, flags);
  }
  const report = explain(recordings[0]!);
  context.stopwatch.lap("analyze");
  if (conditions !== undefined) return printChecked(context, report, conditions, flags);
  const part = flags.explain;
  await printResult(context, part === undefined ? report : explainPart(report, part), flags);
  return EXIT.done;
}

async function printChecked(
  context: CommandContext,
  report: Report,
  conditions: readonly FailCondition[],
  flags: ExplainFlags,
): Promise<ExitCode> {
  const { failed, undecided } = checkFailOn(report, conditions);
  await printResult(context, { ...report, failed, undecided }, flags);
  const { stderr } = context.terminal;
  for (const { check, reason } of failed) stderr.write(`failed: ${check}: ${reason}\n`);
  for (const { check, reason } of undecided) stderr.write(`undecided: ${check}: ${reason}\n`);
  if (failed.length > 0) return EXIT.failed;
  return undecided.length > 0 ? EXIT.undecided : EXIT.done;
}
