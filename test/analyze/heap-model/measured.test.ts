/**
 * The model against real runs of the bundled workloads (test/stories/programs/twins, ten minutes
 * each, Go 1.19 to 1.26; how they were measured: docs/heap-model.md). RSS after a fall is the
 * process's own base, which a workload does not know: within 10 %, or 5 MiB.
 */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { simulate } from "../../../src/analyze/heap-model/simulate.ts";
import { MiB } from "../../../src/base/units.ts";
import { bundledWorkload } from "../../../src/collect/workloads.ts";
import { decodeWorkload } from "../../../src/decode/workload/decode-workload.ts";
import { parseGoVersion } from "../../../src/model/go-version.ts";

interface Measured {
  readonly workload: string;
  readonly go: string;
  readonly peakRss: number;
  readonly endRss: number;
  readonly falls: readonly { readonly from: number; readonly to: number; readonly bytes: number }[];
  readonly waits: { readonly heapSys: number } | null;
  readonly end: { readonly heapSys: number; readonly numGC: number } | null;
}

const file = new URL("../../fixtures/heap-model/measured.json", import.meta.url);
const RUNS: readonly Measured[] = JSON.parse(readFileSync(file, "utf8"));
const ready = RUNS.map((run) => [`${run.workload} on ${run.go}`, run] as const);

const SECONDS = 5;
const LONGEST_INTERVAL = 120;

function modelOf({ workload, go }: Measured) {
  const settings = { go: parseGoVersion(go)!, gogc: 100, memlimit: null, every: 60 };
  return simulate(decodeWorkload(bundledWorkload(workload)), settings);
}

function near(share: number, truth: number, least = 0): number {
  return Math.max(share * truth, least);
}

test("there is something to compare", () => {
  expect(RUNS.length).toBe(24);
});

describe.each(ready)("%s", (_, real) => {
  const run = modelOf(real);

  test("HeapSys and the number of collections", () => {
    const truth = real.end ?? real.waits!;
    expect(Math.abs(run.end.heapSys - truth.heapSys)).toBeLessThan(near(0.1, truth.heapSys));
    if (real.end === null) return;
    expect(Math.abs(run.end.numGC - real.end.numGC)).toBeLessThan(near(0.1, real.end.numGC, 3));
  });

  // Of the classic it is chance whether a concurrent mark still finds the slice: one slot or two.
  const isChance = real.workload === "classic" && real.peakRss < 0.6 * run.peak.rss;
  test.skipIf(isChance)("RSS at its highest within 10 %", () => {
    expect(Math.abs(run.peak.rss - real.peakRss)).toBeLessThan(near(0.1, real.peakRss));
  });

  test("RSS in the end", () => {
    expect(Math.abs(run.end.rss - real.endRss)).toBeLessThan(near(0.1, real.endRss, 5 * MiB));
  });

  test.skipIf(isChance)("when it falls: within 5 s, or in the interval", () => {
    for (const fall of real.falls.filter(({ bytes }) => bytes > 0.1 * real.peakRss)) {
      const told = run.falls.find(
        ({ from, earliest, latest }) =>
          (fall.from >= earliest - SECONDS && fall.to <= latest + SECONDS) ||
          Math.abs(from - fall.from) <= SECONDS,
      );
      expect(told, `${JSON.stringify(fall)} of ${JSON.stringify(run.falls)}`).toBeDefined();
      expect(told!.latest - told!.earliest).toBeLessThanOrEqual(LONGEST_INTERVAL);
    }
  });
});
