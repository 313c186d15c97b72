/**
 * GOGC=off with GOMEMLIMIT=200MiB: the model's goal and sizes against what the probe said of itself
 * (captures/probe, limit.vars.json), up to where it has built up its 121 MiB.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { simulate } from "../../../src/analyze/heap-model/simulate.ts";
import { MiB } from "../../../src/base/units.ts";
import { decodeWorkload } from "../../../src/decode/workload/decode-workload.ts";
import { parseGoVersion } from "../../../src/model/go-version.ts";
import { CAPTURES } from "../../support/captures.ts";

const probe = readFileSync(new URL("../../fixtures/workloads/probe.yaml", import.meta.url), "utf8");
const workload = decodeWorkload(probe.slice(0, probe.indexOf("  - drop: big")));

describe.each(["go1.19", "go1.26"])("%s", (go) => {
  const path = join(CAPTURES, `probe/${go}/limit.vars.json`);
  const { memstats } = JSON.parse(readFileSync(path, "utf8"));
  const settings = { gogc: null, memlimit: 200 * MiB, every: 60 };
  const { end, collections } = simulate(workload, { go: parseGoVersion(go)!, ...settings });

  test("the goal that the limit leaves, within 2 %", () => {
    expect(Math.abs(end.nextGC - memstats.NextGC) / memstats.NextGC).toBeLessThan(0.02);
    expect(collections).toEqual([]); // the program's own was forced
  });

  test("sizes within 3 %", () => {
    for (const [told, real] of [
      [end.heapAlloc, memstats.HeapAlloc],
      [end.heapSys, memstats.HeapSys],
      [end.heapInuse, memstats.HeapInuse],
      [end.sys, memstats.Sys],
      [end.stackInuse, memstats.StackInuse],
    ]) {
      expect(Math.abs(told! - real) / real).toBeLessThan(0.03);
    }
  });
});
