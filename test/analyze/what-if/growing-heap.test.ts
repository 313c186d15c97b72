/**
 * A program that leaks, simulated by the pacer's own arithmetic: what is live rises along a line, and it
 * collects whenever the heap is twice what the last collection found. So what other settings come to is known.
 */
import { describe, expect, test } from "vitest";
import { whatIfGrid } from "../../../src/analyze/page/what-if-grid.ts";
import { whatIfOf } from "../../../src/analyze/what-if/what-if.ts";
import type { Look, WhatIfInput } from "../../../src/analyze/what-if/what-if-input.ts";
import { MiB } from "../../../src/base/units.ts";
import type { MemStats } from "../../../src/model/mem-stats.ts";

interface Leak {
  /** MiB live at its start, and MiB a second that stay. */
  readonly live: number;
  readonly leak: number;
  /** MiB allocated a second. */
  readonly rate: number;
  readonly seconds: number;
  /** Counted collections for each that there is: what is no program of this model. */
  readonly counted?: number;
  /** That the program set itself, while its environment says 100. */
  readonly gogc?: number;
}

const START = 1_700_000_000;
const OTHER = 10 * MiB;

function statsOf(total: number, alloc: number, goal: number, cycles: number): MemStats {
  const zero = { Mallocs: 0, Frees: 0, HeapObjects: 0, MSpanInuse: 0, MCacheInuse: 0 };
  const inuse = alloc + 2 * MiB;
  return {
    ...zero,
    source: "/debug/vars",
    TotalAlloc: total,
    Sys: inuse + OTHER,
    HeapAlloc: alloc,
    HeapSys: inuse,
    HeapIdle: 0,
    HeapInuse: inuse,
    HeapReleased: 0,
    StackInuse: 0,
    StackSys: 0,
    MSpanSys: 0,
    MCacheSys: 0,
    BuckHashSys: 0,
    GCAndOtherSys: OTHER,
    NextGC: goal,
    NumGC: cycles,
    NumForcedGC: 0,
    GCCPUFraction: 0.001,
  };
}

/** A look each five seconds. */
function looksOf({ live, leak, rate, seconds, counted = 1, gogc = 100 }: Leak): {
  looks: Look[];
  ends: number[];
} {
  const times = 1 + gogc / 100;
  const looks: Look[] = [];
  const ends: number[] = [];
  let [marked, last] = [live, 0];
  for (let tick = 0; tick <= 10 * seconds; tick++) {
    const at = tick / 10;
    const alloc = marked + rate * (at - last);
    if (alloc >= times * marked) {
      [marked, last] = [live + leak * at, at];
      ends.push(at);
    }
    if (tick % 50 !== 0) continue;
    const heap = marked + rate * (at - last);
    const stats = statsOf(
      rate * at * MiB,
      heap * MiB,
      times * marked * MiB,
      Math.round(counted * ends.length),
    );
    looks.push({ time: START + at, stats, rss: heap * MiB + OTHER });
  }
  return { looks, ends };
}

const inputOf = (looks: readonly Look[]): WhatIfInput => ({
  looks,
  settings: { gogc: 100, memlimit: null },
});

const LEAK: Leak = { live: 20, leak: 1, rate: 32, seconds: 600 };
const LIVE_NOW = LEAK.live + LEAK.leak * LEAK.seconds;
const { looks, ends } = looksOf(LEAK);

