/** What the verdicts say of the collector's next step, against the pacer's own arithmetic. */
import { expect, test } from "vitest";
import { explain } from "../../src/analyze/explain.ts";
import { MiB } from "../../src/base/units.ts";
import { gunzip } from "../../src/collect/gunzip.ts";
import { decodeBundle } from "../../src/decode/recording.ts";
import type { MemStats } from "../../src/model/mem-stats.ts";
import type { CgroupLevel } from "../../src/model/process.ts";
import type { Verdict } from "../../src/model/verdict.ts";
import { readCapture } from "../support/captures.ts";

interface Change {
  readonly go?: string;
  readonly stats: Partial<MemStats>;
  readonly gogc?: string;
  readonly memlimit?: string;
  readonly cgroup?: CgroupLevel;
  readonly metrics?: ReadonlyMap<string, number>;
}

/** The probe of that version, with other MemStats; live is what NextGC says, else the profile. */
function verdictsOf({
  go = "1.26",
  stats,
  gogc = "100",
  memlimit,
  cgroup,
  metrics,
}: Change): readonly Verdict[] {
  const raw = readCapture(`probe/go${go}`);
  const { gcLog: _gcLog, ...recording } = decodeBundle(raw, { gunzip });
  const { runtimeMetrics: _metrics, heap, ...look } = recording.snapshots[0]!;
  const snapshot = gogc === "off" ? { ...look, heap: heap! } : look;
  const environment = { GOGC: gogc, ...(memlimit === undefined ? {} : { GOMEMLIMIT: memlimit }) };
  const memStats = { ...snapshot.memStats!, ...stats };
  const group = cgroup === undefined ? {} : { cgroup: { version: 2 as const, levels: [cgroup] } };
  const runtimeMetrics = metrics === undefined ? {} : { runtimeMetrics: metrics };
  const changed = { ...snapshot, ...group, ...runtimeMetrics, memStats, environment };
  return explain({ ...recording, snapshots: [changed] }).verdicts;
}

const byId = (verdicts: readonly Verdict[], id: string) => verdicts.find((one) => one.id === id);

test("the next collection comes between the trigger's bounds, not at the goal", () => {
  const headroom = byId(
    verdictsOf({ stats: { NextGC: 200 * MiB, HeapAlloc: 120 * MiB, HeapInuse: 122 * MiB } }),
    "gc-headroom",
  )!;
  const [, least, most] = /comes after (\S+) MiB to (\S+) MiB more/.exec(headroom.headline)!;
  // Live are about 100 MiB: from 0.7 of the way to the goal, at the latest 4 MiB before it.
  expect(Math.abs(Number(least) - 50)).toBeLessThan(1);
  expect(Math.abs(Number(most) - 76)).toBeLessThan(1);
});

test("Go 1.4 collects at NextGC", () => {
  const stats = { NextGC: 200 * MiB, HeapAlloc: 150 * MiB };
  const headroom = byId(verdictsOf({ go: "1.4", stats }), "gc-headroom")!;
  expect(headroom.headline).toContain("comes after 50.0 MiB more");
});

test("with GOGC=off the limit is said to be what garbage may fill, and can be lowered", () => {
  const stats = { NextGC: 285 * MiB, HeapAlloc: 240 * MiB, HeapInuse: 242 * MiB };
  const headroom = byId(verdictsOf({ stats, gogc: "off", memlimit: "300MiB" }), "gc-headroom")!;
  expect(headroom.headline).toMatch(
    /^With GOGC=off garbage may fill the memory limit of 300 MiB: \d+ MiB were allocated since the last collection; /,
  );
  expect(headroom.actions.map(({ text }) => text).join(" ")).toContain("lower GOMEMLIMIT");
  const other = byId(verdictsOf({ stats, memlimit: "300MiB" }), "gc-headroom");
  expect(other?.headline ?? "").not.toContain("GOGC=off");
});

test("nor is it near where too few collections have run to tell what is live", () => {
  const stats = { NumGC: 1, NumForcedGC: 0, NextGC: 240 * MiB, HeapAlloc: 235 * MiB };
  const used = { Sys: 247 * MiB, HeapReleased: 0, HeapInuse: 238 * MiB };
  const verdicts = verdictsOf({ stats: { ...stats, ...used }, gogc: "off", memlimit: "250MiB" });
  expect(byId(verdicts, "near-limit")).toBeUndefined();
  expect(
    byId(
      verdictsOf({
        stats: { ...stats, ...used, NumGC: 3, NextGC: 150 * MiB },
        gogc: "off",
        memlimit: "250MiB",
      }),
      "near-limit",
    ),
  ).toBeDefined();
  const { headline, actions } = byId(verdicts, "gc-headroom")!;
  expect(headline).toContain(
    "With GOGC=off garbage may fill the memory limit of 250 MiB: 235 MiB are allocated objects, live or garbage; nothing read here tells which.",
  );
  expect(actions[0]?.code).toMatch(/ --gc$/);
});

test("another GOGC is said with the heap that it leads to", () => {
  const stats = { NextGC: 200 * MiB, HeapAlloc: 120 * MiB };
  const [action] = byId(verdictsOf({ stats }), "gc-headroom")!.actions;
  expect(action!.code).toBe("GOGC=50");
  expect(action!.text).toMatch(/grows to 1(49|50) MiB instead of 200 MiB/);
});

