/** RSS in time, a line of small bars for each version, all on one scale. */
import { formatBytes } from "../../../base/units.ts";
import type { SimulatedRun } from "../../../model/simulation.ts";
import type { TextOptions } from "../options.ts";
import { span, type TextLine } from "../spans.ts";
import { clock } from "./clock.ts";

const STEPS = " ▁▂▃▄▅▆▇█";
const PLAIN_STEPS = " ._-:=+*#";
const MOST_COLUMNS = 100;

export function rssCurves(runs: readonly SimulatedRun[], options: TextOptions): TextLine[] {
  const names = Math.max(...runs.map(({ go }) => go.length), 3);
  const top = Math.max(...runs.map(({ peak }) => peak.rss));
  const label = formatBytes(top);
  const columns = Math.min(options.width - names - label.length - 4, MOST_COLUMNS);
  const seconds = Math.max(...runs.map(({ end }) => end.at));
  if (seconds === 0) return [];
  const curves = runs.map((run) => [
    span(run.go.padEnd(names + 1), "faint"),
    span(curve(run, { top, seconds, columns, isPlain: !options.unicode }), "accent"),
    span(` ${formatBytes(run.end.rss)}`, "faint"),
  ]);
  const end = clock(seconds);
  const axis = `0:00${" ".repeat(Math.max(1, columns - 4 - end.length))}${end}`;
  return [
    [span("RSS in time", "strong"), span(`, ${fullBlock(options)} is ${label}`, "faint")],
    ...curves,
    [span(" ".repeat(names + 1) + axis, "faint")],
  ];
}

function fullBlock({ unicode }: TextOptions): string {
  return unicode ? "█" : "#";
}

interface Scale {
  readonly top: number;
  readonly seconds: number;
  readonly columns: number;
  readonly isPlain: boolean;
}

function curve({ rss }: SimulatedRun, { top, seconds, columns, isPlain }: Scale): string {
  const steps = isPlain ? PLAIN_STEPS : STEPS;
  const levels = new Array<number>(columns).fill(0);
  let known = -1;
  for (const [i, at] of rss.at.entries()) {
    const column = Math.min(columns - 1, Math.floor((at / seconds) * columns));
    const level = rss.bytes[i]!;
    levels[column] = column === known ? Math.max(levels[column]!, level) : level;
    for (let gap = known + 1; gap < column; gap++) levels[gap] = levels[Math.max(0, known)]!;
    known = column;
  }
  for (let gap = known + 1; gap < columns; gap++) levels[gap] = levels[Math.max(0, known)]!;
  return levels.map((level) => steps[Math.ceil((level / top) * (steps.length - 1))]).join("");
}
