/** Makes and prints the report; several recordings are compared instead. */
import { explain } from "../../analyze/explain.ts";
import type { Report } from "../../model/report.ts";
import type { CommandContext } from "../command.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { explainPart } from "../explain-part.ts";
import { checkFailOn, type FailCondition, parseFailOn } from "../fail-on.ts";
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

/** A leak shows in time: one snapshot can neither find it nor rule it out. */
const NEEDS_TIME = new Set(["goroutine-leak", "live-heap-growing"]);

function undecided(report: Report, conditions: readonly FailCondition[]): string[] {
  if (report.snapshots.length > 1) return [];
  const found = new Set(report.verdicts.map(({ id }) => id));
  const open = conditions.filter(({ id }) => NEEDS_TIME.has(id) && !found.has(id));
  return open.map(({ id }) => `${id}: one snapshot cannot tell; add --for 30s`);
}

async function printChecked(
  context: CommandContext,
  report: Report,
  conditions: readonly FailCondition[],
  flags: ExplainFlags,
): Promise<ExitCode> {
  const failed = checkFailOn(report, conditions);
  await printResult(context, { ...report, failed }, flags);
  for (const { check, reason } of failed) {
    context.terminal.stderr.write(`failed: ${check}: ${reason}\n`);
  }
  for (const sentence of undecided(report, conditions)) {
    context.terminal.stderr.write(`undecided: ${sentence}\n`);
  }
  return failed.length > 0 ? EXIT.failed : EXIT.done;
}
