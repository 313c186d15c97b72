/** What is live stays where it is while no collection runs, whatever goroutines come meanwhile. */
import { expect, test } from "vitest";
import { findLiveHeap } from "../../src/analyze/ledger/live/live-heap.ts";
import { withCollections } from "../../src/analyze/ledger/live/since-collection.ts";
import { parseGoVersion } from "../../src/model/go-version.ts";
import type { MemStats } from "../../src/model/mem-stats.ts";
import type { Snapshot } from "../../src/model/snapshot.ts";

const MiB = 2 ** 20;
const GO = parseGoVersion("go1.26.1");

function look(NumGC: number, stacks: number, goal: number, alloc = 200): Snapshot {
  const memStats = {
    ...{ NumGC, NextGC: goal * MiB, StackInuse: stacks * MiB, HeapAlloc: alloc * MiB },
    ...{ Sys: 300 * MiB, HeapReleased: 0, TotalAlloc: 900 * MiB, Mallocs: 9, Frees: 1 },
  } as unknown as MemStats;
  return { name: "x", meta: {}, missing: [], memStats };
}

function live(snapshots: readonly Snapshot[]): (number | undefined)[] {
  return withCollections(snapshots).map(
    (snapshot) => findLiveHeap(snapshot, GO, undefined, undefined)?.bytes,
  );
}

test("more stacks do not make less live", () => {
  const [first, ...more] = live([look(7, 9, 60), look(7, 20, 60), look(7, 40, 60)]);
  expect(first).toBeGreaterThan(20 * MiB);
  expect(more).toEqual([first, first]);
});

test("no more is live than was allocated right after the collection", () => {
  expect(live([look(7, 9, 60, 12), look(7, 20, 60, 30), look(7, 40, 60, 50)])).toEqual([
    12 * MiB,
    12 * MiB,
    12 * MiB,
  ]);
  // What was not swept yet at the first look is no longer counted at the second.
  expect(live([look(7, 9, 60, 40), look(7, 9, 60, 12)])[1]).toBe(12 * MiB);
});

test("a collection begins anew", () => {
  const [, second] = live([look(7, 9, 60), look(8, 40, 60)]);
  expect(second).toBe(live([look(8, 40, 60)])[0]);
});

/** The looks at a program whose goroutines leak, two seconds before and after a collection; 3.999 MiB were marked. */
test("where stacks hide it from the goal, looks on both sides of the collection bound it", () => {
  const before = withTotal(look(2, 30, 11, 6.9), 20);
  const after = withTotal(look(3, 62, 19.128, 4.08), 20.25);
  const profile = { bytes: 1.5 * MiB, range: [0.2 * MiB, 5 * MiB] as const };
  const [, last] = withCollections([before, after]);
  const alone = findLiveHeap(after, GO, undefined, profile)!;
  const told = findLiveHeap(last!, GO, undefined, profile)!;
  expect(alone.bytes / MiB).toBeCloseTo(1.5, 2);
  expect(told.bytes / MiB).toBeGreaterThan(3.8);
  expect(told.range[0] / MiB).toBeLessThanOrEqual(3.999);
  expect(told.range[1] / MiB).toBeGreaterThanOrEqual(3.999);
  // What a profile of the collection before had says nothing where it is outside.
  const old = findLiveHeap(last!, GO, undefined, { bytes: MiB, range: [0.2 * MiB, 2 * MiB] })!;
  expect(old.bytes).toBe((old.range[0] + old.range[1]) / 2);
  expect(old.range).toEqual([3.83, 4.08].map((mebi) => Math.round(mebi * MiB)));
});

function withTotal(snapshot: Snapshot, total: number): Snapshot {
  return { ...snapshot, memStats: { ...snapshot.memStats!, TotalAlloc: total * MiB } };
}
