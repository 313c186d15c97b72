/** What is drawn over a chart beside its series: a limit, restarts, ranges that are compared. */
import type uPlot from "uplot";
import { drawWord } from "./draw-word.ts";

export interface ChartMarks {
  /** In the chart's unit; null: none. */
  readonly limit: { readonly value: number; readonly title: string } | null;
  /** Moments of x, each with a word. */
  readonly moments: readonly { readonly x: number; readonly title: string }[];
  readonly ranges: readonly {
    readonly from: number;
    readonly to: number;
    readonly title: string;
  }[];
}

export const NO_MARKS: ChartMarks = { limit: null, moments: [], ranges: [] };

export interface MarkColors {
  readonly text: string;
  readonly limit: string;
  readonly range: string;
  readonly page: string;
}

/** A limit further up than this would press all else to the floor; it is named in the legend then. */
const REACH = 2.2;

export function isLimitDrawn({ limit }: ChartMarks, highest: number): boolean {
  return limit !== null && limit.value <= highest * REACH;
}

export function drawMarks(chart: uPlot, marks: ChartMarks, colors: MarkColors): void {
  const { ctx, bbox } = chart;
  const ratio = devicePixelRatio;
  const rim = { color: colors.page, width: 4 * ratio };
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  ctx.font = `${12 * ratio}px system-ui`;
  ctx.textBaseline = "top";
  ctx.textAlign = "left";
  const xOf = (value: number) => chart.valToPos(value, "x", true);
  for (const { from, to, title } of marks.ranges) {
    const left = xOf(from);
    const width = Math.max(3 * ratio, xOf(to) - left);
    ctx.globalAlpha = 0.18;
    ctx.fillStyle = colors.range;
    ctx.fillRect(left, bbox.top, width, bbox.height);
    ctx.globalAlpha = 1;
    drawWord(ctx, title, [left + 4 * ratio, bbox.top + 3 * ratio], rim);
  }
  ctx.setLineDash([5 * ratio, 4 * ratio]);
  ctx.lineWidth = 1.25 * ratio;
  for (const { x, title } of marks.moments) {
    line(ctx, colors.text, [xOf(x), bbox.top], [xOf(x), bbox.top + bbox.height]);
    ctx.fillStyle = colors.text;
    drawWord(ctx, title, [xOf(x) + 4 * ratio, bbox.top + 3 * ratio], rim);
  }
  if (marks.limit !== null && marks.limit.value <= (chart.scales["y"]?.max ?? 0)) {
    const y = chart.valToPos(marks.limit.value, "y", true);
    line(ctx, colors.limit, [bbox.left, y], [bbox.left + bbox.width, y]);
    ctx.fillStyle = colors.limit;
    drawWord(ctx, marks.limit.title, [bbox.left + 6 * ratio, y + 3 * ratio], rim);
  }
  ctx.restore();
}

function line(
  ctx: CanvasRenderingContext2D,
  color: string,
  [x, y]: readonly [number, number],
  [toX, toY]: readonly [number, number],
): void {
  ctx.strokeStyle = color;
  ctx.beginPath();
  ctx.moveTo(x, y);
  ctx.lineTo(toX, toY);
  ctx.stroke();
}
