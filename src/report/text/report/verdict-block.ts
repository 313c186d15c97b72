/** A verdict with its evidence: what was found, from which numbers, and what follows from it. */
import { formatBytes } from "../../../base/units.ts";
import { shareText } from "../../../model/share-text.ts";
import type { Evidence, Forecast, Verdict } from "../../../model/verdict.ts";
import { displayWidth } from "../display-width.ts";
import { shortenPlaces } from "../function-name.ts";
import { indent, spaces, span, spread, type TextLine } from "../spans.ts";
import { hanging, wrapText } from "../wrap.ts";
import { actionLines, FIRST_ACTIONS, forecastLines } from "./answer.ts";

const MARGIN = 4;
/** Longer ones are set as prose. */
const FIGURE_MAX = 16;

export interface VerdictBlockOptions {
  /** Bytes of RSS; null where it is not known. */
  readonly rss: number | null;
  /** From 1, as in the ledger's last column. */
  readonly number: number;
  /** True for the verdict whose headline, outlook and first actions opened the report. */
  readonly isAnswer: boolean;
  /** Its forecasts that are not told elsewhere. */
  readonly forecast: readonly Forecast[];
  /** The sentence alone. */
  readonly isBrief: boolean;
  readonly width: number;
}

export function verdictBlock(verdict: Verdict, options: VerdictBlockOptions): TextLine[] {
  const inner = options.width - MARGIN;
  const sentence = wrapText(shortenPlaces(verdict.headline, inner), inner).map((text) => [
    span(text),
  ]);
  if (options.isBrief) return titled(sentence, verdict, options);
  const body = [
    ...(options.isAnswer ? [] : sentence),
    ...evidenceLines(verdict.evidence, inner),
    ...forecastLines(options.forecast, inner),
    ...actionLines(verdict.actions.slice(options.isAnswer ? FIRST_ACTIONS : 0), inner),
  ];
  return titled(body, verdict, options);
}

function titled(
  body: readonly TextLine[],
  verdict: Verdict,
  options: VerdictBlockOptions,
): TextLine[] {
  return [...titleLine(verdict, options), ...body.map((line) => indent(line, MARGIN))];
}

/** `[2] idle-not-returned            190 MiB, 37 % of RSS, medium confidence` */
function titleLine(verdict: Verdict, options: VerdictBlockOptions): TextLine[] {
  const { number, width, rss } = options;
  const left = [
    span(`[${number}]`.padEnd(MARGIN), "accent"),
    span(verdict.id, verdict.severity === "critical" ? "bad" : "strong"),
  ];
  const facts = factsText(verdict, rss);
  const line = spread(left, [span(facts, "faint")], width);
  if (line !== undefined) return [line];
  return [left, ...hanging([spaces(MARGIN)], facts, width, "faint")];
}

function factsText(verdict: Verdict, rss: number | null): string {
  const facts = [
    ...(verdict.bytes === null ? [] : [formatBytes(verdict.bytes)]),
    ...(verdict.owns.length === 0 ? [] : [shareText(verdict, rss)].filter((text) => text !== null)),
    ...(verdict.owns.length === 0 && verdict.severity === "info" ? ["note"] : []),
    ...(verdict.confidence === "high" ? [] : [`${verdict.confidence} confidence`]),
  ];
  return facts.join(", ");
}

/** Figures aligned on the left, what they are and where they were read beside them. */
function evidenceLines(evidence: readonly Evidence[], width: number): TextLine[] {
  const rows = evidence.map(({ what, value, source }) => {
    const { figure, more } = splitFigure(value);
    return { figure, text: [shortenPlaces(what, width), ...more, source].join(" · ") };
  });
  const widths = rows.map(({ figure }) => displayWidth(figure));
  const margin = Math.max(0, ...widths.filter((one) => one <= FIGURE_MAX)) + 2;
  return rows.flatMap(({ figure, text }) => {
    if (displayWidth(figure) > FIGURE_MAX) {
      return hanging([], `${figure} · ${text}`, width, "faint");
    }
    const padding = " ".repeat(margin - displayWidth(figure));
    return hanging([span(figure), span(padding)], text, width, "faint");
  });
}

/**
 * `191 MiB (180 MiB to 202 MiB), 37 % of RSS` in its parts; an interval that says no more than the
 * figure goes.
 */
function splitFigure(value: string): { figure: string; more: string[] } {
  const match = /^(.+?) \((.+) to (.+?)\)(?:, (.+))?$/.exec(value);
  if (match === null) return { figure: value, more: [] };
  const [, figure, low, high, rest] = match;
  const interval = low === high ? [] : [`${low} to ${high}`];
  return { figure: figure!, more: rest === undefined ? interval : [...interval, rest] };
}
