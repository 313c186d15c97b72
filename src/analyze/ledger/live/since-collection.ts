/**
 * What earlier looks after the same collection tell of it. The goal is made of what it marked and of the stacks that
 * it scanned, so what is live follows from both: told with the stacks of now it would move while no collection runs.
 * And what it marked is allocated until the next one, so it is no more than the least that any look since has found. Pure.
 */
import type { MemStats } from "../../../model/mem-stats.ts";
import type { SinceCollection, Snapshot } from "../../../model/snapshot.ts";

/** Of the last collection that was seen. */
export interface Collected extends SinceCollection {
  readonly collections: number;
  /** TotalAlloc at the last look. */
  readonly total: number;
  /** The same at the last one before the collection. */
  readonly totalBefore?: number;
}

/** @returns what holds from this look on; undefined where it counts no collections */
export function collectedBy(
  before: Collected | undefined,
  stats: MemStats | undefined,
): Collected | undefined {
  if (stats === undefined) return before;
  const { NumGC: collections, StackInuse: stacks, HeapAlloc, TotalAlloc: total } = stats;
  if (collections === undefined) return undefined;
  // A counter that went back is another process's.
  const known = before !== undefined && before.total <= total ? before : undefined;
  const isSame = known?.collections === collections;
  const totalBefore = isSame ? known.totalBefore : known?.total;
  const marked = HeapAlloc - (total - (totalBefore ?? Number.NaN));
  return {
    collections,
    total,
    stacks: isSame ? known.stacks : stacks,
    leastAlloc: Math.min(HeapAlloc, isSame ? known.leastAlloc : HeapAlloc),
    ...(totalBefore !== undefined && {
      totalBefore,
      leastMarked: Math.max(0, Math.min(marked, isSame ? (known.leastMarked ?? marked) : marked)),
    }),
  };
}

/** @param snapshots of one process, oldest first */
export function withCollections(snapshots: readonly Snapshot[]): readonly Snapshot[] {
  let collected: Collected | undefined;
  return snapshots.map((snapshot) => {
    collected = collectedBy(collected, snapshot.memStats);
    return withCollection(snapshot, collected);
  });
}

/** The same snapshot where nothing is known, or it was told already. */
export function withCollection(snapshot: Snapshot, collected: Collected | undefined): Snapshot {
  const isTold = snapshot.sinceCollection !== undefined;
  if (collected === undefined || snapshot.memStats === undefined || isTold) return snapshot;
  const { stacks, leastAlloc, leastMarked } = collected;
  const sinceCollection = {
    ...{ stacks, leastAlloc },
    ...(leastMarked === undefined ? {} : { leastMarked }),
  };
  return { ...snapshot, sinceCollection };
}
