/** When the collector's CPU is the limit's fault. */
import { join } from "node:path";
import { expect, test } from "vitest";
import { explain } from "../../src/analyze/explain.ts";
import { MiB } from "../../src/base/units.ts";
import { readBundleFolder } from "../../src/collect/bundle/read-bundle-folder.ts";
import { gunzip } from "../../src/collect/gunzip.ts";
import { decodeBundle } from "../../src/decode/recording.ts";
import type { Verdict } from "../../src/model/verdict.ts";

interface Case {
  readonly heap: number;
  readonly goal: number;
  readonly cpu: number;
  /** MiB of GOMEMLIMIT, 140 unless given. */
  readonly limit?: number;
  /** MiB that the cgroup allows. */
  readonly cgroup?: number;
  /** What it took until a look 10 s before, where there was one. */
  readonly cpuBefore?: number;
  /** Seconds since the last of a row of collections that came twice a second, 0.1 unless given. */
  readonly since?: number;
}

const NOW = 1_800_000_000;

/** What MemStats has of such a row: collection n in the ring at (n + 255) % 256. */
function row(since: number, now: number) {
  const NumGC = 300;
  const PauseEnd = new Array<number>(256).fill(0);
  for (let back = 0; back < 256; back++) {
    PauseEnd[(NumGC - back + 255) % 256] = (now - since - back / 2) * 1e9;
  }
  return { NumGC, PauseEnd, LastGC: now - since };
}

/** The probe of Go 1.26 with its 120 MiB live, as if GOMEMLIMIT alone made its goal. */
function headlineWith(of: Case): string | undefined {
  return verdictWith(of)?.headline;
}

function verdictWith(of: Case): Verdict | undefined {
  const { heap, goal, cpu, limit = 140, since = 0.1, cgroup, cpuBefore } = of;
  const raw = readBundleFolder(join(import.meta.dirname, "../fixtures/captures/probe/go1.26"));
  const { gcLog: _gcLog, ...recording } = decodeBundle(raw, { gunzip });
  const { runtimeMetrics: _metrics, ...snapshot } = recording.snapshots[0]!;
  const stats = snapshot.memStats!;
  const more = heap * MiB - stats.HeapAlloc;
  const memStats = {
    ...stats,
    HeapAlloc: heap * MiB,
    HeapInuse: stats.HeapInuse + more,
    HeapSys: stats.HeapSys + more,
    Sys: stats.Sys + more,
    NextGC: goal * MiB,
    GCCPUFraction: cpu,
    ...row(since, NOW),
  };
  const environment = { ...snapshot.environment, GOGC: "off", GOMEMLIMIT: `${limit}MiB` };
  const meta = { ...snapshot.meta, processStart: NOW - 1000 };
  const level = { path: "/app", current: 200 * MiB, max: (cgroup ?? 1000) * MiB };
  const last = {
    ...snapshot,
    time: NOW,
    meta,
    memStats,
    environment,
    cgroup: { version: 2 as const, levels: [level] },
  };
  const before = {
    ...last,
    time: NOW - 10,
    memStats: { ...memStats, ...row(since, NOW - 10), GCCPUFraction: cpuBefore ?? 0 },
  };
  const { verdicts } = explain({
    ...recording,
    snapshots: cpuBefore === undefined ? [last] : [before, last],
  });
  return verdicts.find(({ id }) => id === "gc-thrash");
}

test("a share since the start is said to be that, and between two looks it is theirs", () => {
  const tight = { heap: 130, goal: 125, cpu: 0.3 };
  expect(headlineWith(tight)).toMatch(
    /^The collector has taken 30 % of the CPU since the start[,:]/,
  );
  // 0.2 of the 1000 s and 0.195 of the 990 s before are 0.7 of the 10 s between.
  const cpuBefore = (0.2 * 999.9 - 7) / 989.9;
  expect(headlineWith({ ...tight, cpu: 0.2, cpuBefore })).toMatch(/^The collector takes 70 % of/);
});

test("no limit is advised that the cgroup has no room for", () => {
  const tight = { heap: 130, goal: 125, cpu: 0.3 };
  const advice = (cgroup: number) => verdictWith({ ...tight, cgroup })?.actions[0];
  expect(advice(1000)?.code).toMatch(/^GOMEMLIMIT=\d{3}MiB$/);
  expect(advice(150)?.code).toBeUndefined();
  expect(advice(150)?.text).toMatch(/the cgroup has 150 MiB for the whole process\.$/);
});

test("much CPU and a goal close to the live heap", () => {
  expect(headlineWith({ heap: 130, goal: 125, cpu: 0.3 })).toMatch(/^The collector has taken 30 %/);
});

test("a heap far beyond its goal, while nothing is counted of the collection that runs", () => {
  expect(headlineWith({ heap: 330, goal: 125, cpu: 0.02 })).toMatch(
    /^The collector can't keep up: the heap is 330 MiB, its goal 125 MiB/,
  );
});

test("a goal above the limit: more was marked than the limit allows", () => {
  expect(headlineWith({ heap: 290, goal: 200, cpu: 0.3 })).toMatch(/^The collector has taken 30 %/);
});

test("not where the live heap is above the limit and the collector rests", () => {
  expect(headlineWith({ heap: 200, goal: 200, cpu: 0.01 })).toBeUndefined();
});

test("not where there is room, however much CPU it takes", () => {
  expect(headlineWith({ heap: 200, goal: 1000, cpu: 0.3, limit: 1024 })).toBeUndefined();
});

test("not where the limit is far above the heap: then something else makes the goal", () => {
  expect(headlineWith({ heap: 130, goal: 125, cpu: 0.3, limit: 200 })).toBeUndefined();
});

test("not where the collector rests", () => {
  expect(headlineWith({ heap: 124, goal: 125, cpu: 0.01 })).toBeUndefined();
});

test("not where it rests now, however much it took while the program started", () => {
  const busy = { heap: 130, goal: 125, cpu: 0.3 };
  expect(headlineWith({ ...busy, since: 0.7 })).toMatch(/^The collector has taken 30 %/);
  expect(headlineWith({ ...busy, since: 1.7 })).toBeUndefined();
});
