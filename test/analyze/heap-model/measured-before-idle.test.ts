/**
 * The model against real runs with eleven more versions, Go 1.8 to 1.27, up to where they begin to
 * wait: how the heap grows, what of it counts as released, how often it collects, and RSS.
 */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { simulate } from "../../../src/analyze/heap-model/simulate.ts";
import { MiB } from "../../../src/base/units.ts";
import { bundledWorkload } from "../../../src/collect/workloads.ts";
import { decodeWorkload } from "../../../src/decode/workload/decode-workload.ts";
import { parseGoVersion } from "../../../src/model/go-version.ts";

interface Measured {
  readonly workload: string;
  readonly go: string;
  readonly peakRss: number;
  readonly heapSys: number;
  readonly heapInuse: number;
  readonly heapReleased: number;
  readonly numGC: number;
}

const file = new URL("../../fixtures/heap-model/measured-before-idle.json", import.meta.url);
const RUNS: readonly Measured[] = JSON.parse(readFileSync(file, "utf8"));

test.each(RUNS.map((run) => [`${run.workload} on ${run.go}`, run] as const))("%s", (_, real) => {
  const settings = { gogc: 100, memlimit: null, every: 60 };
  const workload = decodeWorkload(bundledWorkload(real.workload));
  const { peak, samples } = simulate(workload, { go: parseGoVersion(real.go)!, ...settings });
  const last = samples
    .filter(({ step }) => step === "drop keep" || step === "runtime.GC()")
    .at(-1)!;
  const share = (told: number, truth: number) => Math.abs(told - truth) / truth;
  expect(share(peak.rss, real.peakRss)).toBeLessThan(0.05);
  expect(share(last.heapSys, real.heapSys)).toBeLessThan(0.05);
  expect(share(last.heapInuse, real.heapInuse)).toBeLessThan(0.05);
  expect(Math.abs(last.heapReleased - real.heapReleased)).toBeLessThan(8 * MiB);
  expect(Math.abs(last.numGC - real.numGC)).toBeLessThanOrEqual(1);
});

test("there are runs of both kinds", () => {
  expect(RUNS.map(({ workload }) => workload)).toEqual(expect.arrayContaining(["spike", "cache"]));
});
