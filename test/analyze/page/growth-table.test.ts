/**
 * What grows, against programs whose truth is known: heaps made object by object and sampled as Go
 * samples, and a program that leaks.
 */
import { describe, expect, test } from "vitest";
import type { LevelSeries, SampledObjects } from "../../../src/analyze/growth/sampled-levels.ts";
import { type GrowthInput, growthTable } from "../../../src/analyze/page/growth-table.ts";
import { randomNumbers } from "../../support/random-numbers.ts";
import { pageOf } from "../../web/support/page-of.ts";

const RATE = 512 * 1024;
const MINUTE = 60;
const TIMES = Array.from({ length: 30 }, (_, i) => 1_700_000_000 + i * MINUTE);

/** A stack whose objects are born and die as `objectsAt` says; each is sampled or not when it is born. */
interface Stack {
  readonly size: number;
  /** How many are alive at each of the times. */
  readonly objectsAt: (minute: number) => number;
  /** Share of those alive that is replaced each minute. */
  readonly churn?: number;
}

function sampledSeries(stacks: readonly Stack[], random: () => number): LevelSeries {
  const counts = stacks.map((stack) => sampledCounts(stack, random));
  const objects = (of: (i: number) => number): SampledObjects => ({
    stack: stacks.map((_, i) => i),
    size: stacks.map(({ size }) => size),
    count: stacks.map((_, i) => of(i)),
  });
  return {
    stacks: stacks.length,
    levels: TIMES.map((time, t) => ({ time, alive: objects((i) => counts[i]!.alive[t]!) })),
    allocated: {
      first: objects((i) => counts[i]!.allocated[0]!),
      last: objects((i) => counts[i]!.allocated.at(-1)!),
    },
    rate: RATE,
    law: "exponential",
  };
}

/** Sampled objects that are alive, and that were ever allocated, at each time. */
function sampledCounts({ size, objectsAt, churn = 0 }: Stack, random: () => number) {
  const chance = -Math.expm1(-size / RATE);
  const heap: boolean[] = [];
  const alive: number[] = [];
  const allocated: number[] = [];
  let ever = 0;
  const born = (): boolean => {
    const isSampled = random() < chance;
    if (isSampled) ever++;
    return isSampled;
  };
  for (let t = 0; t < TIMES.length; t++) {
    for (let i = 0; i < heap.length; i++) if (random() < churn) heap[i] = born();
    const wanted = Math.round(objectsAt(t));
    while (heap.length < wanted) heap.push(born());
    heap.length = wanted;
    alive.push(heap.filter(Boolean).length);
    allocated.push(ever);
  }
  return { alive, allocated };
}

function tableOf(stacks: readonly Stack[], seed: number, more: Partial<GrowthInput> = {}) {
  const series = sampledSeries(stacks, randomNumbers(seed));
  const framesOf = (stack: number) => [[`stack${stack}`, "main.go", stack + 1] as const];
  return growthTable({ series, framesOf, rss: [], limit: null, ...more })!;
}

describe("a leak of 1 MiB a minute", () => {
  const leak: Stack = { size: 4096, objectsAt: (t) => 1000 + 256 * t };
  const tables = Array.from({ length: 200 }, (_, seed) => tableOf([leak], seed));
  const rows = tables.map((table) => table.rows[0]!);

  test("is found each time, and its interval holds the truth in 95 of 100", () => {
    expect(rows.every(({ isSure }) => isSure)).toBe(true);
    const truth = 256 * 4096;
    const hits = rows.filter(({ perMinute: { low, high } }) => low <= truth && truth <= high);
    expect(hits.length / rows.length).toBeGreaterThanOrEqual(0.95);
    const mean = rows.reduce((sum, { perMinute }) => sum + perMinute.value, 0) / rows.length;
    expect(mean / truth).toBeCloseTo(1, 1);
  });

  test("the interval is no wider than it must be", () => {
    const width = rows.reduce((sum, { perMinute: { low, high } }) => sum + high - low, 0);
    expect(width / rows.length / (256 * 4096)).toBeLessThan(1.5);
  });

  test("grew since about the beginning", () => {
    for (const { since } of rows) expect(since! - TIMES[0]!).toBeLessThan(10 * MINUTE);
  });
});

test("what only comes and goes is not said to grow", () => {
  const busy: Stack = { size: 4096, objectsAt: () => 3000, churn: 0.5 };
  const sure = Array.from({ length: 200 }, (_, seed) => tableOf([busy], seed)).filter(
    ({ rows }) => rows[0]?.isSure === true,
  );
  expect(sure.length).toBeLessThanOrEqual(10);
});

describe("one sampled object is no growth", () => {
  const levels = (counts: readonly number[], sizes: readonly number[]): LevelSeries => ({
    stacks: 1,
    levels: TIMES.slice(0, counts.length).map((time, i) => ({
      time,
      alive: { stack: [0], size: [sizes[i]!], count: [counts[i]!] },
    })),
    allocated: null,
    rate: RATE,
    law: "exponential",
  });
  const isSure = (series: LevelSeries) =>
    growthTable({ series, framesOf: () => [["main.f", "m.go", 1]], rss: [], limit: null })!.rows[0]!
      .isSure;
  const times = (count: number, value: number) => Array<number>(count).fill(value);

  test("however long it stays, and if it comes and goes", () => {
    const size = times(12, 1.2 * 2 ** 20);
    expect(isSure(levels([...times(4, 0), ...times(8, 1)], size))).toBe(false);
    expect(isSure(levels([0, 0, 1, 0, 1, 1, 1, 1, 1, 1, 1, 1], size))).toBe(false);
  });

  test("a slice that is made anew, larger each time, is; so are several", () => {
    const doubled = Array.from({ length: 12 }, (_, i) => 2 ** (20 + i));
    expect(isSure(levels(times(12, 1), doubled))).toBe(true);
    expect(isSure(levels([...times(3, 0), 1, 1, 2, 3, 3, 4, 5, 6, 6], times(12, 2 ** 20)))).toBe(
      true,
    );
  });
});

