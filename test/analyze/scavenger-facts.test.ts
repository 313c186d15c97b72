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
  expect(earliest).toBe(4);
  expect(latest).toBe(9);
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
