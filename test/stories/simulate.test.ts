/**
 * The heap model against real programs that hold 600 MiB for a moment and go idle, one that leaves
 * the collection to the two-minute timer and one that calls runtime.GC(): how high RSS is, when it
 * falls, and what is left. Each runs for six minutes, all versions side by side, as they sleep.
 *
 * Only with STORIES=all (`npm run test:stories`).
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { simulate } from "../../src/analyze/heap-model/simulate.ts";
import { MiB } from "../../src/base/units.ts";
import { bundledWorkload } from "../../src/collect/workloads.ts";
import { decodeWorkload } from "../../src/decode/workload/decode-workload.ts";
import { parseGoVersion } from "../../src/model/go-version.ts";
import { buildGoProgram, startGoProgram, type Toolchain } from "../support/go.ts";
import { toolchains } from "./harness/toolchains.ts";

const TWINS = join(import.meta.dirname, "programs/twins");
/** The program waits this long before it starts, so that its start is over. */
const STARTS_AT = 0.2;
const RUN_SECONDS = 350;
const SLACK_SECONDS = 5;
const LONGEST_INTERVAL = 120;

interface Look {
  readonly at: number;
  readonly rss: number;
}

async function watch(workload: string, go: Toolchain): Promise<Look[]> {
  const program = await startGoProgram(TWINS, { go, args: [workload], env: { GOMAXPROCS: "2" } });
  const started = performance.now();
  const looks: Look[] = [];
  try {
    while (performance.now() - started < RUN_SECONDS * 1000) {
      const at = (performance.now() - started) / 1000 - STARTS_AT;
      looks.push({ at, rss: residentBytes(program.pid) });
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
  } finally {
    await program.stop();
  }
  return looks;
}

function residentBytes(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)![1]) * 1024;
}

/** When half of what was held had gone. */
function halfFallen(looks: readonly Look[], peak: number): number {
  const top = looks.findLastIndex(({ rss }) => rss > 0.95 * peak);
  return looks.slice(top).find(({ rss }) => rss < peak / 2)?.at ?? Number.POSITIVE_INFINITY;
}

async function compare(workload: string, go: Toolchain): Promise<void> {
  const looks = await watch(workload, go);
  const model = simulate(decodeWorkload(bundledWorkload(workload)), {
    go: parseGoVersion(go.version)!,
    gogc: 100,
    memlimit: null,
    every: 10,
  });
  const peak = Math.max(...looks.map(({ rss }) => rss));
  const name = `${workload} on ${go.version}`;
  expect(Math.abs(model.peak.rss - peak) / peak, `${name}: peak`).toBeLessThan(0.1);
  const fall = model.falls.find(({ bytes }) => bytes > peak / 2)!;
  const fell = halfFallen(looks, peak);
  const said = `${name}: fell at ${fell} s, said ${JSON.stringify(fall)}`;
  expect(fell, said).toBeGreaterThan(fall.earliest - SLACK_SECONDS);
  expect(fell, said).toBeLessThan(fall.latest + SLACK_SECONDS);
  expect(fall.latest - fall.earliest, said).toBeLessThanOrEqual(LONGEST_INTERVAL);
  const left = looks.at(-1)!.rss;
  const toldLeft = model.samples.findLast(({ at }) => at <= looks.at(-1)!.at)!.rss;
  expect(Math.abs(toldLeft - left), `${name}: left`).toBeLessThan(Math.max(0.1 * left, 5 * MiB));
}

describe.skipIf(process.env["STORIES"] !== "all")("when does it come down", async () => {
  const { ready } = await toolchains();
  // One after the other, and outside of the time that a story has: a first build takes minutes.
  beforeAll(async () => {
    for (const go of ready) await buildGoProgram(TWINS, { go });
  }, 900_000);
  test.concurrent.each(["spike", "spike-collected"])("%s", { timeout: 500_000 }, async (name) => {
    const results = await Promise.allSettled(ready.map((go) => compare(name, go)));
    expect(results.flatMap((one) => (one.status === "rejected" ? [one.reason] : []))).toEqual([]);
  });
});
