/** `--explain LINE-ID`: one line of the ledger in full: what it is, its figure and its origin. */
import { formatBytes, formatCount, formatShare } from "../../../base/units.ts";
import type { LedgerLine } from "../../../model/ledger.ts";
import { type LineExplanation, NOWHERE } from "../../../model/results.ts";
import type { TextOptions } from "../options.ts";
import { BLANK, span, type TextLine } from "../spans.ts";
import { hanging, wrapText } from "../wrap.ts";

const BASIS: Readonly<Record<LedgerLine["basis"], string>> = {
  counted: "counted: the kernel or the Go runtime says so",
  derived: "derived: arithmetic on counted numbers",
  estimated: "estimated: scaled up from samples",
};

/** What the kernel counts together with something else is no sample. */
function basisText({ basis, source }: LedgerLine): string {
  if (basis === "estimated" && source.startsWith("/proc/")) {
    return "estimated: counted, but together with what nothing read here tells apart";
  }
  return BASIS[basis];
}

export function lineExplanationLines(
  explanation: LineExplanation,
  { width }: TextOptions,
): TextLine[] {
  const paragraph = wrapText(explanation.paragraph, width).map((text) => [span(text)]);
  const facts = factsOf(explanation);
  const margin = Math.max(...facts.map(([label]) => label.length)) + 2;
  return [
    [span(`${explanation.title} `, "strong"), span(`(${explanation.id})`, "faint")],
    ...wrapText(explanation.what, width).map((text) => [span(text)]),
    BLANK,
    ...facts.flatMap(([label, text]) =>
      hanging([span(label.padEnd(margin), "faint")], text, width),
    ),
    BLANK,
    ...paragraph,
  ];
}

function factsOf(explanation: LineExplanation): [label: string, text: string][] {
  const { line, share, verdict, target } = explanation;
  const formula = line.formula ?? explanation.formula;
  if (line.source === NOWHERE) return absentFacts(line, formula, target);
  return [
    ["here", figureText(line, share)],
    ...(line.range === undefined || isExact(line.range)
      ? []
      : [["95 % interval", rangeText(line.range)] as const]),
    ...(formula === null ? [] : [["formula", formula] as const]),
    ["read from", line.source],
    ["basis", basisText(line)],
    ...(line.note === undefined ? [] : [["note", line.note] as const]),
    ["target", target],
    ...(verdict === null ? [] : [["explained by", verdict] as const]),
    ...(line.children.length === 0
      ? []
      : [["adds up from", line.children.map((child) => child.title).join(", ")] as const]),
  ].map(([label, text]) => [label!, text!]);
}

/** Of what the report does not have, there is nothing that was read, counted or estimated. */
function absentFacts(
  { missing }: LedgerLine,
  formula: string | null,
  target: string,
): [label: string, text: string][] {
  return [
    ["here", missing?.reason ?? "not in this report"],
    ...(formula === null ? [] : [["formula", formula] as [string, string]]),
    ["target", target],
  ];
}

function figureText(line: LedgerLine, share: number | null): string {
  if (line.bytes === null) {
    const remedy = line.missing?.remedy === undefined ? "" : ` (${line.missing.remedy})`;
    return `not known: ${line.missing?.reason ?? "its source is missing"}${remedy}`;
  }
  const ofRss = share === null ? "" : `, ${formatShare(share)} of RSS`;
  return `${formatBytes(line.bytes)} (${formatCount(line.bytes)} bytes)${ofRss}`;
}

function isExact([low, high]: readonly [number, number]): boolean {
  return formatBytes(low) === formatBytes(high);
}

function rangeText([low, high]: readonly [number, number]): string {
  return `${formatBytes(low)} to ${formatBytes(high)}`;
}
