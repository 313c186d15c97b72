/** Any result as text for a terminal. */
import type { Result, VerdictExplanation } from "../../model/results.ts";
import { captureLines } from "./capture.ts";
import { comparisonLines } from "./comparison.ts";
import { listLines } from "./list.ts";
import { MIN_WIDTH, type TextOptions } from "./options.ts";
import { paint } from "./paint.ts";
import { psLines } from "./ps.ts";
import { lineExplanationLines } from "./report/line-explanation.ts";
import { reportLines } from "./report/report-lines.ts";
import { verdictBlock } from "./report/verdict-block.ts";
import { runLines } from "./run/run-lines.ts";
import { simulateLines } from "./simulate/simulate-lines.ts";
import { BLANK, type TextLine } from "./spans.ts";
import { topLines } from "./top.ts";

/** @returns lines no wider than options.width (but for code to copy), each with its newline */
export function renderText(result: Result, options: TextOptions): string {
  const width = Math.max(options.width, MIN_WIDTH);
  return paint(linesOf(result, { ...options, width }), options);
}

function linesOf(result: Result, options: TextOptions): TextLine[] {
  switch (result.format) {
    case "resident.report/1":
      return reportLines(result, options);
    case "resident.comparison/1":
      return comparisonLines(result, options);
    case "resident.top/1":
      return topLines(result, options);
    case "resident.list/1":
      return listLines(result, options);
    case "resident.ps/1":
      return psLines(result, options);
    case "resident.capture/1":
      return captureLines(result, options);
    case "resident.run/1":
      return runLines(result, options);
    case "resident.simulate/1":
      return simulateLines(result, options);
    case "resident.line/1":
      return [
        ...lineExplanationLines(result, options),
        ...(result.finding === undefined ? [] : [BLANK, ...findingLines(result.finding, options)]),
      ];
    case "resident.verdict/1":
      return findingLines(result, options);
  }
}

function findingLines(finding: VerdictExplanation, { width }: TextOptions): TextLine[] {
  const { verdict } = finding;
  const forecast = verdict.forecast ?? [];
  return verdictBlock(verdict, { ...finding, forecast, isAnswer: false, isBrief: false, width });
}
