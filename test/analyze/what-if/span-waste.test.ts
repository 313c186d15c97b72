/**
 * What the pacer counts beyond objects: arithmetic on heaps made of spans, and what was measured of
 * four real programs. Measured waste, from traces and TotalAlloc of Go 1.26 under GOGC=25 to 400:
 * where garbage lies between what stays (cache) 20 to 7 %, where it lies together (steady) 4 to 5 %.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { inputOfRecording } from "../../../src/analyze/what-if/input-of-recording.ts";
import { prepare } from "../../../src/analyze/what-if/prepare.ts";
import { allocatedPerCounted, wasteOfTrace } from "../../../src/analyze/what-if/span-waste.ts";
import type { Look } from "../../../src/analyze/what-if/what-if-input.ts";
import { bundleOfBytes } from "../../../src/collect/bundle/read-stored.ts";
import { gunzip } from "../../../src/collect/gunzip.ts";
import { decodeBundle } from "../../../src/decode/recording.ts";

const FIXTURES = join(import.meta.dirname, "../../fixtures/what-if");

async function wasteOf(program: string) {
  const bytes = readFileSync(join(FIXTURES, `${program}.tgz`));
  const bundle = await bundleOfBytes(program, bytes, {});
  const prepared = prepare(inputOfRecording(decodeBundle(bundle, { gunzip })));
  if (prepared.kind === "refused") throw new Error(prepared.reason);
  return prepared.calibration.waste;
}

test("a real program's is told from its trace and its looks", async () => {
  const [steady, cache] = [await wasteOf("steady"), await wasteOf("cache")];
  expect(steady.share).toBeGreaterThan(0.02);
  expect(steady.share).toBeLessThan(0.06);
  expect(cache.share).toBeGreaterThan(0.08);
  expect(cache.share).toBeLessThan(0.12);
  // At GOGC=100 it grows by what was marked, less what marking needs.
  for (const { growth } of [steady, cache]) {
    expect(growth).toBeGreaterThan(0.7);
    expect(growth).toBeLessThan(1);
  }
});

describe("by arithmetic", () => {
  /** Spans of 8192 bytes with 15 slots of 512, as Go 1.26 has them: 512 bytes are no object's. */
  const END = 512;
  const SLOTS = 15;

  /** Counted bytes for each allocated one, where of every span so many slots are free when it is taken. */
  const counted = (free: number) => (free * 512 + END) / (free * 512);

  test("garbage spread evenly: a cycle takes each span once, with as many slots as were freed", () => {
    // Growth 2: of three slots two are garbage; growth 1/4: of five slots one.
    const waste = { share: counted(SLOTS / 2) - 1, growth: 1 };
    for (const [growth, free] of [
      [2, (SLOTS * 2) / 3],
      [1, SLOTS / 2],
      [0.25, SLOTS / 5],
    ] as const) {
      const expected = counted(SLOTS / 2) / counted(free);
      expect(allocatedPerCounted(waste, growth, 1)).toBeCloseTo(expected, 10);
    }
  });

  test("garbage that leaves whole spans: always the same", () => {
    const waste = { share: counted(SLOTS) - 1, growth: 1 };
    for (const growth of [0.25, 1, 4]) expect(allocatedPerCounted(waste, growth, 0)).toBe(1);
  });

  test("where it is not known, nothing changes; nor is it boundless where the heap can't grow", () => {
    expect(allocatedPerCounted({ share: 0, growth: 1 }, 0.25, 1)).toBe(1);
    expect(allocatedPerCounted({ share: 0.1, growth: 0 }, 0.25, 1)).toBe(1);
    expect(allocatedPerCounted({ share: 0.1, growth: 1 }, 0, 1)).toBeGreaterThan(0.7);
  });
});

test("looks tell the slope between TotalAlloc and what a trace counts", () => {
  const cycle = (n: number) => ({
    n,
    startsAt: n * 110,
    endsAt: n * 110 + 2,
    time: n,
    marked: 100,
    markedRange: [100, 100] as const,
    overshoot: 0,
    markSeconds: 0,
    cpuSeconds: 0,
    assistSeconds: 0,
    idleSeconds: 0,
    forced: false,
    periodic: false,
  });
  const cycles = Array.from({ length: 40 }, (_, n) => cycle(n));
  const observed = { cycles, isTraced: true, isFromStart: true, count: 40, forced: 0, procs: 2 };
  const look = (n: number) => ({ time: n, stats: { NumGC: n, TotalAlloc: 7 + n * 100 } }) as Look;
  const looks = Array.from({ length: 30 }, (_, n) => look(n));
  expect(wasteOfTrace(observed, looks)).toBeCloseTo(0.1, 6);
  expect(wasteOfTrace(observed, looks.slice(0, 5))).toBe(0);
  expect(wasteOfTrace(observed, [])).toBe(0);
});
