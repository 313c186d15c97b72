/** When a growing number reaches a limit, if it goes on as it did. */
import type { Slope } from "./slope.ts";

/** Seconds after the last reading. */
export interface Arrival {
  /** At the estimated rate. */
  readonly expected: number;
  readonly earliest: number;
  /** null: never, or not known. */
  readonly latest: number | null;
}

/** With two readings there is no interval; a rate twice as high is then taken as the highest. */
const HIGHEST_WITHOUT_RANGE = 2;

/**
 * From the interval of the slope: the highest rate gives the earliest time, the lowest the latest,
 * which is null where it may not grow at all.
 * @param from the number now, where it is known better than by the slope's own line
 * @returns undefined where it does not grow; zeros where the limit is reached already
 */
export function timeToReach(limit: number, of: Slope, from = of.last): Arrival | undefined {
  const distance = limit - from;
  if (distance <= 0) return { expected: 0, earliest: 0, latest: 0 };
  if (of.perSecond <= 0) return undefined;
  const lowest = of.range?.[0] ?? 0;
  const highest = of.range?.[1] ?? of.perSecond * HIGHEST_WITHOUT_RANGE;
  return {
    expected: distance / of.perSecond,
    earliest: distance / highest,
    latest: lowest > 0 ? distance / lowest : null,
  };
}
