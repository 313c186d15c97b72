/** Which of many scrapes are shown, where not all can be. */
import type { TimeRange } from "../../store.ts";

export interface Moment {
  /** Seconds. */
  readonly time: number;
  readonly rss: number | null;
}

/**
 * Rows of scrapes in the order of time: of each of `most` equal spans the one with the highest RSS, and
 * the first and the last of all; all where there are no more than `most`.
 */
export function pickPeaks(moments: readonly Moment[], range: TimeRange, most: number): number[] {
  if (moments.length <= most) return moments.map((_, row) => row);
  const width = (range.to - range.from) / most;
  const picked = new Set([0, moments.length - 1]);
  let span = -1;
  let best = -1;
  for (const [row, { time, rss }] of moments.entries()) {
    const at = width > 0 ? Math.min(most - 1, Math.floor((time - range.from) / width)) : 0;
    if (at !== span) {
      if (best >= 0) picked.add(best);
      span = at;
      best = row;
    } else if ((rss ?? -1) > (moments[best].rss ?? -1)) best = row;
  }
  if (best >= 0 && most > 0) picked.add(best);
  return [...picked].sort((a, b) => a - b);
}

/** At most so many of `length` rows, evenly spread, the last among them. */
export function pickEvenly(length: number, most: number): number[] {
  if (length <= most) return Array.from({ length }, (_, row) => row);
  return Array.from(
    { length: Math.max(0, most) },
    (_, i) => Math.floor(((i + 1) * length) / most) - 1,
  );
}
