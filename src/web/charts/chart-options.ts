/** What uPlot is told: scales, axes, colours and shapes of a chart. */
import uPlot from "uplot";
import { type AxisKind, axisTickText, stepsOf, stepsOfAxis, tickText } from "./chart-axis.ts";
import { type ChartMarks, drawMarks, isLimitDrawn } from "./chart-marks.ts";
import type { Series } from "./chart-types.ts";
import type { RangeOfX } from "./select-range.ts";
import { type Column, stackSeries } from "./stack-series.ts";

/** What may change while a chart stays. */
export interface Drawn {
  readonly x: Column;
  readonly series: readonly Series[];
  readonly marks: ChartMarks;
  readonly window: RangeOfX | undefined;
}

export interface ChartParts {
  readonly axis: AxisKind;
  readonly unit: string;
  readonly isStacked: boolean;
  readonly sync: string | undefined;
  readonly latest: () => Drawn;
  /** Who shows it decides what a drag does. */
  readonly isOwned: boolean;
}

export const CHART_HEIGHT = 230;
/** Room for the texts of the axis, and beside the last tick: what lies below a chart keeps to them. */
export const AXIS_WIDTH = 70;
export const RIGHT_ROOM = 24;
/** Up to here each value has a dot. */
const FEW = 40;

export function hasValues({ values, said }: Series): boolean {
  return (said ?? values).some((value) => value !== null && value !== 0);
}

/** Drawn from the top of the pile down, so that no area hides another. */
export function chartData(
  x: Column,
  series: readonly Series[],
  isStacked: boolean,
): uPlot.AlignedData {
  const columns = series.map(({ values }) => values);
  const drawn = isStacked ? stackSeries(columns).toReversed() : columns;
  return [x.map((value) => value ?? 0), ...drawn.map((column) => [...column])];
}

export function chartOptions(
  element: HTMLElement,
  parts: ChartParts,
  onPoint: (index: number | null) => void,
): uPlot.Options {
  const { axis, unit, isStacked, sync, isOwned, latest } = parts;
  const { series } = latest();
  const read = readerOf(element);
  const lines = { stroke: read("--muted"), ticks: { show: false }, font: "12px system-ui" };
  const colors = {
    ...{ text: read("--muted"), limit: read("--bad"), range: read("--accent") },
    page: read("--page"),
  };
  const drawn = isStacked ? series.toReversed() : series;
  return {
    width: element.clientWidth,
    height: CHART_HEIGHT,
    legend: { show: false },
    padding: [8, RIGHT_ROOM, 0, 0],
    cursor: {
      drag: { x: true, y: false, setScale: !isOwned },
      ...(sync === undefined ? {} : { sync: { key: sync } }),
    },
    scales: {
      x: { time: false, range: xRange(!isStacked && sync === undefined, latest) },
      y: { range: (_, __, max) => yRange(max, latest().marks) },
    },
    axes: [
      {
        ...lines,
        ...stepsProperty(stepsOfAxis(axis)),
        grid: { show: false },
        size: 30,
        values: (_, ticks, __, ___, step) => ticks.map((tick) => axisTickText(tick, axis, step)),
        space: 90,
      },
      {
        ...lines,
        ...stepsProperty(stepsOf(unit)),
        grid: { stroke: read("--line"), width: 1 },
        size: AXIS_WIDTH,
        values: (_, ticks) => ticks.map((tick) => tickText(tick, unit)),
      },
    ],
    series: [{}, ...drawn.map((one) => seriesOptions(one, isStacked, read))],
    hooks: {
      setCursor: [(chart) => onPoint(chart.cursor.idx ?? null)],
      draw: [(chart) => drawMarks(chart, latest().marks, colors)],
    },
  };
}

type Read = (name: string) => string;

function readerOf(element: HTMLElement): Read {
  const style = getComputedStyle(element);
  return (name) => style.getPropertyValue(name).trim();
}

function stepsProperty(incrs: number[] | undefined): { incrs?: number[] } {
  return incrs === undefined ? {} : { incrs };
}

function seriesOptions(
  { color, shape = "line" }: Series,
  isStacked: boolean,
  read: Read,
): uPlot.Series {
  const area = read(`--ledger-${color}`);
  return {
    ...pathsOf(shape),
    stroke: isStacked ? read("--panel") : read(`--ledger-${color}-line`) || area,
    width: isStacked ? 1 : 1.75,
    ...(isStacked ? { fill: area } : {}),
    points: {
      show: (chart) => !isStacked && (chart.data[0].length <= FEW || shape === "dots"),
      size: shape === "dots" ? 6 : 5,
      ...(shape === "dots" ? { fill: read(`--ledger-${color}-line`) } : {}),
    },
  };
}

function pathsOf(shape: NonNullable<Series["shape"]>): Pick<uPlot.Series, "paths"> {
  if (shape === "dots") return { paths: () => null };
  const stepped = uPlot.paths.stepped;
  return shape === "steps" && stepped !== undefined ? { paths: stepped({ align: 1 }) } : {};
}

/** @param isRoomy room for a dot at either end; areas, and charts above each other, begin at the frame */
function xRange(isRoomy: boolean, latest: () => Drawn): uPlot.Scale.Range {
  return (_, min, max) => {
    const { window } = latest();
    if (window !== undefined) return [window.from, Math.max(window.to, window.from + 1)];
    const room = isRoomy ? (max - min) * 0.012 : 0;
    return max > min ? [min - room, max + room] : [min - 1, max + 1];
  };
}

function yRange(max: number, marks: ChartMarks): uPlot.Range.MinMax {
  const highest = isLimitDrawn(marks, max) ? Math.max(max, marks.limit!.value) : max;
  return [0, highest * 1.06 || 1];
}
