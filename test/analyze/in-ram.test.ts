/**
 * What is said of memory that Go counts and the kernel never gave: a finding speaks of what is in RAM, and
 * of one line of code only within bounds.
 */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { explain } from "../../src/analyze/explain.ts";
import { inRamOf, lackingInRam } from "../../src/analyze/verdicts/heap/in-ram.ts";
import { liveHeapGrowing } from "../../src/analyze/verdicts/heap/live-heap-growing.ts";
import { makeContext } from "../../src/analyze/verdicts/rule/context.ts";
import { MiB } from "../../src/base/units.ts";
import type { LedgerLine } from "../../src/model/ledger.ts";
import { findLine } from "../../src/model/ledger.ts";
import type { MemStats } from "../../src/model/mem-stats.ts";
import type { Verdict } from "../../src/model/verdict.ts";
import { snapshots } from "../support/random-snapshot.ts";

function line(id: string, mib: number, children: readonly LedgerLine[] = []): LedgerLine {
  return { id, title: id, bytes: mib * MiB, basis: "counted", source: "", children };
}

/** A heap of so many MiB in RAM. */
function ledgerOf(rss: number, lines: Readonly<Record<string, number>>): LedgerLine {
  const counted = Object.values(lines).reduce((sum, mib) => sum + mib, 0);
  const children = Object.entries(lines).map(([id, mib]) => line(id, mib));
  const heap = [...children, line("heap-difference", rss - counted)];
  return line("rss", rss, [line("go-heap", rss, heap)]);
}

describe("what of a line is in RAM", () => {
  test("is all of it where the kernel counts as much as Go", () => {
    const inRam = inRamOf(ledgerOf(110, { live: 100 }), "live");
    expect(inRam).toEqual({ least: 100 * MiB, most: 100 * MiB });
  });

  test("is known exactly where no other line can lack anything", () =>
    expect(inRamOf(ledgerOf(60, { live: 260 }), "live")).toEqual({
      least: 60 * MiB,
      most: 60 * MiB,
    }));

  test("is known within what the other lines can lack", () => {
    const ledger = ledgerOf(60, { live: 200, idle: 30, "since-gc": 20 });
    expect(inRamOf(ledger, "live")).toEqual({ least: 10 * MiB, most: 60 * MiB });
    expect(lackingInRam(ledger, ["live", "since-gc"])).toEqual({
      least: 160 * MiB,
      most: 190 * MiB,
    });
  });

  test("is not known more exactly than the profile's estimate where there are no MemStats", () => {
    const live = { ...line("live", 100), range: [80 * MiB, 130 * MiB] as const };
    const ledger = line("go-heap", 70, [live, line("heap-difference", -30)]);
    expect(lackingInRam(ledger, ["live"]).least).toBe(10 * MiB);
  });
});

const GB = 1 << 30;

/** A program of which RSS is known as a number only: 260 MiB live, allocated by nobody knows whom. */
function reportOf(rssMib: number, swapMib: number | undefined): Verdict {
  const memStats = {
    source: "heap?debug=1",
    NumGC: 3,
    NextGC: 520 * MiB,
    HeapAlloc: 260 * MiB,
    HeapInuse: 260 * MiB,
    HeapIdle: 0,
    HeapReleased: 0,
    HeapSys: 260 * MiB,
    StackInuse: 0,
    StackSys: 0,
    Sys: 264 * MiB,
    TotalAlloc: 260 * MiB,
    MSpanSys: MiB,
    MCacheSys: 0,
    BuckHashSys: MiB,
    GCAndOtherSys: 2 * MiB,
    LastGC: 99,
  } as unknown as MemStats;
  const vmSwap = swapMib === undefined ? {} : { vmSwap: swapMib * MiB };
  const status = { name: "app", pid: 1, vmRss: rssMib * MiB, vmSize: GB, ...vmSwap };
  const go = { raw: "go1.17", major: 1, minor: 17, patch: 0 };
  const { verdicts, ledger } = explain({
    target: "app",
    go,
    snapshots: [{ name: "1", time: 100, meta: {}, memStats, status, missing: [] }],
    remarks: [],
  });
  const heap = findLine(ledger, "go-heap")!;
  expect(heap.resident ?? heap.bytes).toBeLessThanOrEqual(rssMib * MiB);
  return verdicts.find(({ id }) => id === "live-heap")!;
}