test("of stacks that count for the goal another GOGC takes its share, too", () => {
  // 10 MiB are live and 40 MiB of stacks were scanned: 10 + (10 + 40) · 1, and with GOGC=50 half of that.
  const stats = {
    NextGC: 60 * MiB,
    HeapAlloc: 50 * MiB,
    HeapInuse: 52 * MiB,
    StackInuse: 80 * MiB,
  };
  const metrics = new Map([["/gc/heap/live:bytes", 10 * MiB]]);
  const [action] = byId(verdictsOf({ stats, metrics }), "gc-headroom")!.actions;
  expect(action!.text).toContain("grows to 35.0 MiB instead of 60.0 MiB");
});

test("a memory limit that leaves no room is raised to one that does", () => {
  const stats = { NextGC: 125 * MiB, HeapAlloc: 122 * MiB, GCCPUFraction: 0.3 };
  const thrash = byId(verdictsOf({ stats, gogc: "off", memlimit: "140MiB" }), "gc-thrash")!;
  const [, code] = /^GOMEMLIMIT=(\d+)MiB$/.exec(thrash.actions[0]!.code!)!;
  expect(Number(code)).toBeGreaterThan(1.5 * 115);
  expect(Number(code)).toBeLessThan(250);
});

const near: CgroupLevel = { path: "/app", max: 210 * MiB, current: 200 * MiB };

test("a limit that the heap's next growth would pass is said so", () => {
  const stats = { NextGC: 250 * MiB, HeapAlloc: 127 * MiB };
  const verdict = byId(verdictsOf({ stats, cgroup: near }), "near-limit")!;
  expect(verdict.headline).toMatch(/lets the heap take \d+ MiB more before the next collection/);
  expect(verdict.evidence.some(({ what }) => what.includes("goal"))).toBe(true);
});

test("a limit that it would not pass is not", () => {
  const stats = { NextGC: 130 * MiB, HeapAlloc: 127 * MiB };
  const verdict = byId(verdictsOf({ stats, cgroup: near }), "near-limit")!;
  expect(verdict.headline).not.toContain("lets the heap");
});

test("a goal beyond the limit is told before it is near, once half of it is taken", () => {
  const stats = { NextGC: 250 * MiB, HeapAlloc: 127 * MiB };
  const verdict = byId(verdictsOf({ stats, cgroup: { ...near, max: 270 * MiB } }), "near-limit")!;
  expect(verdict.headline).toMatch(/^74 % of .*lets the heap take \d+ MiB more before/);
  expect(verdict.severity).toBe("warning");
  expect(byId(verdictsOf({ stats, cgroup: near }), "near-limit")!.severity).toBe("critical");
  const far = { ...near, max: 410 * MiB };
  expect(byId(verdictsOf({ stats, cgroup: far }), "near-limit")).toBeUndefined();
});

test("GOMEMLIMIT is not advised where the live heap fills it", () => {
  const tight: CgroupLevel = { path: "/app", max: 135 * MiB, current: 132 * MiB };
  const stats = { NextGC: 250 * MiB, HeapAlloc: 127 * MiB };
  const { actions } = byId(verdictsOf({ stats, cgroup: tight }), "near-limit")!;
  expect(actions.map(({ code }) => code)).toEqual([undefined, undefined]);
  expect(actions[0]!.text).toMatch(/^Raise the limit/);
  expect(actions[1]!.text).toContain("it would collect all the time");
});

test("before the first collection nothing is said to be live, nor what another GOGC would do", () => {
  const off = { NumGC: 0, NextGC: Number.POSITIVE_INFINITY };
  const headroom = byId(verdictsOf({ stats: off, gogc: "off" }), "gc-headroom")!;
  expect(headroom.headline).toMatch(
    /allocated since the start, and no collection has run yet; with GOGC=off none comes/,
  );
  expect(headroom.actions[0]!.text).not.toContain("grows to");
});

test("one look tells no growth towards a limit, and none that it lacks", () => {
  const stats = { NextGC: 130 * MiB, HeapAlloc: 127 * MiB };
  expect(byId(verdictsOf({ stats, cgroup: near }), "near-limit")!).not.toHaveProperty("forecast");
});

test("GOGC=off fills the memory limit by design: it is near only where little room is left above what is live", () => {
  // 140 MiB, of which 134 are used: 100 MiB of the heap are live, or 40.
  const sizes = { HeapAlloc: 122 * MiB, HeapInuse: 124 * MiB, HeapIdle: 0, HeapReleased: 0 };
  const stats = { ...sizes, Sys: 134 * MiB, NextGC: 126 * MiB };
  const with_ = (live: number) => {
    const metrics = new Map([["/gc/heap/live:bytes", live * MiB]]);
    return verdictsOf({ stats, gogc: "off", memlimit: "140MiB", metrics });
  };
  expect(byId(with_(100), "near-limit")).toBeDefined();
  const roomy = with_(40);
  expect(byId(roomy, "near-limit")).toBeUndefined();
  const actions = byId(roomy, "gc-headroom")!.actions.map(({ code }) => code);
  expect(actions).not.toContain("GOMEMLIMIT=…MiB"); // it has one
});