describe("a live heap that grows", () => {
  const grid = whatIfGrid(inputOf(looks))!;
  const answers = grid.answers[grid.now[0]]!;
  const present = answers[grid.now[1]]!;

  test("the settings of now are told as it is now, not as over all the time", () => {
    const now = 60 / ((LIVE_NOW - LEAK.leak * 10) / LEAK.rate);
    const overAll = (60 * ends.length) / LEAK.seconds;
    expect(overAll).toBeGreaterThan(1.8 * now);
    expect(Math.abs(present.cyclesPerMinute.value / now - 1)).toBeLessThan(0.15);
    expect(Math.abs(present.peakHeap.value / MiB / (2 * LIVE_NOW) - 1)).toBeLessThan(0.1);
    expect(present.reachedIn).toBeNull();
  });

  test("says from what it is told, and by how much it grows", () => {
    expect(grid.basis.growth!.perSecond / MiB).toBeCloseTo(LEAK.leak, 1);
    expect(Math.abs(grid.basis.growth!.now / MiB / LIVE_NOW - 1)).toBeLessThan(0.03);
    expect(grid.basis.until).toBe(START + LEAK.seconds);
    expect(grid.basis.seconds).toBeLessThan(0.6 * LEAK.seconds);
  });

  test("a limit near what is live: when it is reached, and so many collections as fit into what is left", () => {
    for (const [i, limit] of grid.memlimit.entries()) {
      if (limit === null) continue;
      // What is no object, and Go's headroom of three parts of a hundred.
      const goal = (0.97 * (limit - OTHER - 2 * MiB)) / MiB;
      const answer = grid.answers.at(-1)![i]!;
      const room = Math.max(0.1, goal - LIVE_NOW);
      expect(Math.abs(answer.reachedIn! - room / LEAK.leak)).toBeLessThan(0.03 * LIVE_NOW);
      if (room < 0.2 * LIVE_NOW) continue;
      const wanted = (60 * LEAK.rate) / room;
      expect(answer.cyclesPerMinute.low).toBeLessThan(wanted);
      expect(answer.cyclesPerMinute.high).toBeGreaterThan(wanted);
      // In a minute, or half-way to the limit, less room is left, and it collects more often.
      const later = room - LEAK.leak * Math.min(60, answer.reachedIn! / 2);
      expect(answer.cyclesPerMinute.high).toBeGreaterThan((60 * LEAK.rate) / later);
    }
  });

  test("a peak is told as it is now, and its interval as it is within a minute", () => {
    const soon = 2 * (LIVE_NOW + 60 * LEAK.leak);
    expect(present.peakHeap.high / MiB).toBeGreaterThan(soon);
    expect(present.peakHeap.high / MiB).toBeLessThan(1.2 * soon);
  });

  test("twenty MiB above what is live are gone at once, and no setting with them is advised", () => {
    const memlimit = (LIVE_NOW + 20) * MiB;
    const limit = { bytes: 4 * 1024 * MiB, source: "--limit" };
    const table = whatIfOf({ ...inputOf(looks), limit }, [{ gogc: null, memlimit }]);
    if (table.kind === "refused") throw new Error(table.reason);
    const row = table.rows.find(({ settings }) => settings.memlimit === memlimit)!;
    expect(row.warnings).toContain("reached");
    expect(row.reachedIn).toBeLessThan(25);
    expect(row.cyclesPerMinute.value).toBeGreaterThan((60 * LEAK.rate) / 20);
    expect(row.isRecommended).toBe(false);
    expect(table.assumptions[0]).toMatch(/^What is live grows by (59|60|61)\.?\d* MiB a minute/);
    expect(table.recommendation!.sentence).toContain("are live now: they grow by");
  });
});

describe("a live heap that stays", () => {
  const steady = looksOf({ live: 100, leak: 0, rate: 32, seconds: 600 });

  test("has no time at which a limit is reached", () => {
    const grid = whatIfGrid(inputOf(steady.looks))!;
    expect(grid.basis.growth).toBeNull();
    expect(grid.answers.flat().every((answer) => (answer?.reachedIn ?? null) === null)).toBe(true);
  });

  test("is not told where the model has far more collections than were counted", () => {
    const few = looksOf({ live: 100, leak: 0, rate: 32, seconds: 600, counted: 0.3 });
    const answer = whatIfOf(inputOf(few.looks), []);
    expect(answer).toMatchObject({ kind: "refused" });
    expect(JSON.stringify(answer)).toContain("were counted");
  });

  test("is not told with the environment's GOGC where it collects as of another", () => {
    const own = looksOf({ live: 50, leak: 0, rate: 80, seconds: 60, gogc: 400 });
    const answer = whatIfOf(inputOf(own.looks), []);
    expect(answer).toMatchObject({ kind: "refused" });
    expect(JSON.stringify(answer)).toContain("debug.SetGCPercent");
  });

  test("has wider intervals where it has some more", () => {
    const few = looksOf({ live: 100, leak: 0, rate: 32, seconds: 600, counted: 0.8 });
    const grid = whatIfGrid(inputOf(few.looks))!;
    const { cyclesPerMinute } = grid.answers[grid.now[0]]![grid.now[1]]!;
    const counted = (60 * few.looks.at(-1)!.stats.NumGC!) / 600;
    expect(cyclesPerMinute.low).toBeLessThanOrEqual(1.03 * counted);
  });
});
