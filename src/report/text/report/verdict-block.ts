/** A verdict with its evidence: what was found, from which numbers, and what follows from it. */
import { formatBytes, formatShare } from "../../../base/units.ts";
import type { Evidence, Verdict } from "../../../model/verdict.ts";
import { displayWidth } from "../display-width.ts";
import { indent, spaces, span, spread, type TextLine } from "../spans.ts";
import { hanging, wrapText } from "../wrap.ts";
import { actionLines, FIRST_ACTIONS, forecastLines } from "./answer.ts";

const MARGIN = 4;
/** Longer ones are set as prose. */
const FIGURE_MAX = 24;

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

/** Figures aligned on the left, what they are and where they were read beside them. */
function evidenceLines(evidence: readonly Evidence[], width: number): TextLine[] {
  const rows = evidence.map(({ what, value, source }) => {
    const { figure, interval } = splitInterval(value);
    return { figure, text: [what, ...interval, source].join(" · ") };
  });
  const widest = Math.max(0, ...rows.map(({ figure }) => displayWidth(figure)));
  const margin = Math.min(widest, FIGURE_MAX) + 2;
  return rows.flatMap(({ figure, text }) => {
    if (displayWidth(figure) > FIGURE_MAX) {
      return hanging([], `${figure} · ${text}`, width, "faint");
    }
    const padding = " ".repeat(margin - displayWidth(figure));
    return hanging([span(figure), span(padding)], text, width, "faint");
  });
}

/** `191 MiB (180 MiB to 202 MiB)` in its parts; an interval that says no more than the figure goes. */
function splitInterval(value: string): { figure: string; interval: string[] } {
  const match = /^(.+?) \((.+) to (.+)\)$/.exec(value);
  if (match === null) return { figure: value, interval: [] };
  const [, figure, low, high] = match;
  return { figure: figure!, interval: low === high ? [] : [`${low} to ${high}`] };
}
