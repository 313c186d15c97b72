/**
 * Whether a program has set GOGC itself. Figures of real programs (Go 1.26) that hold 198 MiB, in MiB:
 * one that calls SetGCPercent(25) collects at 248, one with GOGC=100 at 396.
 */
import { describe, expect, test } from "vitest";
import { pacerRules } from "../../src/analyze/heap-model/pacer/pick-pacer-rules.ts";
import { heapAtLastStart } from "../../src/analyze/ledger/live/collection-start.ts";
import { freedSinceProfile } from "../../src/analyze/ledger/live/freed-since-profile.ts";
import { liveByRhythm } from "../../src/analyze/ledger/live/live-by-rhythm.ts";
import type { OtherLooks } from "../../src/analyze/ledger/live/live-estimate.ts";
import { findLiveHeap } from "../../src/analyze/ledger/live/live-heap.ts";
import { doubtGogc, type GogcQuestion } from "../../src/analyze/ledger/live/own-gogc.ts";
import { MiB } from "../../src/base/units.ts";
import { parseGoVersion } from "../../src/model/go-version.ts";
import type { MemStats } from "../../src/model/mem-stats.ts";

const NOW = 1000;

interface Process {
  readonly goal: number;
  readonly heap: number;
  readonly profile: number;
  /** Seconds since the last collection, and between those before. */
  readonly since: number;
  readonly every?: readonly number[];
  /** Garbage freed since the profile. */
  readonly freed?: readonly [number, number];
  readonly collections?: number;
  readonly forced?: number;
}

