/** The classic as `resident simulate` tells it for Go 1.19, for tests of what is made of it. */
import { readFileSync } from "node:fs";
import { simulate } from "../../src/analyze/heap-model/simulate.ts";
import { decodeWorkload } from "../../src/decode/workload/decode-workload.ts";
import { parseGoVersion } from "../../src/model/go-version.ts";
import type { SimulateResult } from "../../src/model/simulation.ts";

export function simulateResult(workload: string, versions: readonly string[]): SimulateResult {
  const file = new URL(`../../workloads/${workload}.yaml`, import.meta.url);
  const read = decodeWorkload(readFileSync(file, "utf8"));
  const settings = { gogc: 100, memlimit: null };
  return {
    format: "resident.simulate/1",
    workload: { name: read.name, about: read.about },
    ...settings,
    runs: versions.map((go) => simulate(read, { go: parseGoVersion(go)!, ...settings, every: 60 })),
  };
}
