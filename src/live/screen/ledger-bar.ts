/**
 * The ledger as a bar that breathes: RSS on a scale up to its limit, or up to a round number where
 * there is none, cut into the ledger's lines; and the legend with their figures.
 */
import { formatBytes, formatMiB, formatShare, MiB } from "../../base/units.ts";
import { displayWidth } from "../../report/text/display-width.ts";
import { changeCell } from "../../report/text/figures.ts";
import { type Span, span, spansWidth, type TextLine } from "../../report/text/spans.ts";
import {
  type Cell,
  type Column,
  drawnCell,
  layoutTable,
  textCell,
} from "../../report/text/table.ts";
import { shownData, type WatchState } from "../state/watch-state.ts";
import { type LedgerPart, ledgerParts, wholeBytes } from "./ledger-parts.ts";
import { roundScale } from "./round-scale.ts";

/** A part of the bar narrower than this share of a column is not drawn. */
const LEAST_SHARE = 0.5;

/** One line: `RSS 191 MiB ██████▓▓▓░░        │ 512 MiB cgroup`. */
export function barLine(state: WatchState): TextLine {
  const { program, kernel } = shownData(state);
  if (program === undefined) return [span("RSS ", "faint"), span(rssText(kernel?.rss), "strong")];
  const parts = ledgerParts(program.ledger);
  const counted = wholeBytes(program.ledger) ?? 0;
  // The bar is as old as MemStats; its length and figure are the kernel's newest.
  const rss = kernel?.rss ?? counted;
  const title = kernel === undefined ? "Go heap " : "RSS ";
  const limit = program.limit;
  const end = limit?.bytes ?? roundScale(rss, MiB);
  const right = `│ ${formatBytes(end)}${limit === undefined ? "" : ` ${limitName(limit.kind)}`}`;
  const left = [span(title, "faint"), span(rssText(rss).padEnd(9), "strong")];
  const room = state.columns - spansWidth(left) - displayWidth(right) - 1;
  const bar = barSpans(parts, counted, Math.min(1, rss / end) * room);
  const padding = " ".repeat(Math.max(0, room - spansWidth(bar)));
  return [...left, ...bar, span(`${padding} ${right}`, "faint")];
}

function limitName(kind: string): string {
  return kind === "cgroup" ? "limit" : kind;
}

function rssText(rss: number | null | undefined): string {
  return rss == null ? "?" : formatBytes(rss);
}

/** Columns by the largest remainders of a running sum, so that they add up to the bar's length. */
function barSpans(parts: readonly LedgerPart[], whole: number, columns: number): Span[] {
  let sum = 0;
  let drawn = 0;
  return parts.flatMap(({ bytes, glyph, style }) => {
    sum += bytes;
    const end = Math.round((sum / Math.max(whole, 1)) * columns);
    const width = end - drawn;
    if (width < LEAST_SHARE) return [];
    drawn = end;
    return [span(glyph.repeat(width), style)];
  });
}

/** The parts with their figures, in at most so many lines; the largest where not all fit. */
export function legendLines(state: WatchState, most: number): TextLine[] {
  const { program } = shownData(state);
  if (program === undefined || most <= 0) return [];
  const parts = ledgerParts(program.ledger);
  for (let count = parts.length; count > 0; count--) {
    const lines = packed(largest(parts, count), state.columns);
    if (lines.length <= most) return lines;
  }
  return [];
}

/** So many of the largest, in the order of the bar. */
function largest(parts: readonly LedgerPart[], count: number): LedgerPart[] {
  const kept = new Set([...parts].sort((a, b) => b.bytes - a.bytes).slice(0, count));
  return parts.filter((part) => kept.has(part));
}

function packed(parts: readonly LedgerPart[], width: number): TextLine[] {
  const lines: Span[][] = [[]];
  for (const { glyph, style, title, bytes } of parts) {
    const item = [span(glyph, style), span(` ${title} `, "faint"), span(formatMiB(bytes))];
    const line = lines.at(-1)!;
    const gap = line.length === 0 ? [] : [span("  ")];
    if (spansWidth(line) + spansWidth(gap) + spansWidth(item) <= width) line.push(...gap, ...item);
    else lines.push(item);
  }
  return lines;
}

/** Each part on a line of its own: its figure, its share, and how it changed since the first look. */
export function partLines(state: WatchState): TextLine[] {
  const { program, firstProgram } = shownData(state);
  if (program === undefined) return [];
  const parts = ledgerParts(program.ledger);
  const whole = wholeBytes(program.ledger) ?? 0;
  const before = new Map(
    (firstProgram === undefined || firstProgram === program
      ? []
      : ledgerParts(firstProgram.ledger)
    ).map(({ id, bytes }) => [id, bytes]),
  );
  const seconds = program.time - (firstProgram?.time ?? program.time);
  const rows = parts.map((part) => partCells(part, whole, before.get(part.id), seconds));
  return layoutTable(PART_COLUMNS, rows, state.columns).slice(2);
}

const PART_COLUMNS: readonly Column[] = [
  { header: " ", align: "left" },
  { header: "", align: "right" },
  { header: "", align: "right" },
  { header: "", align: "right" },
  { header: "", align: "left", min: 10 },
];

function partCells(
  part: LedgerPart,
  whole: number,
  before: number | undefined,
  seconds: number,
): Cell[] {
  const { glyph, style, title, bytes, what } = part;
  const change = before === undefined || seconds <= 0 ? undefined : bytes - before;
  return [
    drawnCell(title.length + 2, () => [span(glyph, style), span(` ${title}`)]),
    textCell(`${formatMiB(bytes)} MiB`),
    textCell(formatShare(bytes / Math.max(whole, 1)), "faint"),
    changeCell(change),
    textCell(what, "faint"),
  ];
}
