import { describe, expect, it } from "vitest";
import {
  askingRemark,
  collectionRemark,
  costOfAsking,
  growthByAsking,
  lookCanCollect,
  markedByAsking,
} from "../../src/analyze/cost-of-asking.ts";
import { liveHeapGrowing } from "../../src/analyze/verdicts/heap/live-heap-growing.ts";
import { makeContext } from "../../src/analyze/verdicts/rule/context.ts";
import { MiB } from "../../src/base/units.ts";
import { parseGoVersion } from "../../src/model/go-version.ts";
import type { LedgerLine } from "../../src/model/ledger.ts";
import type { MemStats } from "../../src/model/mem-stats.ts";
import type { Snapshot } from "../../src/model/snapshot.ts";

const frame = { function: "main.wait", file: "main.go", line: 7 };

/** A look at `count` goroutines, each of 7 frames, after `NumGC` collections. */
function look(count: number, pages: Record<string, number>, NumGC = 1): Snapshot {
  return {
    name: "0001",
    meta: {},
    memStats: { NumGC } as MemStats,
    goroutines: {
      source: "goroutine?debug=1",
      total: count,
      groups: [{ count, frames: Array.from({ length: 7 }, () => frame) }],
      truncated: false,
    },
    pageBytes: new Map(Object.entries(pages)),
    missing: [],
  };
}

const cost = (count: number, pages: Record<string, number>) =>
  costOfAsking(look(count, pages)) / MiB;

describe("what answering costs", () => {
  // Measured (TotalAlloc before and after the page), parked goroutines three calls deep.
  it.each([
    [
      "goroutine?debug=1, 100,000 goroutines, Go 1.26",
      "pprof/goroutine.debug1.txt",
      100_000,
      3e3,
      26,
    ],
    ["the same, Go 1.21", "pprof/goroutine.debug1.txt", 100_000, 4e3, 42],
    ["goroutine, 6,000 goroutines, Go 1.21", "pprof/goroutine", 6000, 2e3, 3.76],
    ["goroutine?debug=2, 1,000 goroutines", "pprof/goroutine.debug2.txt", 1000, 243 << 10, 1.01],
    ["goroutine?debug=2, 6,000 goroutines", "pprof/goroutine.debug2.txt", 6000, 1449 << 10, 3.01],
    ["goroutine?debug=2, 100,000", "pprof/goroutine.debug2.txt", 100_000, 24_237 << 10, 63.0],
    ["heap?debug=1 of 10,000 records", "pprof/heap.debug1.txt", 0, 5892 << 10, 7.2],
    ["heap of 10,000 records", "pprof/heap", 0, 188_078, 3.8],
  ])("%s", (_, page, count, bytes, measured) => {
    const told = cost(count, { [page]: bytes });
    expect(told).toBeGreaterThan(measured * 0.95);
    expect(told).toBeLessThan(measured * 1.75);
  });

  it("is nothing for what the kernel says", () => expect(cost(1000, {})).toBe(0));
});

describe("what a collection can have marked of it", () => {
  const page = { "pprof/goroutine.debug2.txt": 1000 };

  it("is the look before the last collection", () => {
    const looks = [look(1, page, 1), look(1, {}, 2), look(1, {}, 2)];
    expect(markedByAsking(looks)).toBe(MiB);
    expect(markedByAsking([...looks, look(1, {}, 3)])).toBe(0);
    expect(markedByAsking([look(1, page, 2), look(1, page, 2)])).toBe(0);
    expect(markedByAsking([look(1, page)])).toBe(0);
  });
});

describe("growth by asking", () => {
  const page = { "pprof/goroutine.debug2.txt": 1000 };

  it("adds up until a collection, the last look left out", () => {
    expect(growthByAsking([look(1, page)])).toBe(0);
    expect(growthByAsking([look(1, page), look(1, page), look(1, page)])).toBe(2 * MiB);
  });

  it("of many looks is the most between two collections", () => {
    const looks = [1, 1, 2, 3, 3, 3, 4, 5, 6].map((NumGC) => look(1, page, NumGC));
    expect(growthByAsking(looks)).toBe(4 * MiB);
  });
});

describe("a live heap that seems larger after the first look", () => {
  const heap = (live: number) =>
    ({ id: "live", bytes: live, basis: "counted", children: [] }) as unknown as LedgerLine;
  const steps = [100, 132, 132, 132, 132, 132];
  const verdict = (pages: Record<string, number>, lives = steps, collections = 2) => {
    const moments = lives.map((live, i) => ({
      snapshot: { ...look(1, pages, collections + i), time: 5 * i },
      ledger: heap(live * MiB),
    }));
    const snapshots = moments.map(({ snapshot }) => snapshot);
    const context = makeContext({ target: "x", snapshots, remarks: [] }, moments, []);
    return liveHeapGrowing.judge(context, new Set());
  };

  it("is no leak where as much was held to answer", () => {
    expect(verdict({ "pprof/goroutine.debug2.txt": 24 * MiB })).toBeUndefined();
  });

  it("is none where it was measured for the first time", () => {
    expect(verdict({}, [0, 3, 3.1, 3.1, 3.1, 3.1], 0)).toBeUndefined();
    expect(verdict({}, [1, 3, 4, 5, 6, 7], 1)).toBeDefined();
  });

  it("is one where answering took less", () => {
    expect(verdict({ "pprof/goroutine.debug2.txt": MiB / 2 })).toBeDefined();
  });
});

