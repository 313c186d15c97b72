/** What is live stays where it is while no collection runs, whatever goroutines come meanwhile. */
import { expect, test } from "vitest";
import { findLiveHeap } from "../../src/analyze/ledger/live-heap.ts";
import { withCollections } from "../../src/analyze/ledger/since-collection.ts";
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

test("a look that is the first after a collection is left as it is", () => {
  const looks = [look(7, 9, 60), look(8, 12, 70)];
  expect(withCollections(looks)[0]).toBe(looks[0]);
  expect(withCollections(looks)[1]).toBe(looks[1]);
});
