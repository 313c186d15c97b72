/** A report of collections on standard output: as text, JSON or CSV. */
import { parseQuestions } from "../../analyze/what-if/parse-questions.ts";
import { whatIfOf } from "../../analyze/what-if/what-if.ts";
import type { WhatIfInput } from "../../analyze/what-if/what-if-input.ts";
import type { GcReport } from "../../model/gc-report.ts";
import { renderGcCsv } from "../../report/gc-csv.ts";
import { renderGcJson } from "../../report/gc-json.ts";
import { chartColumns } from "../../report/text/gc/gc-chart.ts";
import { gcLines } from "../../report/text/gc/gc-lines.ts";
import { MIN_WIDTH } from "../../report/text/options.ts";
import { paint } from "../../report/text/paint.ts";
import { whatIfLines } from "../../report/text/what-if/what-if-lines.ts";
import { whatIfJson } from "../../report/what-if-json.ts";
import type { CommandContext } from "../command.ts";
import { GC_SHOWN, type GcFlags } from "../flags.ts";
import { textOptions, writeOut } from "../terminal.ts";

export async function printGc(
  { terminal, stopwatch }: CommandContext,
  report: GcReport,
  flags: GcFlags,
  input: WhatIfInput,
): Promise<void> {
  const isAsked = flags.whatIf !== undefined || flags.limit !== undefined;
  const whatIf = isAsked ? whatIfOf(input, parseQuestions(flags.whatIf ?? [])) : undefined;
  stopwatch.lap("analyze");
  if (flags.csv === true) {
    for (const piece of renderGcCsv(report.history)) await writeOut(terminal, piece);
  } else if (flags.json === true) {
    const extra = whatIf === undefined ? {} : whatIfJson(whatIf);
    for (const piece of renderGcJson(report, extra)) await writeOut(terminal, piece);
  } else {
    await writeOut(terminal, textOf(report, whatIf, flags, textOptions(terminal, flags)));
  }
  stopwatch.lap("render");
  if (flags.timing === true) terminal.stderr.write(`${stopwatch}\n`);
}

function textOf(
  report: GcReport,
  whatIf: ReturnType<typeof whatIfOf> | undefined,
  flags: GcFlags,
  given: ReturnType<typeof textOptions>,
): string {
  const options = { ...given, width: Math.max(given.width, MIN_WIDTH) };
  const rows = flags.all === true ? report.history.length : (flags.count ?? GC_SHOWN);
  const lines = whatIf === undefined ? [] : whatIfLines(whatIf, options);
  return paint(gcLines(report, { rows, whatIf: lines }, options), options);
}

/** Of the chart in the report; undefined where none is printed. */
export function columnsOf({ terminal }: CommandContext, flags: GcFlags): number | undefined {
  if (flags.csv === true || flags.json === true) return undefined;
  return chartColumns(Math.max(textOptions(terminal, flags).width, MIN_WIDTH));
}