describe("a finding of live objects of which most were never written", () => {
  test("speaks of what is in RAM, and is no more than RSS", () => {
    const { headline, bytes, share, range } = reportOf(65, 0);
    expect(headline).toContain(
      "At most 65.0 MiB of the 260 MiB of live objects are in RAM: the rest was never written.",
    );
    expect(bytes).toBeGreaterThan(60 * MiB);
    expect(bytes).toBeLessThan(65 * MiB);
    expect(share).toBeCloseTo(bytes! / (65 * MiB), 9);
    expect(range).toEqual([61 * MiB, 65 * MiB]);
  });

  test("does not say never written where it can be in swap", () => {
    const words = "is in swap or was never written";
    expect(reportOf(65, 100).headline).toContain(words);
    expect(reportOf(65, undefined).headline).toContain(words);
  });

  test("says what is in RAM wherever it has more bytes than RSS", () =>
    expect(reportOf(250, 0).headline).toMatch(
      /^260 MiB of live objects \(246 MiB of it in RAM\); found 1 s ago\./,
    ));

  test("is said as ever where it is in RAM", () => {
    const { headline, bytes } = reportOf(270, 0);
    expect(headline).not.toContain("in RAM");
    expect(bytes).toBe(260 * MiB);
  });
});

test("all findings together own no more than RSS, also where it is known as a number only", () => {
  fc.assert(
    fc.property(snapshots, fc.option(fc.nat(2 ** 30)), ({ addressSpace, ...rest }, vmRss) => {
      const space = vmRss !== null || addressSpace === undefined ? {} : { addressSpace };
      const status = { name: "x", pid: 1, vmSize: 2 ** 31, ...(vmRss === null ? {} : { vmRss }) };
      const snapshot = { ...rest, ...space, status };
      const { verdicts } = explain({ target: "x", snapshots: [snapshot], remarks: [] });
      const sum = verdicts.reduce((total, { share }) => total + (share ?? 0), 0);
      expect(sum).toBeLessThanOrEqual(1 + 1e-3);
    }),
    { numRuns: 300 },
  );
});

/** A leak of 10 MiB/s, found by a collection a second, of which so much is written each second. */
function growingVerdict(writtenEachSecond: number) {
  const moments = [0, 1, 2, 3, 4, 5].map((t) => {
    const [live, rss] = [200 + 10 * t, 100 + writtenEachSecond * t];
    const memStats = { NumGC: 3 + t, HeapAlloc: live * MiB, LastGC: 1000 + t, NextGC: 2 * GB };
    const level = { path: "/app", max: 500 * MiB, current: rss * MiB };
    const snapshot = {
      name: `${t}`,
      time: 1000 + t,
      meta: {},
      memStats: memStats as unknown as MemStats,
      cgroup: { version: 2 as const, levels: [level] },
      missing: [],
    };
    return { snapshot, ledger: line("virt", 1000, [line("swapped", 0), ledgerOf(rss, { live })]) };
  });
  const snapshots = moments.map(({ snapshot }) => snapshot);
  const context = makeContext({ target: "x", snapshots, remarks: [] }, moments, []);
  return liveHeapGrowing.judge(context, new Set())!;
}

describe("a leak of which much is never written", () => {
  test("reaches the cgroup's limit by what is written", () => {
    const { headline, forecast } = growingVerdict(2);
    // 390 MiB of room at 2 MiB/s; GOGC=100 may need it in half the time.
    expect(forecast).toMatchObject([{ what: "reaches", earliest: 98, latest: 195 }]);
    expect(headline).toContain(
      "Of its 250 MiB at most 110 MiB are in RAM: the rest was never written.",
    );
  });

  test("reaches none where nothing is written", () => {
    expect(growingVerdict(0).forecast).toEqual([]);
    expect(growingVerdict(0).headline).toContain("The live heap grows by 600 MiB a minute");
  });
});
