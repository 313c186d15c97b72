/**
 * What earlier looks after the same collection tell of it. The goal is made of what it marked and of the stacks that
 * it scanned, so what is live follows from both: told with the stacks of now it would move while no collection runs.
 * And what it marked is allocated until the next one, so it is no more than the least that any look since has found. Pure.
 */
import type { MemStats } from "../../model/mem-stats.ts";
import type { SinceCollection, Snapshot } from "../../model/snapshot.ts";

/** Of the last collection that was seen. */
export interface Collected extends SinceCollection {
  readonly collections: number;
}

/** @returns what holds from this look on; undefined where it counts no collections */
export function collectedBy(
  before: Collected | undefined,
  stats: MemStats | undefined,
): Collected | undefined {
  if (stats === undefined) return before;
  const { NumGC: collections, StackInuse: stacks, HeapAlloc } = stats;
  if (collections === undefined) return undefined;
  if (before?.collections !== collections) return { collections, stacks, leastAlloc: HeapAlloc };
  return HeapAlloc < before.leastAlloc ? { ...before, leastAlloc: HeapAlloc } : before;
}

/** @param snapshots of one process, oldest first */
export function withCollections(snapshots: readonly Snapshot[]): readonly Snapshot[] {
  let collected: Collected | undefined;
  return snapshots.map((snapshot) => {
    collected = collectedBy(collected, snapshot.memStats);
    return withCollection(snapshot, collected);
  });
}

/** The same snapshot where it tells as much by itself, or was told already. */
export function withCollection(snapshot: Snapshot, collected: Collected | undefined): Snapshot {
  const { memStats, sinceCollection } = snapshot;
  if (collected === undefined || memStats === undefined || sinceCollection !== undefined) {
    return snapshot;
  }
  const { stacks, leastAlloc } = collected;
  if (stacks === memStats.StackInuse && leastAlloc === memStats.HeapAlloc) return snapshot;
  return { ...snapshot, sinceCollection: { stacks, leastAlloc } };
}
