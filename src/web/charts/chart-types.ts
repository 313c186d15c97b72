/** What a chart over time is given. */
import type { AxisKind } from "./chart-axis.ts";
import type { ChartMarks } from "./chart-marks.ts";
import type { RangeOfX } from "./select-range.ts";
import type { Column } from "./stack-series.ts";

export interface Series {
  readonly title: string;
  /** Of the ledger's colours. */
  readonly color: string;
  readonly values: Column;
  /** What the legend says of it, where that is not what is drawn. */
  readonly said?: Column;
  /** Steps: it stays until the next value. Dots: there is nothing between two. */
  readonly shape?: "line" | "steps" | "dots";
}

/** A number of the legend that has no colour of its own. */
export interface Said {
  readonly title: string;
  readonly values: Column;
}

export interface TimeChartProps {
  readonly x: Column;
  readonly axis: AxisKind;
  readonly unit: string;
  readonly isStacked: boolean;
  readonly series: readonly Series[];
  /** Before the series, as their sum. */
  readonly sum?: Said | undefined;
  /** After them, as what was taken off. */
  readonly notes?: readonly Said[] | undefined;
  readonly marks?: ChartMarks | undefined;
  /** The part of x that is shown; undefined: all. */
  readonly window?: RangeOfX | undefined;
  /** Charts with one name have one pointer. */
  readonly sync?: string | undefined;
  readonly onSelect?: ((range: RangeOfX, isShifted: boolean) => void) | undefined;
}
