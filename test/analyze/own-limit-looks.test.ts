/** A memory limit that the program sets itself, which no single look at a busy collector can tell. */
import { join } from "node:path";
import { expect, test } from "vitest";
import { explain } from "../../src/analyze/explain.ts";
import { MiB } from "../../src/base/units.ts";
import { readBundleFolder } from "../../src/collect/bundle/read-bundle-folder.ts";
import { gunzip } from "../../src/collect/gunzip.ts";
import { decodeBundle } from "../../src/decode/recording.ts";
import { findLine } from "../../src/model/ledger.ts";
import type { Report } from "../../src/model/report.ts";
import type { Snapshot } from "../../src/model/snapshot.ts";

const NOW = 1_800_000_000;
/** Collections a second. */
const RATE = 20;
const HEAP = 128;

/** The probe of Go 1.26 with its 120 MiB live, as if debug.SetMemoryLimit made the goal. */
function looks(count: number, collectionsBetween: number, goal = 126): Report {
  const raw = readBundleFolder(join(import.meta.dirname, "../fixtures/captures/probe/go1.26"));
  const { gcLog: _gcLog, ...recording } = decodeBundle(raw, { gunzip });
  const { runtimeMetrics: _metrics, ...snapshot } = recording.snapshots[0]!;
  const snapshots = Array.from({ length: count }, (_, i) =>
    lookAt(snapshot, i, 300 + i * collectionsBetween, goal),
  );
  return explain({ ...recording, snapshots });
}

/** Just after a collection, so that the way to the next says nothing. */
function lookAt(snapshot: Snapshot, i: number, NumGC: number, goal: number): Snapshot {
  const stats = snapshot.memStats!;
  const more = HEAP * MiB - stats.HeapAlloc;
  const time = NOW + i;
  const PauseEnd = new Array<number>(256).fill(0);
  for (let back = 0; back < 256; back++) {
    PauseEnd[(NumGC - back + 255) % 256] = (time - (back + 0.95) / RATE) * 1e9;
  }
  const memStats = {
    ...stats,
    HeapAlloc: HEAP * MiB,
    HeapInuse: stats.HeapInuse + more,
    HeapSys: stats.HeapSys + more,
    Sys: stats.Sys + more,
    NextGC: goal * MiB,
    GCCPUFraction: 0.4,
    NumGC,
    PauseEnd,
    LastGC: time - 0.95 / RATE,
  };
  const meta = { ...snapshot.meta, processStart: NOW - 1000 };
  return { ...snapshot, name: `000${i + 1}`, time, meta, memStats, environment: {} };
}

const liveOf = (report: Report) => findLine(report.ledger, "live")!.bytes! / MiB;
const codesOf = (report: Report) =>
  report.verdicts.flatMap(({ actions }) => actions.map(({ code }) => code ?? ""));

test("one look takes the goal for GOGC's, but does not advise to collect still more", () => {
  const report = looks(1, 0);
  expect(liveOf(report)).toBeLessThan(70);
  expect(report.verdicts.some(({ id }) => id === "gc-headroom")).toBe(true);
  expect(codesOf(report).filter((code) => /^(GOGC|GOMEMLIMIT)=/.test(code))).toEqual([]);
});

test("three looks with new profiles tell, and the collector's work comes first", () => {
  const report = looks(3, RATE);
  expect(liveOf(report)).toBeGreaterThan(110);
  expect(report.verdicts[0]?.id).toBe("gc-thrash");
  expect(report.verdicts[0]?.headline).toMatch(
    /^The collector takes 40 % of the CPU, 20\.0 collections a second: the goal that the program has set itself/,
  );
  expect(report.verdicts[0]?.actions).toHaveLength(1);
});

test("not with the same profile in all of them: then the heap may have fallen", () => {
  expect(liveOf(looks(3, 0))).toBeLessThan(70);
});

test("a goal that is passed at every look is told, whatever is live", () => {
  const [first] = looks(2, RATE).verdicts;
  expect(first?.headline).toBe(
    "The collector takes 40 % of the CPU, 20.0 collections a second: the heap is past its goal (126 MiB) at every look.",
  );
  expect(first?.actions.map(({ text }) => text).join(" ")).toMatch(
    /SetGCPercent .* Where the program calls neither: raise GOGC, or allocate less\.$/,
  );
  expect(looks(1, 0).verdicts.some(({ id }) => id === "gc-thrash")).toBe(false);
});

test("not where the goal follows from the profile's live heap", () => {
  expect(looks(3, RATE, 245).verdicts.some(({ id }) => id === "gc-thrash")).toBe(false);
});
