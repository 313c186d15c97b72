/**
 * Whether a program has set GOGC itself. Figures of real programs (Go 1.26) that hold 198 MiB, in MiB:
 * one that calls SetGCPercent(25) collects at 248, one with GOGC=100 at 396.
 */
import { describe, expect, test } from "vitest";
import { liveByRhythm } from "../../src/analyze/ledger/live-by-rhythm.ts";
import { type GogcQuestion, liveUnderOwnGogc } from "../../src/analyze/ledger/own-gogc.ts";
import { MiB } from "../../src/base/units.ts";
import type { MemStats } from "../../src/model/mem-stats.ts";

const NOW = 1000;

interface Process {
  readonly goal: number;
  readonly heap: number;
  readonly profile: number;
  /** Seconds since the last collection, and between those before. */
  readonly since: number;
  readonly every?: readonly number[];
}

function question({ goal, heap, profile, since, every }: Process): GogcQuestion {
  const last = NOW - since;
  const stats = { NextGC: goal * MiB, HeapAlloc: heap * MiB, LastGC: last, NumGC: 20 };
  const byGoal = [(goal / 2 - 0.5) * MiB, (goal / 2) * MiB] as const;
  const range = [0.9 * profile * MiB, 1.1 * profile * MiB] as const;
  return {
    byGoal,
    byProfile: { bytes: profile * MiB, range },
    stats: { ...stats, ...(every && { PauseEnd: ring(last, every) }) } as unknown as MemStats,
    time: NOW,
    gogc: 100,
  };
}

/** The ends of the last pauses, newest first in time, in the runtime's ring of 256. */
function ring(last: number, every: readonly number[]): number[] {
  const ends = new Array<number>(256).fill(0);
  let at = last;
  for (let back = 0; back <= 8; back++) {
    ends[(20 - back + 255) % 256] = at * 1e9;
    at -= every[back % every.length]!;
  }
  return ends;
}

const inMiB = (range: readonly [number, number] | undefined) => range?.map((b) => b / MiB);

describe("a goal that cannot follow from GOGC=100", () => {
  test("would have more live than is allocated", () =>
    expect(
      inMiB(
        liveUnderOwnGogc(question({ goal: 990, heap: 230, profile: 198, since: 1, every: [9] })),
      ),
    ).toEqual([expect.closeTo(178.2), 495]));

  test("a steady rhythm tells which of the two is live", () => {
    const busy = { goal: 248, heap: 218, profile: 198, since: 0.4, every: [1] };
    expect(inMiB(liveUnderOwnGogc(question(busy)))?.[0]).toBeCloseTo(178.2);
    // With GOGC=100 and 124 MiB live, 0.4 of the way to 248 would be 174 MiB.
    const fallen = { ...busy, heap: 174 };
    expect(liveUnderOwnGogc(question({ ...fallen, profile: 150 }))).toBeUndefined();
  });

  test("without a rhythm only what an idle program holds tells, and less surely", () => {
    const idle = { goal: 248, heap: 210, profile: 198, since: 60 };
    expect(inMiB(liveUnderOwnGogc(question(idle)))).toEqual([123.5, 210]);
    expect(liveUnderOwnGogc(question({ ...idle, since: 1 }))).toBeUndefined();
  });
});

describe("a goal that can", () => {
  test("is near what the profile has", () =>
    expect(
      liveUnderOwnGogc(question({ goal: 396, heap: 300, profile: 190, since: 60 })),
    ).toBeUndefined());

  test("is of a heap that fell since the profile: what it had is no longer allocated", () =>
    expect(
      liveUnderOwnGogc(question({ goal: 100, heap: 60, profile: 600, since: 60 })),
    ).toBeUndefined());

  test("is of a heap that grew since the profile", () =>
    expect(
      liveUnderOwnGogc(question({ goal: 400, heap: 210, profile: 120, since: 60 })),
    ).toBeUndefined());
});

describe("the live heap by rhythm", () => {
  const steady = question({ goal: 300, heap: 225, profile: 1, since: 0.5, every: [1] }).stats;

  test("is what the heap started from", () =>
    expect(inMiB(liveByRhythm(steady, NOW))).toEqual([150, 150]));

  test("is a range where collections come at different times", () => {
    const { stats } = question({ goal: 300, heap: 225, profile: 1, since: 0.5, every: [1, 2] });
    const [low, high] = inMiB(liveByRhythm(stats, NOW))!;
    expect(low).toBeLessThan(high!);
  });

  test("is unknown just before a collection, without times, and with too few", () => {
    expect(liveByRhythm(steady, NOW + 0.4)).toBeUndefined();
    expect(liveByRhythm(steady, undefined)).toBeUndefined();
    expect(liveByRhythm({ ...steady, NumGC: 8 }, NOW)).toBeUndefined();
  });
});
