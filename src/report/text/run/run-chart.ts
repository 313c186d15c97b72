/**
 * RSS in time as columns of characters, the live heap as their lower part: from the end of one
 * collection to that of the next it is not known how it changed, so it stays.
 */
import { formatBytes } from "../../../base/units.ts";
import type { RunResult, RunSeries } from "../../../model/run.ts";
import { type Span, span, type TextLine } from "../spans.ts";
import { hanging } from "../wrap.ts";
import { duration } from "./run-headline.ts";

const ROWS = 8;
const MOST_COLUMNS = 72;
/** Fewer readings than these are no curve. */
const FEWEST = 4;
const LIVE = "█";
const REST = "▒";

export function runChart(run: RunResult, width: number): TextLine[] {
  const { rss, samples, gc, seconds } = run;
  if (rss === null || samples.at.length < FEWEST) return [];
  const top = formatBytes(rss.peak);
  const columns = Math.min(width - top.length - 4, MOST_COLUMNS);
  const scale = { seconds, columns, until: rss.lastAt };
  const levels = levelsOf(samples, scale);
  const live = gc === null ? [] : levelsOf(gc.live, scale);
  const rows = Array.from({ length: ROWS }, (_, at) => {
    const label = (at === 0 ? top : at === ROWS - 1 ? "0 B" : "").padStart(top.length);
    const floor = ((ROWS - 1 - at) / ROWS) * rss.peak;
    return [span(` ${label} │`, "faint"), ...rowSpans(levels, live, floor)];
  });
  const axis = `${" ".repeat(top.length + 1)} └${"─".repeat(columns)}`;
  return [
    ...rows,
    [span(axis, "faint")],
    timeLine(top.length + 3, columns, seconds),
    ...legend(gc, width),
  ];
}

function timeLine(margin: number, columns: number, seconds: number): TextLine {
  const end = duration(seconds);
  const start = "start";
  const gap = Math.max(1, columns - start.length - end.length);
  return [span(`${" ".repeat(margin)}${start}${" ".repeat(gap)}${end}`, "faint")];
}

function legend(gc: RunResult["gc"], width: number): TextLine[] {
  const text =
    gc === null
      ? `${REST} RSS`
      : `${LIVE} live heap, as the last collection found it; ${REST} the rest of RSS`;
  return hanging([span("  ")], text, width, "faint");
}

/** A row of the chart: what of each column stands above `floor`. */
function rowSpans(levels: readonly number[], live: readonly number[], floor: number): Span[] {
  const cells = levels.map((level, at) => {
    if (!(level > floor)) return " ";
    return (live[at] ?? 0) > floor ? LIVE : REST;
  });
  return runsOf(cells).map((text) => span(text, text[0] === LIVE ? "accent" : "plain"));
}

function runsOf(cells: readonly string[]): string[] {
  return cells.join("").match(/█+|[^█]+/g) ?? [];
}

interface Scale {
  readonly seconds: number;
  readonly columns: number;
  /** Of the last reading: what was later is not known. */
  readonly until: number;
}

/** The highest level in each column; where there is none, that of the column before. NaN outside. */
function levelsOf({ at, bytes }: RunSeries, { seconds, columns, until }: Scale): number[] {
  const columnOf = (time: number) =>
    Math.min(columns - 1, Math.max(0, Math.floor((time / seconds) * columns)));
  const levels = new Array<number>(columns).fill(Number.NaN);
  for (const [i, time] of at.entries()) {
    const column = columnOf(time);
    const before = levels[column]!;
    levels[column] = Number.isNaN(before) ? bytes[i]! : Math.max(before, bytes[i]!);
  }
  const last = columnOf(until);
  for (let i = 1; i <= last; i++) if (Number.isNaN(levels[i]!)) levels[i] = levels[i - 1]!;
  return levels;
}
