/**
 * A number over time, for lines on the screen: readings in the order of time, a NaN where there was
 * none to be had. Immutable, and of bounded length however long the watch.
 */
import type { Reading } from "../../analyze/growth/slope.ts";

export type Series = readonly Reading[];

const MOST_READINGS = 2400;

/** Of the older half every second reading goes when it gets too long; gaps and what is newer stay. */
export function addReading(series: Series, t: number, value: number): Series {
  const longer = [...series, { t, value }];
  if (longer.length <= MOST_READINGS) return longer;
  const half = longer.length >> 1;
  return longer.filter(({ value: one }, at) => at >= half || at % 2 === 0 || Number.isNaN(one));
}

/** The newest number, also where a gap came after it. */
export function lastReading(series: Series): Reading | undefined {
  return series.findLast(({ value }) => !Number.isNaN(value));
}

/**
 * Change per second over the last `seconds`, or since the newest gap where that is later.
 * @returns undefined with less than two readings, or too short a time to call it a rate
 */
export function rateOver(series: Series, seconds: number): number | undefined {
  const last = series.at(-1);
  if (last === undefined || Number.isNaN(last.value)) return undefined;
  const gap = series.findLastIndex(({ value }) => Number.isNaN(value));
  const first = series.slice(gap + 1).find(({ t }) => t >= last.t - seconds);
  if (first === undefined || last.t - first.t < SHORTEST_RATE) return undefined;
  return (last.value - first.value) / (last.t - first.t);
}

const SHORTEST_RATE = 5;