function question({
  goal,
  heap,
  profile,
  since,
  every,
  freed = [0, Infinity],
  ...more
}: Process): GogcQuestion {
  const last = NOW - since;
  const { collections: NumGC = 20, forced: NumForcedGC = 0 } = more;
  const stats = { NextGC: goal * MiB, HeapAlloc: heap * MiB, LastGC: last, NumGC, NumForcedGC };
  const byGoal = [(goal / 2 - 0.5) * MiB, (goal / 2) * MiB] as const;
  const range = [0.9 * profile * MiB, 1.1 * profile * MiB] as const;
  return {
    byGoal,
    byProfile: { bytes: profile * MiB, range },
    stats: { ...stats, ...(every && { PauseEnd: ring(last, every) }) } as unknown as MemStats,
    time: NOW,
    goalBefore: 2 * range[1] + MiB,
    startBefore: 1.6 * range[0],
    freedSince: [freed[0] * MiB, freed[1] * MiB],
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

const ownRange = (process: Process) => {
  const answer = doubtGogc(question(process));
  return answer?.own === "certain" ? answer.range : undefined;
};
const inMiB = (range: readonly [number, number] | undefined) => range?.map((b) => b / MiB);

describe("a goal that cannot follow from GOGC=100", () => {
  test("would have more live than is allocated", () =>
    expect(inMiB(ownRange({ goal: 990, heap: 230, profile: 198, since: 1, every: [9] }))).toEqual([
      expect.closeTo(178.2),
      495,
    ]));

  test("a steady rhythm tells which of the two is live", () => {
    const busy = { goal: 248, heap: 218, profile: 198, since: 0.4, every: [1] };
    expect(inMiB(ownRange(busy))?.[0]).toBeCloseTo(178.2);
    // With GOGC=100 and 124 MiB live, 0.4 of the way to 248 would be 174 MiB.
    const fallen = { ...busy, heap: 174 };
    expect(ownRange({ ...fallen, profile: 150 })).toBeUndefined();
  });

  test("without a rhythm only what an idle program holds tells, and less surely", () => {
    const idle = { goal: 248, heap: 210, profile: 198, since: 60 };
    expect(inMiB(ownRange(idle))).toEqual([123.5, 210]);
    expect(doubtGogc(question({ ...idle, since: 1 }))).toMatchObject({ own: "doubt", by: "goal" });
  });
});

describe("a goal that can", () => {
  test("is near what the profile has", () =>
    expect(ownRange({ goal: 396, heap: 300, profile: 190, since: 60 })).toBeUndefined());

  test("is of a heap that fell since the profile: what it had is no longer allocated", () =>
    expect(ownRange({ goal: 100, heap: 60, profile: 600, since: 60 })).toBeUndefined());

  test("is of a heap that grew since the profile", () =>
    expect(ownRange({ goal: 400, heap: 210, profile: 120, since: 60 })).toBeUndefined());
});

/** Holds 50 MiB and calls SetGCPercent(400): collects at 252, while GOGC=100 would have 126 live. */
const SETS_400 = { goal: 252, heap: 223, profile: 49, since: 2.2 };
/** A cache that loads by GOGC=100: 100 MiB live, of which the profile had seen a half. */
const LOADS = { goal: 200, heap: 101, profile: 49, since: 8.6 };

describe("a goal too high for what the profile has", () => {
  test("is another GOGC's where more garbage was freed since than GOGC leaves room for", () =>
    expect(inMiB(ownRange({ ...SETS_400, freed: [195, 210] }))).toEqual([
      expect.closeTo(44.1),
      126,
    ]));

  test("follows from GOGC where the heap of before grew to it without garbage", () =>
    expect(doubtGogc(question({ ...LOADS, freed: [0, 10] }))).toBeUndefined());

  test("is doubted where what was freed tells neither, and the likelier is taken", () => {
    const unknown = doubtGogc(question(SETS_400));
    expect(unknown).toMatchObject({ own: "doubt", by: "goal" });
    expect(inMiB(unknown?.range)).toEqual([expect.closeTo(44.1), 126]);
    const much = doubtGogc(question({ ...SETS_400, goal: 150, heap: 140, freed: [95, 105] }));
    expect(much).toMatchObject({ own: "doubt", by: "profile" });
  });

  test("is not taken for another GOGC's by its rhythm where too little was freed for that", () => {
    const steady = { goal: 512, heap: 300, profile: 119, since: 0.46, every: [1] };
    expect(ownRange({ ...steady, freed: [330, 420] })).toBeDefined();
    expect(ownRange({ ...steady, freed: [100, 150] })).toBeUndefined();
  });

  test("may be of one large allocation, which no garbage can tell from a higher GOGC", () =>
    expect(
      doubtGogc(question({ goal: 1020, heap: 520, profile: 10, since: 2, freed: [0, 2] })),
    ).toMatchObject({ own: "doubt", by: "goal" }));
});

/** Holds 60 MiB and calls SetGCPercent(50): collects at 91, while GOGC=100 would have 45 live. */
const SETS_50 = { goal: 91, heap: 80, profile: 62, since: 1.2 };

describe("a goal too low for what the profile has", () => {
  test("is another GOGC's where the collection came before that GOGC would start it", () =>
    expect(inMiB(ownRange({ ...SETS_50, freed: [25, 35] }))).toEqual([45, expect.closeTo(68.2)]));

  test("is of a heap that fell where as much was freed as that takes", () =>
    expect(doubtGogc(question({ ...SETS_50, since: 60, freed: [60, 80] }))).toBeUndefined());

  test("is doubted where that is not known", () =>
    expect(doubtGogc(question(SETS_50))).toMatchObject({ own: "doubt", by: "goal" }));
});

describe("where the last collection began", () => {
  const rules = pacerRules(undefined);
  const at = (change: Partial<MemStats>, go?: string) => {
    const { stats } = question({ ...SETS_50, every: [1] });
    const version = go === undefined ? undefined : parseGoVersion(go);
    return heapAtLastStart({ ...stats, ...change }, version, rules, 100, 100);
  };

  test("the heap was most of the way to its goal", () =>
    expect(
      heapAtLastStart(question({ ...SETS_50, every: [1] }).stats, undefined, rules, 10 * MiB, 100),
    ).toBe(16 * MiB));

  test("is not known where the program or the timer may have started it, nor of old versions", () => {
    const { stats } = question({ ...SETS_50, every: [119] });
    expect(at({ NumForcedGC: 1 })).toBe(0);
    expect(at({ PauseEnd: stats.PauseEnd! })).toBe(0);
    expect(at({}, "go1.9")).toBe(0);
  });
});

/** 256 MiB were live at the only collection, 100 MiB were allocated since: the profile has both. */
const FIRST = { goal: 512.5, heap: 356, profile: 356, since: 9 };

describe("the profile of the first collections", () => {
  test.each([1, 2])("proves no lower GOGC after %i: it has what came since", (collections) =>
    expect(doubtGogc(question({ ...FIRST, collections }))).toBeUndefined(),
  );

  test("does after three, or where the program asked for the collection", () => {
    expect(ownRange({ ...FIRST, collections: 3 })).toBeDefined();
    expect(ownRange({ ...FIRST, collections: 1, forced: 1 })).toBeDefined();
  });
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

/** As bigchan.go was looked at after its first collection: nothing was set. */
describe("the live heap of a program after its first collections", () => {
  const memStats = {
    ...{ source: "heap?debug=1", NumGC: 1, NumForcedGC: 0, LastGC: NOW - 9, StackInuse: 0 },
    ...{ HeapAlloc: 356 * MiB, NextGC: 512.5 * MiB, TotalAlloc: 357 * MiB },
  } as unknown as MemStats;
  const profile = { bytes: 356 * MiB, range: [356 * MiB, 356 * MiB] as const };
  const liveOf = (change: Partial<MemStats>) => {
    const stats = { ...memStats, ...change };
    const snapshot = { name: "1", time: NOW, meta: {}, memStats: stats, missing: [] };
    return findLiveHeap(snapshot, undefined, undefined, profile);
  };

  test("is what its goal tells, not what the profile has", () => {
    const live = liveOf({});
    expect(live?.source).toBe("MemStats.NextGC and GOGC");
    expect(live?.bytes).toBeCloseTo(256 * MiB, -6);
    expect(live?.underOtherGogc).toBeUndefined();
  });

  test("is what the profile has, within the bounds, where stacks can make all of the goal", () => {
    const stats = { NextGC: 15.8 * MiB, StackInuse: 383 * MiB, HeapAlloc: 10 * MiB };
    const snapshot = {
      name: "1",
      time: NOW,
      meta: {},
      memStats: { ...memStats, ...stats },
      missing: [],
    };
    const of = (bytes: number) =>
      findLiveHeap(snapshot, undefined, undefined, { bytes, range: [bytes / 2, 2 * bytes] });
    expect(of(3 * MiB)).toMatchObject({ bytes: 3 * MiB, range: [0, Math.ceil(7.9 * MiB)] });
    expect(of(30 * MiB)?.bytes).toBe(Math.ceil(7.9 * MiB));
  });

  test("is doubted by the likelier of the two in one look, and by the goal in a row of them", () => {
    const stats = {
      ...memStats,
      ...{ NumGC: 20, LastGC: NOW - 2, HeapAlloc: 170 * MiB, NextGC: 183 * MiB },
      TotalAlloc: 1290 * MiB,
    };
    const range = [57 * MiB, 70 * MiB] as const;
    const freed = () => [1000 * MiB, 1010 * MiB] as const;
    const snapshot = { name: "1", time: NOW, meta: {}, memStats: stats, missing: [] };
    const inLooks = (looks: OtherLooks) =>
      findLiveHeap(snapshot, undefined, undefined, { bytes: 62 * MiB, range, freed }, looks);
    expect(inLooks("none")).toMatchObject({
      bytes: 62 * MiB,
      perhapsUnderOtherGogc: inLooks("doubt")!.bytes,
    });
    expect(inLooks("doubt")!.bytes).toBeGreaterThan(91 * MiB);
    expect(inLooks("doubt")!.range[0]).toBe(57 * MiB);
    expect(inLooks("own-gogc")).toMatchObject({ bytes: 62 * MiB, range });
  });

  test("is not known where its goal tells nothing", () => {
    expect(liveOf({ NextGC: Number.POSITIVE_INFINITY })).toBeUndefined();
    expect(liveOf({ NextGC: Number.POSITIVE_INFINITY, NumGC: 3 })?.bytes).toBe(356 * MiB);
    expect(liveOf({ NextGC: 1000 * MiB })).toBeUndefined();
  });
});

describe("what was freed since the profile", () => {
  const memStats = { TotalAlloc: 900, HeapAlloc: 200, LastGC: 98 } as MemStats;
  const look = { name: "1", time: 100, meta: {}, memStats, missing: [] };

  test("is what the runtime counts, less what the profile has", () =>
    expect(freedSinceProfile(look, [450, 550], undefined)).toEqual([150, 250]));

  test("is not known at the most while the collection's garbage is still being freed", () =>
    expect(freedSinceProfile({ ...look, time: 98.5 }, [450, 550], undefined)).toEqual([
      150,
      Infinity,
    ]));

  test("is not known where the profile was read before the collection, or counts nothing freed", () => {
    const meta = { readAt: { "pprof/heap": 97 } };
    expect(freedSinceProfile({ ...look, meta }, [450, 550], undefined)).toEqual([0, Infinity]);
    expect(freedSinceProfile(look, undefined, undefined)).toEqual([0, Infinity]);
  });

  test("may be of two collections before Go 1.8", () => {
    expect(freedSinceProfile(look, [450, 550], parseGoVersion("go1.4"))).toEqual([0, 250]);
  });
});
