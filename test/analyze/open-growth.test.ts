/** Growth that looks of some seconds can't rule out, however little it is. */
import { expect, test } from "vitest";
import { openGrowth, untoldGrowth } from "../../src/analyze/verdicts/heap/heap-growth.ts";
import type { Moment } from "../../src/analyze/verdicts/rule/context.ts";
import { MiB } from "../../src/base/units.ts";
import type { LedgerLine } from "../../src/model/ledger.ts";
import type { MemStats } from "../../src/model/mem-stats.ts";

function looks(seconds: number, grown: number, collections: number): Moment[] {
  return [0, 1].map((at) => {
    const HeapAlloc = (150 + at * grown) * MiB;
    const memStats = { HeapAlloc, NumGC: 9 + at * collections } as MemStats;
    const snapshot = { name: `${at}`, time: 1000 + at * seconds, meta: {}, memStats, missing: [] };
    return { snapshot, ledger: { id: "live", bytes: MiB, children: [] } as unknown as LedgerLine };
  });
}

test("a heap of 150 MiB that grew by 6 MiB in 10 s, without a collection, is open", () => {
  expect(untoldGrowth(looks(10, 6, 0))).toBeUndefined();
  expect(openGrowth(looks(10, 6, 0))).toMatchObject({ of: "heap in use", bytes: 6 * MiB });
});

test("one that did not, or that enough collections have judged, is none", () => {
  expect(openGrowth(looks(10, 0, 0))).toBeUndefined();
  expect(openGrowth(looks(10, -3, 1))).toBeUndefined();
  expect(openGrowth(looks(10, 6, 5))).toBeUndefined();
});
