/**
 * Forecasts from several looks go by the last one: its clock, its last collection, and what the
 * program itself allocated. Shapes of a heap of 2 GB that a collection had just freed (Go 1.26).
 */
import { expect, test } from "vitest";
import { forecastIdle } from "../../src/analyze/scavenger/forecast-idle.ts";
import { scavengerFacts } from "../../src/analyze/verdicts/heap/scavenger-facts.ts";
import { type Moment, makeContext } from "../../src/analyze/verdicts/rule/context.ts";
import { GiB, MiB } from "../../src/base/units.ts";
import { parseGoVersion } from "../../src/model/go-version.ts";
import type { LedgerLine } from "../../src/model/ledger.ts";
import type { MemStats } from "../../src/model/mem-stats.ts";

/** A look that cost the program 1 MiB, with a goal 40 MiB away. */
function lookAt(t: number, allocated: number, change: Partial<MemStats> = {}): Moment {
  const memStats = {
    NumGC: 9,
    LastGC: 1_800_000_000,
    HeapAlloc: 20 * MiB,
    HeapInuse: 40 * MiB,
    NextGC: 60 * MiB,
    TotalAlloc: 2 * GiB + allocated * MiB,
    HeapIdle: 2 * GiB,
    HeapReleased: 5 * MiB,
    ...change,
  } as MemStats;
  const pageBytes = new Map([["pprof/goroutine.debug2.txt", 1000]]);
  const time = 1_800_000_000 + t;
  return {
    snapshot: { name: `${t}`, time, meta: {}, memStats, pageBytes, missing: [] },
    ledger: { id: "live", bytes: 20 * MiB, children: [] } as unknown as LedgerLine,
  };
}

function forecastOf(moments: readonly Moment[]) {
  const snapshots = moments.map(({ snapshot }) => snapshot);
  const go = parseGoVersion("go1.26.8")!;
  const context = makeContext({ target: "x", go, snapshots, remarks: [] }, moments, []);
  return forecastIdle(scavengerFacts(context, 2 * GiB))[0]!;
}

const NEXT = "the next collection: after two to four minutes without one at the latest";

test("what answering took is no rate: an idle program waits for the timer, by the last look", () =>
  expect(forecastOf([lookAt(2, 0), lookAt(4, 1), lookAt(6, 2)])).toMatchObject({
    what: "falls",
    earliest: 114,
    latest: 234, // the interval is 120 s at most
    waitsFor: NEXT,
  }));

test("what the program allocates beside that is", () => {
  // 42 MiB in 4 s, of which the looks took 2 at the most.
  const { earliest, latest } = forecastOf([lookAt(2, 0), lookAt(4, 21), lookAt(6, 42)]);
  // The goal is 40 MiB away, the earliest trigger seven tenths of the way from what is live: 28.
  expect(earliest).toBe(3);
  expect(latest).toBe(9);
});

test("a program that was busy and no longer is has no one rate: it may be either", () => {
  // 150 MiB at once, then nothing but the looks.
  const looks = [lookAt(2, 0), lookAt(12, 150), lookAt(22, 151), lookAt(32, 152), lookAt(42, 153)];
  const { earliest, latest } = forecastOf(looks);
  expect(earliest).toBeLessThan(10);
  expect(latest).toBeGreaterThanOrEqual(198);
});

test("what goroutines' stacks take of the free pages may not go back", () => {
  const stacks = (t: number, mebibytes: number) =>
    lookAt(t, t / 2, { StackInuse: mebibytes * MiB });
  const forecast = (all: readonly Moment[]) => {
    const snapshots = all.map(({ snapshot }) => snapshot);
    const go = parseGoVersion("go1.26.8")!;
    const context = makeContext({ target: "x", go, snapshots, remarks: [] }, all, []);
    // Nothing used these pages in as long a time as is still to come.
    return forecastIdle({ ...scavengerFacts(context, 30 * MiB), idleFor: 600 })[0]!;
  };
  expect(forecast([stacks(2, 10), stacks(4, 10), stacks(6, 10)]).range).toBeUndefined();
  expect(forecast([stacks(2, 10), stacks(4, 11), stacks(6, 12)]).range).toEqual([0, 26 * MiB]);
});

/** Collections so many seconds before the look, which is the only one. */
function single(ends: readonly number[], sinceGc = 0): ReturnType<typeof scavengerFacts> {
  const PauseEnd = new Array<number>(256).fill(0);
  for (const [back, ago] of ends.entries()) {
    PauseEnd[(9 - back + 255) % 256] = (1_800_000_006 - ago) * 1e9;
  }
  const LastGC = 1_800_000_006 - ends[0]!;
  const look = lookAt(6, 0, { PauseEnd, LastGC });
  const lines = [look.ledger, { id: "since-gc", bytes: sinceGc * MiB, children: [] }];
  const ledger = { id: "rss", bytes: 1, children: lines } as unknown as LedgerLine;
  const moments = [{ ...look, ledger }];
  const snapshots = [look.snapshot];
  const go = parseGoVersion("go1.26.8")!;
  return scavengerFacts(makeContext({ target: "x", go, snapshots, remarks: [] }, moments, []), GiB);
}

test("of one look the last collections tell whether it goes on", () => {
  const often = single([3, 13, 23, 33, 43]);
  expect(often.taking).toBe(Number.POSITIVE_INFINITY);
  expect(forecastIdle(often)[0]).toMatchObject({ range: [0, expect.anything()], earliest: 7 });
  const stopped = single([60, 70, 80, 90, 100]);
  expect(stopped.taking).toBe(0);
  expect(forecastIdle({ ...stopped, idleFor: 600 })[0]!.range).toBeUndefined();
  const timer = single([20, 141, 262, 383, 504]);
  expect(forecastIdle(timer)[0]).toMatchObject({ what: "falls", earliest: 100 });
});

test("or what it has allocated since the last one", () => {
  // 62 MiB in 60 s, of which one is not known to the byte and the look took one.
  expect(single([60, 70, 80, 90, 100], 62).taking! / MiB).toBeCloseTo(1, 1);
});

test("of the free pages the heap first takes what it may grow by until then", () => {
  const busy = (idle: number) => {
    const looks = [lookAt(2, 0), lookAt(4, 21), lookAt(6, 42)];
    const snapshots = looks.map(({ snapshot }) => snapshot);
    const go = parseGoVersion("go1.26.8")!;
    const context = makeContext({ target: "x", go, snapshots, remarks: [] }, looks, []);
    return forecastIdle(scavengerFacts(context, idle)).map(({ what, bytes }) => [
      what,
      bytes / MiB,
    ]);
  };
  // 40 MiB to the goal; of the 80 MiB in use then a tenth is kept.
  expect(busy(100 * MiB)).toEqual([
    ["falls", 52],
    ["stays", 40],
    ["stays", 8],
  ]);
  expect(busy(30 * MiB)).toEqual([["stays", 30]]);
});

test("a return that is under way is said to be, from now on", () => {
  const looks = [
    lookAt(123, 0),
    lookAt(125, 1, { HeapReleased: 505 * MiB }),
    lookAt(127, 2, { HeapReleased: 1005 * MiB }),
  ];
  const { earliest, waitsFor } = forecastOf(looks);
  expect(earliest).toBe(0);
  expect(waitsFor).toMatch(
    /^the scavenger, which is at work \(500 MiB went back in the last 2 s; at that pace all is gone in 8(\.\d+)? s\)/,
  );
});
