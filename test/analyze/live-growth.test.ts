/**
 * Growth of the live heap over several looks: enough collections tell its rate, one that found more
 * live than the whole heap was at first tells that it grows, and without one only the heap in use is
 * known. Figures of a map that really grew (Go 1.26, 1.11 GiB a minute), in MiB.
 */
import { describe, expect, test } from "vitest";
import type { Moment } from "../../src/analyze/verdicts/context.ts";
import { makeContext } from "../../src/analyze/verdicts/context.ts";
import { growthRemark, growthSentence } from "../../src/analyze/verdicts/heap-growth.ts";
import { liveHeapGrowing } from "../../src/analyze/verdicts/live-heap-growing.ts";
import { MiB } from "../../src/base/units.ts";
import type { LedgerLine } from "../../src/model/ledger.ts";
import type { MemStats } from "../../src/model/mem-stats.ts";

interface Look {
  readonly t: number;
  readonly live: number;
  readonly heap: number;
  readonly gcs: number;
}

function momentOf({ t, live, heap, gcs }: Look): Moment {
  const memStats = { NumGC: gcs, HeapAlloc: heap * MiB, TotalAlloc: heap * MiB } as MemStats;
  const ledger = { id: "live", bytes: live * MiB, basis: "counted", children: [] };
  return {
    snapshot: { name: `${t}`, time: 1000 + t, meta: {}, memStats, missing: [] },
    ledger: ledger as unknown as LedgerLine,
  };
}

function verdictOf(looks: readonly Look[]) {
  const moments = looks.map(momentOf);
  const snapshots = moments.map(({ snapshot }) => snapshot);
  const context = makeContext({ target: "x", snapshots, remarks: [] }, moments, []);
  return liveHeapGrowing.judge(context, new Set());
}

const look = (t: number, live: number, heap: number, gcs: number): Look => ({ t, live, heap, gcs });

describe("one collection between the looks", () => {
  const grown = [
    look(0, 196, 293, 4),
    look(4, 196, 370, 4),
    look(8, 383, 440, 5),
    look(12, 383, 515, 5),
  ];

  test("that found more than the first heap had is growth, with its bounds", () => {
    const verdict = verdictOf(grown);
    // 383 − 293 came to stay in 12 s; at the most it is 515 − 196; the heap in use grew by 222.
    expect(verdict?.headline).toBe(
      "The live heap grows by 1.08 GiB a minute (450 MiB to 1.56 GiB).",
    );
    expect(verdict).toMatchObject({ confidence: "low", grows: true });
    expect(verdict?.evidence[0]).toMatchObject({ source: "one collection between the snapshots" });
  });

  test("that found no more than the first heap had is none: it may be garbage", () =>
    expect(
      verdictOf(grown.map((at) => ({ ...at, live: Math.min(at.live, 300) }))),
    ).toBeUndefined());
});

test("without a collection the growth of the heap in use is said, and that it may be garbage", () => {
  const looks = [look(0, 751, 780, 6), look(6, 751, 896, 6)];
  expect(verdictOf(looks)).toBeUndefined();
  const moments = looks.map(momentOf);
  const sentence =
    "The heap in use grew by 116 MiB in 6 s, without a collection: how much of that is live only a collection tells.";
  expect(growthSentence({ moments }).trim()).toBe(sentence);
  expect(growthRemark(moments, [])).toEqual([sentence]);
  expect(growthRemark(moments.slice(0, 1), [])).toEqual([]);
});

test("a heap that hardly grew is not spoken of", () => {
  const looks = [look(0, 751, 780, 6), look(6, 751, 786, 6)].map(momentOf);
  expect(growthRemark(looks, [])).toEqual([]);
});

test("three collections tell a rate: the ledger's change, in an interval that holds the heap in use, too", () => {
  const verdict = verdictOf([
    look(0, 100, 180, 4),
    look(5, 130, 200, 5),
    look(10, 170, 260, 6),
    look(15, 200, 300, 7),
    look(20, 230.6, 393, 8),
  ]);
  // (230.6 − 100) MiB in 20 s; HeapAlloc grew by 213 MiB in that time.
  expect(verdict?.headline).toMatch(/grows by 392 MiB a minute \(3\d\d MiB to 639 MiB\)/);
});
