/** A verdict with its evidence: what was found, from which numbers, and what follows from it. */
import { formatBytes, formatShare } from "../../../base/units.ts";
import type { Evidence, Verdict } from "../../../model/verdict.ts";
import { indent, spaces, span, spread, type TextLine } from "../spans.ts";
import { type Column, layoutTable, tableWidth, textCell } from "../table.ts";
import { hanging, wrapText } from "../wrap.ts";
import { actionLines, FIRST_ACTIONS, forecastLines } from "./answer.ts";

const MARGIN = 4;

export interface VerdictBlockOptions {
  /** From 1, as in the ledger's last column. */
  readonly number: number;
  /** True for the verdict whose headline, forecast and first actions opened the report. */
  readonly isAnswer: boolean;
  readonly width: number;
}

export function verdictBlock(verdict: Verdict, options: VerdictBlockOptions): TextLine[] {
  const inner = options.width - MARGIN;
  const body = [
    ...(options.isAnswer ? [] : wrapText(verdict.headline, inner).map((text) => [span(text)])),
    ...evidenceLines(verdict.evidence, inner),
    ...(options.isAnswer ? [] : forecastLines(verdict, inner)),
    ...actionLines(verdict.actions.slice(options.isAnswer ? FIRST_ACTIONS : 0), inner),
  ];
  return [...titleLine(verdict, options), ...body.map((line) => indent(line, MARGIN))];
}

/** `[2] idle-not-returned            190 MiB, 37 % of RSS, medium confidence` */
function titleLine(verdict: Verdict, { number, width }: VerdictBlockOptions): TextLine[] {
  const left = [
    span(`[${number}]`.padEnd(MARGIN), "accent"),
    span(verdict.id, verdict.severity === "critical" ? "bad" : "strong"),
  ];
  const right = [span(factsText(verdict), "faint")];
  const line = spread(left, right, width);
  if (line !== undefined) return [line];
  return [left, ...hanging([spaces(MARGIN)], factsText(verdict), width, "faint")];
}

function factsText(verdict: Verdict): string {
  const facts = [
    ...(verdict.bytes === null ? [] : [formatBytes(verdict.bytes)]),
    ...(verdict.share === null || verdict.owns.length === 0
      ? []
      : [`${formatShare(verdict.share)} of RSS`]),
    ...(verdict.owns.length === 0 ? ["note"] : []),
    ...(verdict.confidence === "high" ? [] : [`${verdict.confidence} confidence`]),
  ];
  return facts.join(", ");
}

const EVIDENCE_COLUMNS: readonly Column[] = [
  { header: "", align: "left" },
  { header: "", align: "left" },
  { header: "", align: "left" },
];

/** In columns where they fit, else one sentence each. */
function evidenceLines(evidence: readonly Evidence[], width: number): TextLine[] {
  const rows = evidence.map((one) => [
    textCell(one.what, "faint"),
    textCell(one.value),
    textCell(one.source, "faint"),
  ]);
  if (tableWidth(EVIDENCE_COLUMNS, rows) + 2 <= width) {
    return layoutTable(EVIDENCE_COLUMNS, rows, width - 2).map((line) => indent(line, 2));
  }
  return evidence.flatMap((one) =>
    hanging([spaces(2)], `${one.what}: ${one.value} (${one.source})`, width, "faint"),
  );
}
