/**
 * The answer of `--what-if`: first what to set, where there is a limit to stay below, then a row for
 * each setting, what its marks mean, and what all of it takes for granted.
 */
import type { PacerSettings } from "../../../analyze/heap-model/pacer/pacer-state.ts";
import type {
  Predicted,
  WhatIfRefusal,
  WhatIfRow,
  WhatIfTable,
  WhatIfWarning,
} from "../../../analyze/what-if/what-if-table.ts";
import { formatBytes, formatCount, formatSeconds, formatShare } from "../../../base/units.ts";
import { formatGogc, formatMemoryLimit } from "../../../model/go-settings.ts";
import type { TextOptions } from "../options.ts";
import { BLANK, span, type TextLine } from "../spans.ts";
import { type Cell, type Column, EMPTY_CELL, layoutTable, textCell } from "../table.ts";
import { hanging, wrapText } from "../wrap.ts";

const COLUMNS: readonly Column[] = [
  { header: "setting", align: "left", min: 16 },
  { header: "peak heap", align: "right", spare: 2 },
  { header: "peak RSS", align: "right" },
  { header: "a minute", align: "right", spare: 1 },
  { header: "GC CPU", align: "right" },
  { header: "", align: "left" },
];

export function whatIfLines(
  answer: WhatIfTable | WhatIfRefusal,
  { width }: TextOptions,
): TextLine[] {
  if (answer.kind === "refused") return refusalLines(answer, width);
  return [
    ...titleLines(answer, width),
    BLANK,
    ...layoutTable(
      COLUMNS,
      answer.rows.flatMap((row) => [valueCells(row), rangeCells(row)]),
      width,
    ),
    BLANK,
    ...warningLines(answer.rows, width),
    ...footLines(answer, width),
  ];
}

function refusalLines({ reason, hint }: WhatIfRefusal, width: number): TextLine[] {
  return [
    ...hanging([span("What if: not told. ", "strong")], reason, width),
    ...hanging([span("  ")], hint, width, "faint"),
  ];
}

function titleLines({ recommendation, basis, present }: WhatIfTable, width: number): TextLine[] {
  const title = `What other settings would make of it, told from ${formatCount(basis.cycles)} collections in ${formatSeconds(basis.seconds)} with ${settingsText(present)}`;
  const lines = wrapText(title, width).map((text): TextLine => [span(text, "faint")]);
  if (recommendation === undefined) return lines;
  const style = recommendation.settings === undefined ? "bad" : "strong";
  return [
    ...wrapText(recommendation.sentence, width).map((text): TextLine => [span(text, style)]),
    ...lines,
  ];
}

function valueCells(row: WhatIfRow): Cell[] {
  const style = row.isRecommended ? "accent-strong" : row.isPresent ? "strong" : "plain";
  const { peakHeap, peakRss, cyclesPerMinute, gcCpuShare } = row;
  return [
    textCell(settingsText(row.settings), style),
    textCell(formatBytes(peakHeap.value), style),
    textCell(formatBytes(peakRss.value), style),
    textCell(countText(cyclesPerMinute.value), style),
    textCell(gcCpuShare === undefined ? "?" : formatShare(gcCpuShare.value), style),
    textCell(marksOf(row), row.warnings.length > 0 ? "bad" : "accent"),
  ];
}

/** The intervals, each below its number. */
function rangeCells({ peakHeap, peakRss, cyclesPerMinute, gcCpuShare }: WhatIfRow): Cell[] {
  return [
    textCell("  from–to", "faint"),
    rangeCell(peakHeap, formatBytes),
    rangeCell(peakRss, formatBytes),
    rangeCell(cyclesPerMinute, countText),
    gcCpuShare === undefined ? EMPTY_CELL : rangeCell(gcCpuShare, formatShare),
    EMPTY_CELL,
  ];
}

/** The unit stands with the number above where it is the same. */
function rangeCell({ value, range }: Predicted, format: (value: number) => string): Cell {
  const unitOf = (text: string) => text.split(" ")[1] ?? "";
  const texts = range.map(format);
  const isSame = texts.every((text) => unitOf(text) === unitOf(format(value)));
  return textCell((isSame ? texts.map((text) => text.split(" ")[0]) : texts).join("–"), "faint");
}

function countText(count: number): string {
  return count < 9.95 ? count.toFixed(1) : formatCount(count);
}

/** `GOGC=100`, `GOGC=off GOMEMLIMIT=400MiB`. */
function settingsText({ gogc, memlimit }: PacerSettings): string {
  const limit = memlimit === null ? "" : ` GOMEMLIMIT=${formatMemoryLimit(memlimit)}`;
  return `GOGC=${formatGogc(gogc)}${limit}`;
}

const WARNING_MARKS: Readonly<Record<WhatIfWarning, string>> = {
  tight: "!",
  limiter: "!!",
  over: "over",
  endless: "no end",
  reached: "full in …",
};

function marksOf(row: WhatIfRow): string {
  const marks = row.warnings.map((warning) =>
    warning === "reached" ? reachedText(row.reachedIn) : WARNING_MARKS[warning],
  );
  if (row.isPresent) marks.push("now");
  if (row.isRecommended) marks.push("best");
  return marks.join(", ");
}

function reachedText(seconds = 0): string {
  return seconds < 1 ? "full" : `full in ${formatSeconds(seconds)}`;
}

const WARNING_TEXTS: Readonly<Record<WhatIfWarning, string>> = {
  tight:
    "the memory limit leaves less than a tenth above what is live: a little more, and it collects all the time",
  limiter:
    "it would collect more than half of the time: Go then lets the heap pass the limit, and the program hardly gets on",
  over: "RSS would pass the limit",
  reached:
    "what is live grows, and by then leaves no room below the memory limit: from then on it collects all the time",
  endless: "it grows as long as it runs: the peak is that of the time that was measured",
};

function warningLines(rows: readonly WhatIfRow[], width: number): TextLine[] {
  const seen = new Set(rows.flatMap(({ warnings }) => warnings));
  return [...seen].flatMap((warning) =>
    hanging([span(`${WARNING_MARKS[warning]}: `, "bad")], WARNING_TEXTS[warning], width),
  );
}

function footLines({ assumptions, presentSource }: WhatIfTable, width: number): TextLine[] {
  const notes = [
    `now: ${presentSource}. a minute: collections. GC CPU: of all processors' time. from–to: nine of ten times the truth lies there.`,
    ...assumptions,
  ];
  return notes.flatMap((text) => hanging([span("· ", "faint")], text, width, "faint"));
}
