/**
 * The chart of a heap in time, drawn with characters so that it can be read without colour: live
 * heap solid, what came on top of it light, the goal as a line, and below it the longest pauses and
 * the share of the CPU as rows of small bars.
 */
import { durationText } from "../../../analyze/gc/describe-gc.ts";
import { formatBytes, formatCount, formatSeconds, formatShare } from "../../../base/units.ts";
import type { GcChart, GcChartColumn } from "../../../model/gc-report.ts";
import type { TextOptions } from "../options.ts";
import { type Span, type Style, span, type TextLine } from "../spans.ts";

const ROWS = 8;
const LABEL = 10;
/** The legend's words are short below this. */
const NARROW = 72;
const STEPS = "▁▂▃▄▅▆▇█";
const PLAIN_STEPS = "._-:=+*#";

interface Glyphs {
  readonly live: string;
  readonly garbage: string;
  readonly goal: string;
  readonly steps: string;
}

const UNICODE: Glyphs = { live: "█", garbage: "░", goal: "─", steps: STEPS };
const ASCII: Glyphs = { live: "#", garbage: ":", goal: "-", steps: PLAIN_STEPS };

/** Columns of the chart in a text of that width. */
export function chartColumns(width: number): number {
  return Math.max(10, Math.min(width, 120) - LABEL);
}

export function chartLines(chart: GcChart, options: TextOptions): TextLine[] {
  const glyphs = options.unicode ? UNICODE : ASCII;
  const heap = heapLines(chart, glyphs);
  if (heap.length === 0) return smallLines(chart, glyphs);
  return [
    legend(glyphs, chart, options.width),
    ...heap,
    axisLine(chart),
    ...smallLines(chart, glyphs),
  ];
}

function legend(glyphs: Glyphs, { columns }: GcChart, width: number): TextLine {
  const hasGoal = columns.some(({ goal }) => !Number.isNaN(goal));
  const isNarrow = width < NARROW;
  return [
    span("heap".padEnd(LABEL), "strong"),
    span(`${glyphs.live} `, "accent"),
    span(isNarrow ? "live  " : "live after a collection  "),
    span(`${glyphs.garbage} `, "faint"),
    span(isNarrow ? "peak  " : "highest before or in it  "),
    ...(hasGoal ? [span(`${glyphs.goal} `, "warn"), span("goal")] : []),
  ];
}

/** The goal may be far above all else (a limit, GOGC=1000): it has a say in the scale up to twice the peak. */
function topOf(columns: readonly GcChartColumn[]): number {
  const peak = highest(columns.flatMap(({ peak, live }) => [peak, live]));
  const goal = highest(columns.map((column) => column.goal));
  return Math.max(peak, Math.min(goal, 2 * peak));
}

function heapLines({ columns }: GcChart, glyphs: Glyphs): TextLine[] {
  const top = topOf(columns);
  if (!(top > 0)) return [];
  const filled = fillGaps(columns);
  return Array.from({ length: ROWS }, (_, row) => {
    const cells = filled.map((column) => heapCell(column, ROWS - 1 - row, top / ROWS, glyphs));
    const label = row === 0 ? formatBytes(top) : row === ROWS / 2 ? formatBytes(top / 2) : "";
    return [span(`${label.padStart(LABEL - 2)}│ `.slice(0, LABEL), "faint"), ...joinCells(cells)];
  });
}

/**
 * A cell stands for `step` bytes from level · step on, the highest also for their end, and is filled
 * from its middle on.
 */
function heapCell(column: GcChartColumn, level: number, step: number, glyphs: Glyphs): Span {
  const middle = (level + 0.5) * step;
  const { goal } = column;
  if (column.live >= middle) return span(glyphs.live, "accent");
  const goalLevel = goal === ROWS * step ? ROWS - 1 : Math.floor(goal / step);
  if (level === goalLevel && !(column.peak >= goal + step)) {
    return span(glyphs.goal, "warn");
  }
  if (column.peak >= middle) return span(glyphs.garbage, "faint");
  return span(" ");
}

/**
 * Between two collections the heap is not known: what the one before left stands for it. The goal is
 * that of the next, which is printed when it is done.
 */
function fillGaps(columns: readonly GcChartColumn[]): GcChartColumn[] {
  let live = Number.NaN;
  let goal = Number.NaN;
  const goals = columns.map(() => Number.NaN);
  for (let at = columns.length - 1; at >= 0; at--) {
    if (columns[at]!.cycles > 0) goal = columns[at]!.goal;
    goals[at] = goal;
  }
  return columns.map((column, at) => {
    if (column.cycles === 0) return { ...column, live, peak: live, goal: goals[at]! };
    live = column.liveAfter;
    return column;
  });
}

function axisLine({ columns, unit, from, to }: GcChart): TextLine {
  const text = (value: number) =>
    unit === "seconds" ? formatSeconds(value) : `gc ${formatCount(value)}`;
  const [left, right] = [text(from), text(to)];
  const gap = Math.max(1, columns.length - left.length - right.length);
  return [span(`${" ".repeat(LABEL)}${left}${" ".repeat(gap)}${right}`, "faint")];
}

function smallLines({ columns }: GcChart, glyphs: Glyphs): TextLine[] {
  const pauses = columns.map(({ pause }) => pause);
  const shares = columns.map(({ cpuShare }) => cpuShare);
  return [
    ...barsLine("pauses", pauses, durationText(highest(pauses)), "plain", glyphs),
    ...barsLine("GC CPU", shares, formatShare(highest(shares)), "plain", glyphs),
  ];
}

/** One row of bars, highest = a whole cell, with what that stands for. */
function barsLine(
  title: string,
  values: readonly number[],
  most: string,
  style: Style,
  { steps }: Glyphs,
): TextLine[] {
  const top = highest(values);
  if (!(top > 0)) return [];
  const cells = values.map((value) =>
    value > 0 ? steps[Math.min(7, Math.floor((value / top) * 7.999))]! : " ",
  );
  return [
    [span(title.padEnd(LABEL), "strong"), span(cells.join(""), style)],
    [span(`${" ".repeat(LABEL)}highest: ${most}`, "faint")],
  ];
}

/** Neighbours of one style as one span. */
function joinCells(cells: readonly Span[]): Span[] {
  const joined: Span[] = [];
  for (const cell of cells) {
    const last = joined.at(-1);
    if (last?.style === cell.style)
      joined[joined.length - 1] = span(last.text + cell.text, cell.style);
    else joined.push(cell);
  }
  return joined;
}

/** NaN counts for nothing. */
function highest(values: readonly number[]): number {
  return values.reduce((most, value) => (value > most ? value : most), 0);
}