test("what answering requests for profiles holds is left out", () => {
  const leak: Stack = { size: RATE, objectsAt: (t) => 20 * t };
  const names = [
    [
      "compress/flate.NewWriter",
      "runtime/pprof.(*profileBuilder).flush",
      "net/http.HandlerFunc.ServeHTTP",
    ],
    ["main.load", "main.main"],
  ];
  const { rows } = tableOf([leak, leak], 1, {
    framesOf: (stack) => names[stack]!.map((name) => [name, "f.go", 1] as const),
  });
  expect(rows.map(({ frames }) => frames[0]![0])).toEqual(["main.load"]);
});

test("since: from when it began, not from before, and not through a fall", () => {
  const late: Stack = { size: RATE, objectsAt: (t) => 50 + Math.max(0, t - 12) * 20 };
  const fell: Stack = { size: RATE, objectsAt: (t) => (t < 15 ? 20 * t : 20 * (t - 12)) };
  const { rows } = tableOf([late, fell], 1);
  const minuteOf = (name: string) => {
    const row = rows.find(({ frames }) => frames[0]![0] === name)!;
    return (row.since! - TIMES[0]!) / MINUTE;
  };
  expect(minuteOf("stack0")).toBeGreaterThanOrEqual(12);
  expect(minuteOf("stack0")).toBeLessThanOrEqual(14);
  expect(minuteOf("stack1")).toBeGreaterThanOrEqual(15);
  expect(minuteOf("stack1")).toBeLessThanOrEqual(17);
});

test("the steepest come first; what falls, or is gone, is only counted", () => {
  const stacks: Stack[] = [
    { size: 8192, objectsAt: (t) => 5000 - 100 * t },
    { size: 8192, objectsAt: (t) => 300 * t },
    { size: 8192, objectsAt: (t) => 100 + 900 * t },
    { size: 8192, objectsAt: () => 0 },
    // It came late, so that a line through it goes up, and none is left.
    { size: 8192, objectsAt: (t) => (t > 20 && t < 29 ? 2000 : 0) },
  ];
  const { rows, stackCount, times } = tableOf(stacks, 7);
  expect(rows.map(({ frames }) => frames[0]![0])).toEqual(["stack2", "stack1"]);
  expect([stackCount, times]).toEqual([4, TIMES]);
  expect(rows.every(({ bytes }) => bytes.length === TIMES.length)).toBe(true);
});

describe("the limit", () => {
  const limit = { bytes: 500e6, source: "cgroup memory.max", room: 200e6 };
  const seeds = Array.from({ length: 200 }, (_, seed) => seed);

  /** RSS as a line with a scatter of ± 1 MB. */
  function tableWith(perMinute: number, seed: number) {
    const random = randomNumbers(seed);
    const rss = TIMES.map((t, i) => ({
      t,
      value: 300e6 + i * perMinute + 2e6 * (random() - 0.5),
    }));
    return tableOf([], 1, { rss, limit });
  }

  test("is reached when RSS has grown by what is left", () => {
    const truth = TIMES.at(-1)! + 100 * MINUTE;
    const arrivals = seeds.map((seed) => tableWith(2e6, seed).limit!.reached!);
    const hits = arrivals.filter(({ earliest, latest }) => earliest <= truth && truth <= latest!);
    expect(hits.length / seeds.length).toBeGreaterThanOrEqual(0.9);
    const widest = Math.max(...arrivals.map(({ earliest, latest }) => latest! - earliest));
    expect(widest).toBeLessThan(10 * MINUTE);
  });

  test("is not said to be reached by what does not grow", () => {
    const said = seeds.filter((seed) => tableWith(0, seed).limit!.reached !== null);
    expect(said.length / seeds.length).toBeLessThanOrEqual(0.05);
  });
});

test.each([
  // What the programs are known to hold more of, a minute: see the README beside each.
  ["test/fixtures/live/leak.tgz", "main.remember", 75 * 2 ** 20],
  ["test/fixtures/web/live-heap-growing.tgz", "main.open", 3.75 * 60 * 2 ** 20],
])("%s names its line, and how fast it grows", async (path, name, truth) => {
  const { growth } = await pageOf(path);
  const [steepest, ...others] = growth!.rows;
  expect(steepest!.frames[0]![0]).toBe(name);
  expect(steepest!.isSure).toBe(true);
  expect(steepest!.perMinute.low).toBeLessThanOrEqual(truth);
  expect(steepest!.perMinute.high).toBeGreaterThanOrEqual(truth);
  expect(steepest!.since).toBe(growth!.times[0]);
  for (const { isSure } of others) expect(isSure).toBe(false);
});
