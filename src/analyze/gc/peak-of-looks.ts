/**
 * How high the heap was while MemStats were looked at. Looks need not meet the top, but bound it: from
 * one to the next the heap can't have passed what the first saw and all that was allocated since, nor,
 * but for a little, the goal of a collection. The last goal alone bounds nothing: it may not be reached
 * yet, and an earlier one may have been higher.
 */
import type { ByteRange } from "../../model/gc-report.ts";
import type { MemStats } from "../../model/mem-stats.ts";

type Sizes = Pick<MemStats, "HeapAlloc" | "TotalAlloc" | "NextGC">;

/**
 * @param looks of one run of the program, the first one first; at least one
 * @param isOfBefore also of collections before the first look, of which only the goal tells
 */
export function peakOfLooks(looks: readonly Sizes[], isOfBefore = true): ByteRange {
  const seen = Math.max(...looks.map(({ HeapAlloc }) => HeapAlloc));
  const first = (look: Sizes) => (isOfBefore ? look.NextGC : look.HeapAlloc);
  const bounds = looks.map((look, i) => (i === 0 ? first(look) : boundOf(looks[i - 1]!, look)));
  // Without GOGC there is no goal.
  return [seen, Math.max(seen, ...bounds.filter(Number.isFinite))];
}

function boundOf(before: Sizes, after: Sizes): number {
  const reached = before.HeapAlloc + (after.TotalAlloc - before.TotalAlloc);
  return Math.min(reached, Math.max(before.NextGC, after.NextGC));
}
