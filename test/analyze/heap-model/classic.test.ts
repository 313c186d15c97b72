/**
 * The model against the real runs of captures/seed: the classic makes ten slices of 100,000,000
 * bytes, keeps none and writes none. What it touches comes from zeroing by the version's rules. The
 * truth is read from the bundles: what the program printed last, MemStats and /proc of snapshot 0001.
 */
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { simulate } from "../../../src/analyze/heap-model/simulate.ts";
import { readBundleFolder } from "../../../src/collect/bundle/read-bundle-folder.ts";
import { gunzip } from "../../../src/collect/gunzip.ts";
import { bundledWorkload, bundledWorkloads } from "../../../src/collect/workloads.ts";
import { decodeBundle } from "../../../src/decode/recording.ts";
import { decodeWorkload } from "../../../src/decode/workload/decode-workload.ts";
import { parseGoVersion } from "../../../src/model/go-version.ts";
import { CAPTURES } from "../../support/captures.ts";

const WITHIN = 0.05;
const classic = decodeWorkload(bundledWorkload("classic"));

function modelled(go: string) {
  const version = parseGoVersion(go)!;
  const run = simulate(classic, { go: version, gogc: 100, memlimit: null, every: 60 });
  return { run, after: run.samples.find(({ step }) => step === "drop s")! };
}

function measured(go: string) {
  const raw = readBundleFolder(join(CAPTURES, "seed", go));
  const log = new TextDecoder().decode(raw.files.get("output.log"));
  const printed = [...log.matchAll(/^\d{4}\/\S+ \S+ (\d+)$/gm)].map(([, number]) => Number(number));
  const [, totalAlloc, heapAlloc, heapSys] = printed.slice(-4);
  const [snapshot] = decodeBundle(raw, { gunzip }).snapshots;
  return {
    totalAlloc: totalAlloc!,
    heapAlloc: heapAlloc!,
    heapSys: heapSys!,
    rss: snapshot!.status!.vmRss!,
    virt: snapshot!.status!.vmSize!,
    stats: snapshot!.memStats!,
  };
}

function expectNear(value: number, truth: number): void {
  expect(Math.abs(value - truth) / truth).toBeLessThan(WITHIN);
}

describe.each(["go1.4.3", "go1.19.8"])("the classic on %s", (go) => {
  const truth = measured(go);
  const { run, after } = modelled(go);

  test("HeapAlloc, TotalAlloc and HeapSys as the program printed them", () => {
    expectNear(after.heapAlloc, truth.heapAlloc);
    expectNear(after.totalAlloc, truth.totalAlloc);
    expectNear(after.heapSys, truth.heapSys);
  });

  test("RSS as ps showed it", () => {
    expectNear(after.rss, truth.rss);
    expect(run.peak.rss).toBeGreaterThanOrEqual(after.rss);
  });

  test("MemStats of the snapshot", () => {
    expectNear(after.heapSys, truth.stats.HeapSys);
    expectNear(after.heapInuse, truth.stats.HeapInuse);
    expectNear(after.nextGC, truth.stats.NextGC);
    expectNear(after.sys, truth.stats.Sys);
    expect(after.numGC).toBe(truth.stats.NumGC);
  });
});

test("Go 1.4 collects where its trace says, at the sizes that it says", () => {
  const raw = readBundleFolder(join(CAPTURES, "seed/go1.4.3"));
  const log = new TextDecoder().decode(raw.files.get("output.log"));
  const traced = [...log.matchAll(/^gc(\d+)\(.* -> (\d+) MB/gm)].map(([, n, mib]) => [+n!, +mib!]);
  const big = traced.filter(([, mib]) => mib! > 0);
  const { collections } = modelled("go1.4.3").run;
  expect(
    collections.slice(0, big.length).map(({ n, before }) => [n, Math.floor(before / 2 ** 20)]),
  ).toEqual(big);
});

test("VIRT of Go 1.4 grows with the heap; from Go 1.11 on it is address space", () => {
  expectNear(modelled("go1.4.3").after.virt, measured("go1.4.3").virt);
  expect(modelled("go1.19.8").after.virt).toBeGreaterThan(3 * modelled("go1.19.8").after.heapSys);
});

test("every bundled workload is one, and the classic comes first", () => {
  const names = bundledWorkloads();
  expect(names[0]).toBe("classic");
  for (const name of names) expect(decodeWorkload(bundledWorkload(name)).name).toBe(name);
});
