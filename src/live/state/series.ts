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
  const unbroken = sinceGap(series);
  const last = unbroken.at(-1);
  const first = unbroken.find(({ t }) => t >= last!.t - seconds);
  return rateBetween(first, last);
}

/**
 * The same of what changes at once and seldom, such as at collections: where the last `seconds` have one
 * change, from the one before it on.
 */
export function rateAcross(series: Series, seconds: number): number | undefined {
  const unbroken = sinceGap(series);
  const last = unbroken.at(-1);
  const within = unbroken.findIndex(({ t }) => t >= last!.t - seconds);
  const first = unbroken[within];
  const isLong = first !== undefined && last!.t - first.t >= SHORTEST_RATE;
  return rateBetween(isLong ? first : unbroken[within - 1], last);
}

/** Empty where the newest reading is a gap. */
function sinceGap(series: Series): Series {
  return series.slice(series.findLastIndex(({ value }) => Number.isNaN(value)) + 1);
}

function rateBetween(first: Reading | undefined, last: Reading | undefined): number | undefined {
  if (first === undefined || last === undefined || last.t - first.t < SHORTEST_RATE) return;
  return (last.value - first.value) / (last.t - first.t);
}

const SHORTEST_RATE = 5;