describe("a collection that looking brings on", () => {
  const page = { "pprof/goroutine.debug2.txt": 1000 };
  const at = (HeapAlloc: number, NextGC: number): Snapshot => ({
    ...look(1, page),
    memStats: { NumGC: 4, HeapAlloc: HeapAlloc * MiB, NextGC: NextGC * MiB } as MemStats,
  });

  it("is one whose goal is nearer than what the look allocates", () => {
    expect(lookCanCollect(at(3.2, 4), 2 * MiB)).toBe(true);
    expect(lookCanCollect(at(2.5, 4), 2 * MiB)).toBe(false);
    expect(lookCanCollect(at(402, 550), 275 * MiB)).toBe(false);
    expect(lookCanCollect(at(402, Number.POSITIVE_INFINITY), 275 * MiB)).toBe(false);
  });

  // Measured with Go 1.22: 0.2 MiB allocated, 0.6 in use, a goal of 4 MiB; answering took 2.4 MiB,
  // and the collection began at less than 3.
  it("is one that begins as early as the version may, and counts spans as they are begun", () => {
    const pages = { "pprof/heap": 643, "pprof/goroutine.debug2.txt": 3848 };
    const stats = { NumGC: 4, HeapAlloc: 0.2 * MiB, HeapInuse: 0.6 * MiB, NextGC: 4 * MiB };
    const small = { ...look(1, pages), memStats: stats as MemStats };
    expect(lookCanCollect(small, 0.1 * MiB)).toBe(false);
    expect(lookCanCollect(small, 0.1 * MiB, parseGoVersion("go1.22.12"))).toBe(true);
  });

  it("is said", () => {
    const ledger = { id: "live", bytes: 2 * MiB, children: [] } as unknown as LedgerLine;
    expect(collectionRemark({ snapshot: at(3.2, 4), ledger })).toEqual([
      "Answering this look took the program up to 1.00 MiB, and its next collection can be nearer than that: looking can itself bring it on, and then what was found live may become free.",
    ]);
    expect(collectionRemark({ snapshot: at(2.5, 4), ledger })).toEqual([]);
  });
});

describe("the remark", () => {
  const page = { "pprof/goroutine.debug2.txt": 1000 };
  const moment = (rss: number | null) => ({
    snapshot: look(1, page),
    ledger: { id: "rss", bytes: rss, children: [] } as unknown as LedgerLine,
  });
  const remark = (...rss: (number | null)[]) => askingRemark(rss.map(moment));

  it("says how much of the growth can be Resident's own", () => {
    expect(remark(100 * MiB, 104 * MiB, 108 * MiB)).toEqual([
      "RSS grew by 8.00 MiB from the first to the last snapshot. Up to 2.00 MiB of that can be what the program allocated to answer Resident: mostly garbage, which a collection frees.",
    ]);
    expect(remark(100 * MiB, 101.5 * MiB, 101.5 * MiB)[0]).toMatch(/Up to 1.50 MiB/);
  });

  it("counts only what lines with garbage grew by: stacks are not Resident's", () => {
    const part = (id: string, bytes: number) => ({ id, bytes, children: [] });
    const at = (rss: number, garbage: number, idle: number) => ({
      snapshot: look(1, { "pprof/goroutine.debug2.txt": 40 * MiB }),
      ledger: {
        ...part("rss", rss * MiB),
        children: [part("since-gc", garbage * MiB), part("idle", idle * MiB), part("stacks", 0)],
      } as unknown as LedgerLine,
    });
    expect(askingRemark([at(100, 5, 9), at(115, 9, 7)])[0]).toMatch(
      /by 15\.0 MiB .* Up to 4\.00 MiB/,
    );
    expect(askingRemark([at(100, 5, 9), at(115, 5, 9)])).toEqual([]);
  });

  it("counts what was live while it was asked, and the tables that the first looks make", () => {
    const part = (id: string, bytes: number) => ({ id, bytes: bytes * MiB, children: [] });
    // An idle program (Go 1.26.8, two looks 20 s apart): all that it grew by is Resident's.
    const at = (NumGC: number, rss: number, live: number, rest: number, tables: number) => ({
      snapshot: look(1, { "pprof/goroutine.debug2.txt": 2 * MiB }, NumGC),
      ledger: {
        ...part("rss", rss),
        children: [part("live", live), part("since-gc", rest), part("go-metadata", tables)],
      } as unknown as LedgerLine,
    });
    expect(askingRemark([at(0, 8, 0, 0.2, 0.2), at(1, 13, 1.9, 1, 1.5)])[0]).toMatch(
      /by 5\.00 MiB .* Up to 4\.00 MiB/, // 1.9 live, 0.8 since, 1.3 of tables
    );
    // A program that has tables of its own gets no more than the first looks can make.
    expect(askingRemark([at(1, 100, 0, 0, 0), at(1, 120, 0, 1, 19)])[0]).toMatch(/Up to 3\.00 MiB/);
  });

  it("is not made where it explains little, or nothing grew", () => {
    expect(remark(100 * MiB, 110 * MiB, 130 * MiB)).toEqual([]);
    expect(remark(100 * MiB, 100 * MiB)).toEqual([]);
    expect(remark(100 * MiB)).toEqual([]);
    expect(remark(null, null)).toEqual([]);
  });
});
