/** RSS and live heap as lines in time, with the scale on the left and the times below. */
import { formatMiB, MiB } from "../../base/units.ts";
import { cutStart, displayWidth } from "../../report/text/display-width.ts";
import { type Span, span, type TextLine } from "../../report/text/spans.ts";
import { shownData, type WatchData, type WatchState } from "../state/watch-state.ts";
import { shortDuration } from "./duration.ts";
import { type PlotLine, plot } from "./plot.ts";
import { roundScale } from "./round-scale.ts";

/** The axis is as wide as a figure of six digits. */
const MARGIN = 8;
/** With nothing to show yet, the chart begins with this width. */
const LEAST_SECONDS = 30;

/** In exactly so many lines: the plot, and one for the times. */
export function chartLines(state: WatchState, height: number, unicode: boolean): TextLine[] {
  const data = shownData(state);
  const { from, to } = timeFrame(state, data);
  const lines: PlotLine[] = [
    { points: data.rss, style: "plain", isDotted: false },
    // Alone, it needs no telling apart.
    { points: data.live, style: "accent", isDotted: data.rss.length > 0 },
  ];
  const highest = lines.flatMap(({ points }) => points.filter(({ t }) => t >= from));
  const most = Math.max(1, ...highest.map(({ value }) => (Number.isNaN(value) ? 0 : value)));
  const top = roundScale(most, MiB);
  const columns = Math.max(state.columns - MARGIN - 1, 10);
  const rows = height - 1;
  const cells = plot(lines, { columns, rows, from, to, top, unicode });
  return [
    ...cells.map((line, row) => [...scale(row, rows, top), ...line]),
    timeLine(data, from, to, columns),
  ];
}

function timeFrame({ span: width, started }: WatchState, data: WatchData) {
  const newest = [data.rss, data.live].map((series) => series.at(-1)?.t ?? started);
  const to = Math.max(...newest);
  const first = Math.min(...[data.rss, data.live].map((series) => series.at(0)?.t ?? to));
  const seconds = width > 0 ? width : Math.max(to - first, LEAST_SECONDS);
  return { from: to - seconds, to };
}

/** The scale's end at the top and 0 at the bottom; a third figure where there is room. */
function scale(row: number, rows: number, top: number): Span[] {
  const middle = rows >= 7 && rows % 2 === 1 ? (rows - 1) / 2 : -1;
  const bytes = row === 0 ? top : row === rows - 1 ? 0 : row === middle ? top / 2 : undefined;
  const label = bytes === undefined ? "" : formatMiB(bytes).replace(/\.0$/, "");
  return [span(`${cutStart(label, MARGIN - 2).padStart(MARGIN - 2)} │`, "faint"), span(" ")];
}

/** `2 min ago     ── RSS  ·· live heap  ↑ restarts: 1          now`. */
function timeLine(data: WatchData, from: number, to: number, columns: number): TextLine {
  const left = `${shortDuration(to - from)} ago`;
  const restarts = data.restarts.filter((t) => t >= from).length;
  const keys: Span[] = [
    ...(data.rss.length === 0 ? [] : [span("── RSS  ", "plain")]),
    ...(data.live.length === 0 ? [] : [span("·· live heap", "accent")]),
    ...(restarts === 0 ? [] : [span(`  restarted ${restarts}×`, "warn")]),
  ];
  const used = displayWidth(keys.map(({ text }) => text).join(""));
  const room = columns - displayWidth(left) - used - 3;
  const before = Math.max(1, Math.floor(room / 2));
  return [
    span("   MiB └ ", "faint"),
    span(left + " ".repeat(before), "faint"),
    ...keys,
    span(`${" ".repeat(Math.max(1, room - before))}now`, "faint"),
  ];
}
