/**
 * What a program that allocates steadily holds live, told from when it collects: between two
 * collections the heap grows from the live heap M to its goal G, so after a share p of the usual time
 * it is H = M + p·(G − M), and M = (H − p·G) / (1 − p). That takes no GOGC.
 */
import type { MemStats } from "../../../model/mem-stats.ts";

/** The last intervals that are looked at; the usual time lies between their quartiles. */
const INTERVALS = 8;
/** Shortly before the next collection nothing is left to tell from. */
const LATEST_SHARE = 0.8;
const NANO = 1e-9;

/**
 * @param time when the MemStats were read, in Unix seconds
 * @returns bytes, at the least and at the most; undefined where its times tell nothing
 */
export function liveByRhythm(
  stats: MemStats,
  time: number | undefined,
): readonly [number, number] | undefined {
  const { NextGC: goal, HeapAlloc: heap, LastGC: last } = stats;
  const intervals = lastIntervals(stats);
  if (intervals === undefined || time === undefined || !last || !Number.isFinite(goal)) return;
  const shareOf = (quartile: number) => (time - last) / intervals[quartile]!;
  const liveAt = (share: number) => (heap - share * goal) / (1 - share);
  const [late, early] = [shareOf(INTERVALS / 4), shareOf((3 * INTERVALS) / 4 - 1)];
  if (!(early >= 0 && late <= LATEST_SHARE)) return undefined;
  const range = [liveAt(late), liveAt(early)] as const;
  return range[0] > 0 ? range : undefined;
}

/** Seconds between the ends of the last pauses, the shortest first. */
function lastIntervals({ PauseEnd, NumGC = 0 }: MemStats): readonly number[] | undefined {
  if (PauseEnd === undefined || NumGC <= INTERVALS) return undefined;
  const ends = Array.from({ length: INTERVALS + 1 }, (_, back) => {
    return PauseEnd[(NumGC - back + 255) % 256] ?? Number.NaN;
  });
  const intervals = ends.slice(1).map((end, i) => (ends[i]! - end) * NANO);
  return intervals.every((seconds) => seconds > 0) ? intervals.sort((a, b) => a - b) : undefined;
}
