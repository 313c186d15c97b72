/**
 * How much garbage was freed since what a heap profile shows: the runtime counts all that was freed, and the
 * profile estimates what of it came before. In a program that allocates all the time this is what lay
 * between its live heap and its goal.
 */
import type { GoVersion } from "../../../model/go-version.ts";
import { isAtLeast } from "../../../model/go-version.ts";
import type { Snapshot } from "../../../model/snapshot.ts";

type Range = readonly [number, number];

/** So long after a collection all that it found to be garbage is freed. */
const SWEPT_SECONDS = 1;
const UNKNOWN: Range = [0, Number.POSITIVE_INFINITY];

/** @param freed by the profile: allocated and freed again */
export function freedSinceProfile(
  { memStats, time, meta }: Snapshot,
  freed: Range | undefined,
  go: GoVersion | undefined,
): Range {
  if (memStats === undefined || freed === undefined) return UNKNOWN;
  const { LastGC, TotalAlloc, HeapAlloc } = memStats;
  const all = TotalAlloc - HeapAlloc;
  const readAt = meta.readAt?.["pprof/heap"];
  // A profile that was read before the last collection may be several collections old.
  const isOlder = readAt !== undefined && LastGC !== undefined && readAt < LastGC;
  if (isOlder || !Number.isFinite(all)) return UNKNOWN;
  const isSwept = time !== undefined && LastGC !== undefined && time - LastGC >= SWEPT_SECONDS;
  const most = isSwept ? Math.max(0, all - freed[0]) : Number.POSITIVE_INFINITY;
  const least = isOneCollectionOld(go) ? Math.max(0, all - freed[1]) : 0;
  return [least, most];
}

/** Before Go 1.8 a profile can be two collections old. */
function isOneCollectionOld(go: GoVersion | undefined): boolean {
  return go === undefined || isAtLeast(go, 8);
}
