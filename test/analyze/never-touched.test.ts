/**
 * What of the memory that the heap lacks in RAM is said to be in objects: only what free pages, free
 * slots and stacks together cannot account for.
 */
import { expect, test } from "vitest";
import { neverTouched } from "../../src/analyze/verdicts/heap/never-touched.ts";
import { makeContext } from "../../src/analyze/verdicts/rule/context.ts";
import { MiB } from "../../src/base/units.ts";
import type { LedgerLine } from "../../src/model/ledger.ts";
import type { MemStats } from "../../src/model/mem-stats.ts";

/** A Go heap that lacks `missing` MiB in RAM, with the other lines in MiB. */
function verdictOf(missing: number, lines: Readonly<Record<string, number>>) {
  const children = Object.entries({ live: 300, "heap-difference": -missing, ...lines }).map(line);
  const ledger = { ...line(["rss", 200]), children };
  const memStats = { HeapAlloc: 300 * MiB } as MemStats;
  const snapshot = { name: "1", meta: {}, memStats, missing: [] };
  const recording = { target: "x", snapshots: [snapshot], remarks: [] };
  const context = makeContext(recording, [{ snapshot, ledger }], []);
  return neverTouched.judge(context, new Set());
}

function line([id, mib]: readonly [string, number]): LedgerLine {
  const bytes = mib * MiB;
  return { id, title: id, bytes, basis: "counted", source: "", children: [] };
}

test("nothing but objects can lack it: it is said exactly", () => {
  const verdict = verdictOf(100, { idle: 0 });
  expect(verdict?.bytes).toBe(100 * MiB);
  expect(verdict?.headline).toContain("counts 100 MiB in objects");
  expect(verdict?.range).toBeUndefined();
});

test("free pages, free slots and stacks may lack it, too: only the rest is certain", () => {
  const verdict = verdictOf(100, { idle: 20, "free-slots": 15, stacks: 5 });
  expect(verdict?.bytes).toBe(60 * MiB);
  expect(verdict?.range).toEqual([60 * MiB, 100 * MiB]);
  expect(verdict?.headline).toContain("counts at least 60.0 MiB");
});

test("what is in swap was touched", () =>
  expect(verdictOf(100, { swapped: 30 })?.bytes).toBe(70 * MiB));

test("where those lines can account for all but a little, nothing is said", () =>
  expect(verdictOf(100, { idle: 90 })).toBeUndefined());
