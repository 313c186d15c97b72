/** The rules of recording without a program: when to look, what to ask, which run it is, what to keep. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Snapshot } from "../../src/model/snapshot.ts";
import { isLate, nextMoment, phaseOf } from "../../src/record/looks/look-clock.ts";
import { PageSchedule } from "../../src/record/looks/page-schedule.ts";
import { ReportHistory } from "../../src/record/looks/report-history.ts";
import {
  isAnotherRun,
  marksOf,
  mergeMarks,
  type RunMarks,
  runFacts,
} from "../../src/record/looks/run-facts.ts";
import { sentence } from "../../src/record/looks/sentence.ts";

describe("when a target is looked at", () => {
  test("once an interval, never before its time", () => {
    const moments = fc.record({
      from: fc.double({ min: 0, max: 2e9, noNaN: true }),
      every: fc.constantFrom(1, 5, 15, 60, 300),
      name: fc.string(),
    });
    fc.assert(
      fc.property(moments, ({ from, every, name }) => {
        const phase = phaseOf(name, every);
        const next = nextMoment(from, phase, every);
        expect(phase).toBeGreaterThanOrEqual(0);
        expect(phase).toBeLessThan(every);
        expect(next).toBeGreaterThanOrEqual(from - 1e-6);
        expect(next).toBeLessThan(from + every + 1e-6);
        const turns = (next - phase) / every;
        expect(Math.abs(turns - Math.round(turns))).toBeLessThan(1e-6);
      }),
    );
  });

  test("many targets are spread over the interval", () => {
    const seconds = new Array<number>(15).fill(0);
    for (let i = 0; i < 3000; i++) seconds[Math.floor(phaseOf(`10.0.0.${i}:6060`, 15))]!++;
    // 200 each on average, with a standard deviation of 14.
    for (const count of seconds) expect(Math.abs(count - 200)).toBeLessThan(70);
  });

  test("late is a tenth of the interval", () => {
    expect(isLate(100, 101.4, 15)).toBe(false);
    expect(isLate(100, 101.6, 15)).toBe(true);
  });
});

describe("what is asked", () => {
  const ALL = { heap: true, goroutines: true, metrics: "all" } as const;
  const snapshot = { name: "1", meta: {}, missing: [] };

  test("cheap pages at every look", () => {
    const schedule = new PageSchedule(15, ALL);
    expect(schedule.wishes(0, false)).toEqual(ALL);
    const cost = new Map([
      ["pprof/heap", 0.005],
      ["pprof/goroutine.debug1.txt", 0.002],
      ["metrics.txt", 0.2],
      ["vars.json", 0.1],
    ]);
    schedule.asked(0, cost, 0, snapshot);
    // The timer may be a little early.
    expect(schedule.wishes(14.9, false)).toEqual(ALL);
    expect(schedule.intervalsToNext(0, false)).toBe(1);
  });

  test("one that costs much is asked less often, the others as before", () => {
    const schedule = new PageSchedule(15, ALL);
    // 190 ms are half of 0.5 % of a core every 76 seconds.
    const cost = new Map([
      ["pprof/heap", 0.005],
      ["pprof/goroutine.debug1.txt", 0.19],
    ]);
    schedule.asked(0, cost, 0, snapshot);
    expect(schedule.wishes(15, false)).toMatchObject({ heap: true, goroutines: false });
    expect(schedule.wishes(60, false)).toMatchObject({ goroutines: false });
    expect(schedule.wishes(75, false)).toMatchObject({ goroutines: true });
  });

  test("what a profile of 100,000 goroutines allocates counts, too", () => {
    const schedule = new PageSchedule(15, ALL);
    const groups = [{ count: 100_000, frames: [{ function: "f", file: "f.go", line: 1 }] }];
    const goroutines = {
      source: "goroutine?debug=1",
      total: 100_000,
      groups,
      truncated: false,
    } as const;
    const pageBytes = new Map([["pprof/goroutine.debug1.txt", 1000]]);
    const cost = new Map([["pprof/goroutine.debug1.txt", 0.02]]);
    schedule.asked(0, cost, 0, { ...snapshot, goroutines, pageBytes });
    expect(schedule.wishes(100, false)).toMatchObject({ goroutines: false });
  });

  test("where MemStats themselves cost much, looks are further apart", () => {
    const schedule = new PageSchedule(15, ALL);
    schedule.asked(0, new Map([["pprof/heap.debug1.txt", 0.12]]), 0, snapshot);
    expect(schedule.intervalsToNext(0, false)).toBe(4); // 48 seconds
    const large = new PageSchedule(15, ALL);
    large.asked(0, new Map(), 0.5, snapshot); // a process of 100,000 mappings
    expect(large.intervalsToNext(0, false)).toBe(2);
    expect(large.intervalsToNext(0, true)).toBe(2);
  });

  test("the kernel is asked at every look, and the program when its time has come", () => {
    const schedule = new PageSchedule(15, ALL);
    schedule.asked(0, new Map([["pprof/heap.debug1.txt", 0.12]]), 0.001, snapshot);
    for (const now of [15, 30, 45]) {
      expect(schedule.intervalsToNext(now - 15, true)).toBe(1);
      expect(schedule.wishes(now, true)).toBeNull();
      schedule.asked(now, undefined, 0.001, snapshot);
    }
    expect(schedule.wishes(60, true)).toEqual(ALL);
  });

  test("settings are asked for once a minute, and seldom where they are not told", () => {
    const wanted = { ...ALL, metrics: "settings" } as const;
    const asked = new Map([["metrics.txt", 0.001]]);
    const told = { ...snapshot, runtimeMetrics: new Map([["/gc/gogc:percent", 75]]) };
    const telling = new PageSchedule(15, wanted);
    telling.asked(0, asked, 0, told);
    expect([15, 30, 45, 60].map((now) => telling.wishes(now, true)!.metrics)).toEqual([
      ...["none", "none", "none", "settings"],
    ]);
    const silent = new PageSchedule(15, wanted);
    silent.asked(0, asked, 0, snapshot);
    expect([60, 585, 600].map((now) => silent.wishes(now, true)!.metrics)).toEqual([
      ...["none", "none", "settings"],
    ]);
  });

  test("a program that gave no answer is asked again at the next look", () => {
    const schedule = new PageSchedule(15, ALL);
    schedule.asked(0, undefined, 0.001, snapshot);
    expect(schedule.wishes(15, true)).toEqual(ALL);
  });
});

describe("which run it is", () => {
  const MARKS: RunMarks = {
    startedAt: 1000,
    pid: 7,
    command: "/bin/a",
    name: "a",
    totalAlloc: 500,
    collections: 5,
  };
  const cases: readonly (readonly [string, Partial<RunMarks>, boolean])[] = [
    ["the same", {}, false],
    ["it went on", { totalAlloc: 600, collections: 6 }, false],
    ["its start is read a little differently", { startedAt: 1000.9 }, false],
    ["another start", { startedAt: 1010 }, true],
    ["another PID", { pid: 8 }, true],
    ["another program", { command: "/bin/b" }, true],
    ["a counter that went back", { totalAlloc: 400 }, true],
    ["fewer collections", { collections: 4 }, true],
    ["nothing is told", { startedAt: null, pid: null, command: null, totalAlloc: null }, false],
  ];
  for (const [what, change, isAnother] of cases) {
    test(what, () => expect(isAnotherRun(MARKS, { ...MARKS, ...change })).toBe(isAnother));
  }
  test("what a look does not tell stays as it was known", () => {
    const silent = { ...MARKS, pid: null, totalAlloc: null };
    expect(mergeMarks(MARKS, silent)).toEqual(MARKS);
  });
});

describe("what verdicts are made of", () => {
  const look = (time: number) => ({
    name: "x",
    files: new Map([["vars.json", new TextEncoder().encode("x".repeat(5000) + time)]]),
  });

  const weighed = (rss: number | null) => ({ rss, live: null });

  test("one look of ten minutes ago, few between, packed", () => {
    const history = new ReportHistory();
    for (let time = 0; time <= 3600; time += 15) {
      if (history.isDue(time, weighed(1e6))) history.reported(time, weighed(1e6), look(time));
    }
    const { snapshots, target } = history.bundle(look(3615), "t", "go1.26");
    expect(target).toBe("t");
    expect(snapshots.length).toBeLessThanOrEqual(7);
    expect(snapshots.map(({ name }) => name).slice(0, 4)).toEqual(["0001", "0002", "0003", "0004"]);
    const sizes = snapshots.slice(0, -1).map(({ files }) => files.get("vars.json")!.length);
    expect(Math.max(...sizes)).toBeLessThan(200);
  });

  test("profiles are kept of two looks at most", () => {
    const history = new ReportHistory();
    const profile = new TextEncoder().encode("p");
    for (let time = 0; time <= 3600; time += 60) {
      const { files } = look(time);
      history.reported(time, weighed(1e6), {
        name: "x",
        files: new Map([...files, ["pprof/heap", profile]]),
      });
      const { snapshots } = history.bundle(look(time), "t", undefined);
      const whole = snapshots.filter(({ files }) => files.has("pprof/heap"));
      expect(whole.length).toBeLessThanOrEqual(2);
      expect(snapshots[0]).toBe(snapshots.find(({ files }) => files.has("pprof/heap")));
      expect(snapshots.every(({ files }) => files.has("vars.json"))).toBe(true);
    }
  });

  test("the oldest is of ten minutes ago, and at most of twenty", () => {
    const ages: number[] = [];
    const history = new ReportHistory();
    for (let time = 0; time <= 7200; time += 15) {
      if (!history.isDue(time, weighed(null))) continue;
      history.reported(time, weighed(null), {
        name: "x",
        files: new Map([["t", Buffer.from(`${time}`)]]),
      });
      const oldest = history.bundle(look(time), "t", undefined).snapshots[0]!;
      ages.push(time - Number(Buffer.from(oldest.files.get("t")!).toString()));
    }
    const settled = ages.slice(25);
    expect(Math.min(...settled)).toBeGreaterThanOrEqual(600);
    expect(Math.max(...settled)).toBeLessThanOrEqual(1260);
  });

  test("at most once a minute, and sooner when RSS moves", () => {
    const history = new ReportHistory();
    expect(history.isDue(0, weighed(100))).toBe(true);
    history.reported(0, weighed(100), look(0));
    expect(history.isDue(15, weighed(104))).toBe(false);
    expect(history.isDue(15, weighed(106))).toBe(true);
    expect(history.isDue(15, weighed(94))).toBe(true);
    expect(history.isDue(60, weighed(100))).toBe(true);
  });
});

describe("the settings of a run", () => {
  const factsOf = (parts: Partial<Snapshot>) => {
    const snapshot = { name: "1", meta: {}, missing: [], ...parts };
    return runFacts(snapshot, undefined, marksOf(snapshot), "api");
  };

  test("are those of its environment, and the usual ones where it says nothing", () => {
    const environment = { GOMEMLIMIT: "900MiB" };
    expect(factsOf({ environment })).toMatchObject({ memlimit: 943_718_400, gogc: 100 });
    expect(factsOf({ environment: {} })).toMatchObject({ memlimit: null, gogc: 100 });
  });

  test("are not known where the environment can't be read", () => {
    expect(factsOf({})).toMatchObject({ memlimit: null, gogc: null });
  });

  test("are those that the program made of it, where its metrics tell", () => {
    const runtimeMetrics = new Map([
      ["/gc/gogc:percent", 50],
      ["/gc/gomemlimit:bytes", 2 ** 30],
    ]);
    const environment = { GOMEMLIMIT: "900MiB" };
    expect(factsOf({ environment, runtimeMetrics })).toMatchObject({ memlimit: 2 ** 30, gogc: 50 });
  });
});

test("an error's message as a sentence", () => {
  expect(sentence("process 7 has ended")).toBe("Process 7 has ended.");
  expect(sentence("http://a:1/: no answer")).toBe("http://a:1/: no answer.");
  expect(sentence("f.yml:3: wrong")).toBe("f.yml:3: wrong.");
  expect(sentence("Done.")).toBe("Done.");
});
