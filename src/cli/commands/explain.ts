/** `resident TARGET…`: the report. Several recordings are compared instead. */
import type { Command } from "commander";
import { explain } from "../../analyze/explain.ts";
import { LINE_DOCS } from "../../analyze/ledger/line-docs.ts";
import { findLine } from "../../model/ledger.ts";
import type { Report } from "../../model/report.ts";
import type { LineExplanation } from "../../model/results.ts";
import type { CommandContext, CommandModule } from "../command.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { checkFailOn, type FailCondition, parseFailOn } from "../fail-on.ts";
import { openRecordings } from "../open-recording.ts";
import { addExamples } from "../options/examples.ts";
import { addOutputOptions, type OutputFlags, printResult } from "../options/output-options.ts";
import { addScheduleOptions, type ScheduleFlags, scheduleOf } from "../options/schedule-options.ts";
import { addTargetOptions, type TargetFlags } from "../options/target-options.ts";
import { usageError } from "../options/values.ts";
import { printComparison } from "./diff.ts";

interface ExplainFlags extends TargetFlags, OutputFlags, ScheduleFlags {
  readonly failOn?: readonly FailCondition[];
  readonly explain?: string;
}

export const explainCommand: CommandModule = {
  configure(command: Command): Command {
    command.argument(
      "[target...]",
      "PID, process name, :PORT, host:port, URL, bundle, profile, or - for stdin; a PID and a URL may be given together",
    );
    addScheduleOptions(command);
    command
      .optionsGroup("Asking:")
      .option("--explain <line>", "what a line of the ledger is, by its id")
      .option(
        "--fail-on <condition>",
        "exit with 1 if a verdict is there or a line is too large; may be repeated",
        (text: string, before: readonly FailCondition[] = []) => [...before, parseFailOn(text)],
      );
    addOutputOptions(command);
    addTargetOptions(command);
    return addExamples(command, [
      ["resident 4817", "a process of this machine"],
      ["resident :6060 --for 1m", "how it grows, and where to"],
      ["resident bundle.tgz --fail-on 'rss>500MiB'", "in a script"],
      ["resident before.tgz after.tgz", "what changed"],
    ]);
  },

  async run(context, args, flags: ExplainFlags): Promise<ExitCode> {
    if (flags.explain !== undefined) assertKnownLine(flags.explain);
    const recordings = await openRecordings(context, args, flags, scheduleOf(flags));
    if (recordings.length > 1) return printComparison(context, recordings, flags);
    const report = explain(recordings[0]!);
    context.stopwatch.lap("analyze");
    if (flags.explain === undefined) return printReport(context, report, flags);
    await printResult(context, lineExplanation(report, flags.explain), flags);
    return EXIT.done;
  },
};

async function printReport(
  context: CommandContext,
  report: Report,
  flags: ExplainFlags,
): Promise<ExitCode> {
  if (flags.failOn === undefined) {
    await printResult(context, report, flags);
    return EXIT.done;
  }
  const failed = checkFailOn(report, flags.failOn);
  await printResult(context, { ...report, failed }, flags);
  for (const { check, reason } of failed)
    context.terminal.stderr.write(`failed: ${check}: ${reason}\n`);
  return failed.length > 0 ? EXIT.failed : EXIT.done;
}

function assertKnownLine(id: string): void {
  if (Object.hasOwn(LINE_DOCS, id)) return;
  const ids = Object.keys(LINE_DOCS).join(", ");
  throw usageError(`--explain: the ledger has no line "${id}"`, `Its lines: ${ids}.`);
}

function lineExplanation(report: Report, id: string): LineExplanation {
  const doc = LINE_DOCS[id]!;
  const rss = findLine(report.ledger, "rss");
  const found = findLine(report.ledger, id);
  const line = found ?? {
    id,
    title: doc.title,
    bytes: null,
    basis: "counted" as const,
    source: "nothing",
    missing: { reason: "the ledger of this target has no such line" },
    children: [],
  };
  const isInRss = rss !== undefined && findLine(rss, id) !== undefined;
  const resident = line.resident ?? line.bytes;
  return {
    format: "resident.line/1",
    target: report.target,
    id,
    title: doc.title,
    what: doc.what,
    paragraph: doc.paragraph,
    formula: doc.formula ?? null,
    line,
    share: isInRss && rss.bytes && resident !== null ? resident / rss.bytes : null,
    verdict: report.verdicts.find((verdict) => verdict.owns.includes(id))?.id ?? null,
  };
}
