/** What every store must do, whatever it keeps its bytes in. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { settingsAt, settingsIn } from "../../src/store/run-settings.ts";
import type { RunId, Store, TargetId } from "../../src/store/store.ts";
import {
  ALWAYS,
  FACTS,
  goroutinesOf,
  groupsOf,
  heapOf,
  lookAt,
  MEM_STATS,
  reportOf,
  sitesOf,
  verdictOf,
} from "./support/looks.ts";

/** @param open opens what is kept in a folder, new or old */
export function storeContract(name: string, open: (folder: string) => Promise<Store>): void {
  describe(name, () => {
    let folder: string;
    let store: Store;
    let target: TargetId;
    let run: RunId;

    beforeEach(async () => {
      folder = mkdtempSync(join(tmpdir(), "resident-store-"));
      store = await open(folder);
      target = await store.target({ job: "web", instance: "a:1" });
      run = await store.run(target, FACTS, 1_000);
    });

    afterEach(async () => {
      await store.close();
      rmSync(folder, { recursive: true });
    });

    async function reopen(): Promise<void> {
      await store.close();
      store = await open(folder);
    }

    describe("targets and runs", () => {
      test("labels in any order are one target", async () => {
        expect(await store.target({ instance: "a:1", job: "web" })).toBe(target);
        const other = await store.target({ instance: "a:2", job: "web" });
        expect(other).not.toBe(target);
        await reopen();
        expect(await store.target({ instance: "a:2", job: "web" })).toBe(other);
        expect((await store.targets()).map(({ labels }) => labels["instance"])).toEqual([
          "a:1",
          "a:2",
        ]);
      });

      test("a run is the process that started then, within a second", async () => {
        expect(await store.run(target, { ...FACTS, startedAt: 1_000.9 }, 1_010)).toBe(run);
        const next = await store.run(target, { ...FACTS, startedAt: 1_500, pid: 43 }, 1_501);
        expect(next).not.toBe(run);
        await store.add(run, lookAt(1_001));
        await store.add(next, lookAt(1_502));
        await store.add(next, lookAt(1_517));
        await reopen();
        expect(await store.run(target, { ...FACTS, startedAt: 1_500, pid: 43 }, 1_600)).toBe(next);
        expect(await store.runs(target, ALWAYS)).toEqual([
          { ...FACTS, id: run, target, former: [], first: 1_001, last: 1_001 },
          {
            ...FACTS,
            id: next,
            target,
            ...{ startedAt: 1_500, pid: 43 },
            former: [],
            ...{ first: 1_502, last: 1_517 },
          },
        ]);
        expect(await store.runs(target, { from: 1_002, to: 1_502 })).toHaveLength(1);
        expect(await store.runs(target, { from: 1_002, to: 1_501.999 })).toHaveLength(0);
      });

      test("without a start a run lasts while nothing speaks against it", async () => {
        const facts = { ...FACTS, startedAt: null, pid: null };
        const remote = await store.target({ job: "remote" });
        const first = await store.run(remote, facts, 1);
        expect(await store.run(remote, { ...facts, limit: 5 }, 2)).toBe(first);
        expect(await store.run(remote, { ...facts, go: "go1.27.0" }, 3)).not.toBe(first);
      });
    });

    test("settings that a program changes are new from then on, and were what they were before", async () => {
      await store.add(run, lookAt(1_001));
      await store.learn(run, { ...FACTS, gogc: 50 }, 1_016);
      await store.add(run, lookAt(1_016));
      await store.learn(run, { ...FACTS, gogc: 50 }, 1_031);
      await store.learn(run, { ...FACTS, gogc: 50, limit: 7, memlimit: 7 }, 1_046);
      await store.add(run, lookAt(1_046));
      await reopen();
      const [stored] = await store.runs(target, ALWAYS);
      expect(stored).toMatchObject({ id: run, gogc: 50, limit: 7, memlimit: 7 });
      const at = (time: number) => settingsAt(stored!, time);
      const { limit, memlimit } = FACTS;
      expect([at(1_001), at(1_016), at(1_046)]).toEqual([
        { gogc: 100, limit, memlimit },
        { gogc: 50, limit, memlimit },
        { gogc: 50, limit: 7, memlimit: 7 },
      ]);
      expect(settingsIn(stored!, { from: 1_016, to: 1_045 })).toHaveLength(1);
      expect(settingsIn(stored!, { from: 1_001, to: 1_016 })).toHaveLength(2);
    });

    describe("figures", () => {
      test("come back as they were", async () => {
        const figures = {
          time: 1_001.25,
          rss: 100_663_296,
          virt: 1_500_000_000_000,
          swap: 0,
          live: 33_333_333,
          goroutines: 12,
          cpu: 0.25,
          memStats: {
            ...MEM_STATS,
            LastGC: 1_000.125,
            NumGC: 17,
            GCCPUFraction: 0.0125,
            NextGC: Number.POSITIVE_INFINITY,
          },
        };
        await store.add(run, { ...lookAt(0), figures });
        await store.add(run, lookAt(1_002));
        await reopen();
        expect(await store.figures(target, ALWAYS, 10)).toEqual([
          { ...figures, run },
          { ...lookAt(1_002).figures, run },
        ]);
      });

      test("ranges include both ends, to the millisecond", async () => {
        for (const time of [1_001, 1_001.001, 1_001.002]) await store.add(run, lookAt(time));
        const times = async (from: number, to: number) =>
          (await store.figures(target, { from, to }, 10)).map(({ time }) => time);
        expect(await times(1_001.001, 1_001.001)).toEqual([1_001.001]);
        expect(await times(1_001, 1_001.001)).toEqual([1_001, 1_001.001]);
        expect(await times(1_001.003, 1_002)).toEqual([]);
      });

      test("of many the peaks of equal spans are shown, and both ends", async () => {
        for (let i = 0; i < 40; i++) {
          await store.add(run, lookAt(1_000 + i, { rss: i === 13 ? 999 : 100 + (i % 10) }));
        }
        const shown = await store.figures(target, { from: 1_000, to: 1_040 }, 4);
        expect(shown.map(({ time }) => time)).toEqual([1_000, 1_009, 1_013, 1_029, 1_039]);
      });

      test("parts are at the same moments, 0 where a line was not there, null without any", async () => {
        const part = (id: string, bytes: number) => ({ id, title: id.toUpperCase(), bytes });
        await store.add(run, lookAt(1_001, { parts: [part("heap", 5), part("stacks", 2)] }));
        await store.add(run, lookAt(1_002));
        await store.add(run, lookAt(1_003, { parts: [part("heap", 7), part("difference", -3)] }));
        await reopen();
        expect(await store.parts(target, ALWAYS, 10)).toEqual([
          { id: "heap", title: "HEAP", bytes: [5, null, 7] },
          { id: "stacks", title: "STACKS", bytes: [2, null, 0] },
          { id: "difference", title: "DIFFERENCE", bytes: [0, null, -3] },
        ]);
      });
    });

    describe("heap profiles", () => {
      const site = (stack: string, size: number, inuse: number, alloc: number) => ({
        stack: stack.split(" "),
        ...{ size, inuse, alloc },
      });
      const first = heapOf([site("main a", 64, 3, 10), site("main b", 32, 0, 5)]);
      const second = heapOf([site("main a", 64, 2, 12), site("main b", 32, 0, 5)]);
      const third = heapOf([
        site("main b", 32, 1, 6),
        site("main a", 64, 0, 12),
        site("main a c", 8, 4, 4),
      ]);

      test("levels come back as they were, and again after a restart", async () => {
        for (const [i, heap] of [first, second, "same" as const, third].entries()) {
          await store.add(run, lookAt(1_001 + i, { heap }));
          if (i === 1) await reopen();
        }
        const levels = await store.heapLevels(target, ALWAYS, 10);
        // After a restart nobody knows what "same" is the same as.
        expect(levels.map((level) => [level.time, sitesOf(store.dictionary, level)])).toEqual([
          [1_001, { "main > a 64": 3 }],
          [1_002, { "main > a 64": 2 }],
          [1_004, { "main > b 32": 1, "main > a > c 8": 4 }],
        ]);
        expect(levels.map(({ rate, law }) => [rate, law])[0]).toEqual([524_288, "exponential"]);
      });

      test("what is the same is there at its own moment", async () => {
        await store.add(run, lookAt(1_001, { heap: first }));
        await store.add(run, lookAt(1_002));
        await store.add(run, lookAt(1_003, { heap: "same" }));
        const levels = await store.heapLevels(target, ALWAYS, 10);
        expect(levels.map(({ time }) => time)).toEqual([1_001, 1_003]);
        expect(sitesOf(store.dictionary, levels[1]!)).toEqual({ "main > a 64": 3 });
      });

      test("of many levels some are taken evenly, the last among them", async () => {
        for (let i = 1; i <= 10; i++) {
          await store.add(run, lookAt(1_000 + i, { heap: heapOf([site("main a", 8, i, i)]) }));
        }
        const times = async (most: number) =>
          (await store.heapLevels(target, ALWAYS, most)).map(({ time }) => time - 1_000);
        expect(await times(1)).toEqual([10]);
        expect(await times(3)).toEqual([3, 6, 10]);
        expect(await times(0)).toEqual([]);
      });

      test("additions are what was sampled between two looks", async () => {
        await store.add(run, lookAt(1_001, { heap: first }));
        await store.add(run, lookAt(1_002, { heap: second }));
        await store.add(run, lookAt(1_003, { heap: third }));
        const added = await store.heapAdditions(target, ALWAYS);
        expect(added).toHaveLength(1);
        expect([added[0]!.from, added[0]!.time]).toEqual([1_001, 1_003]);
        expect(sitesOf(store.dictionary, added[0]!)).toEqual({
          "main > a 64": 2,
          "main > b 32": 1,
          "main > a > c 8": 4,
        });
        const [late] = await store.heapAdditions(target, { from: 1_002, to: 1_003 });
        expect(sitesOf(store.dictionary, late!)).toEqual({ "main > b 32": 1, "main > a > c 8": 4 });
      });

      test("neither a restart of Resident nor a counter that went back is guessed over", async () => {
        await store.add(run, lookAt(1_001, { heap: first }));
        await reopen();
        await store.add(run, lookAt(1_002, { heap: third }));
        expect(await store.heapAdditions(target, ALWAYS)).toEqual([]);
        await store.add(run, lookAt(1_003, { heap: second }));
        expect(await store.heapAdditions(target, ALWAYS)).toEqual([]);
        await store.add(
          run,
          lookAt(1_004, { heap: heapOf([site("main a", 64, 0, 15), site("main b", 32, 0, 5)]) }),
        );
        const [added] = await store.heapAdditions(target, ALWAYS);
        expect(sitesOf(store.dictionary, added!)).toEqual({ "main > a 64": 3 });
      });

      test("a clock that was put back mixes nothing up", async () => {
        const times = [1_001, 1_016, 1_031, 1_008, 1_008, 1_023, 1_040];
        for (const [i, time] of times.entries()) {
          await store.add(run, lookAt(time, { heap: heapOf([site("main a", 8, i + 1, i + 1)]) }));
        }
        const levels = await store.heapLevels(target, ALWAYS, 10);
        expect(levels.map(({ time, counts }) => [time, ...counts])).toEqual([
          [1_001, 1],
          [1_008, 4],
          [1_008.001, 5],
          [1_016, 2],
          [1_023, 6],
          [1_031, 3],
          [1_040, 7],
        ]);
        const [added] = await store.heapAdditions(target, ALWAYS);
        expect(sitesOf(store.dictionary, added!)).toEqual({ "main > a 8": 6 });
      });

      test("processes share stacks and nothing else", async () => {
        const other = await store.target({ job: "web", instance: "a:2" });
        const otherRun = await store.run(other, FACTS, 1_000);
        await Promise.all([
          store.add(run, lookAt(1_001, { heap: first })),
          store.add(otherRun, lookAt(1_001, { heap: second })),
        ]);
        const { stackCount } = store.dictionary;
        expect(stackCount).toBe(2);
        const [level] = await store.heapLevels(other, ALWAYS, 5);
        expect(sitesOf(store.dictionary, level!)).toEqual({ "main > a 64": 2 });
        expect(await store.heapLevels(target, { from: 0, to: 1_000 }, 5)).toEqual([]);
      });
    });

    test("the last levels of many are those of each alone", async () => {
      const site = { stack: ["main", "a"], size: 64, inuse: 1, alloc: 2 };
      const heap = (inuse: number) => heapOf([{ ...site, inuse, alloc: inuse + 1 }]);
      const piles = (count: number) => goroutinesOf([{ stack: ["main"], count }]);
      const other = await store.target({ instance: "a:2" });
      const empty = await store.target({ instance: "a:3" });
      const otherRun = await store.run(other, FACTS, 1_000);
      for (const [i, one] of [run, otherRun].entries()) {
        await store.add(one, lookAt(1_001, { heap: heap(3 + i), goroutines: piles(7 + i) }));
        await store.add(one, lookAt(1_002, { heap: heap(5 + i) }));
        await store.add(one, lookAt(1_003, { heap: i === 0 ? "same" : heap(9) }));
      }
      const again = await store.run(target, { ...FACTS, startedAt: 1_010 }, 1_010);
      await store.add(again, lookAt(1_011, { heap: heap(20) }));
      for (const range of [ALWAYS, { from: 1_001, to: 1_002.5 }, { from: 1_003, to: 1_003 }]) {
        const all = await store.latestLevels([other, empty, target], range);
        expect(all.map((one) => one.target)).toEqual([other, empty, target]);
        for (const latest of all) {
          const heaps = await store.heapLevels(latest.target, range, 1);
          const goroutines = await store.goroutineLevels(latest.target, range, 1);
          expect(latest.heap).toEqual(heaps[0] ?? null);
          expect(latest.goroutines).toEqual(goroutines[0] ?? null);
          expect(latest.added).toEqual(await store.heapAdditions(latest.target, range));
        }
      }
      expect(await store.latestLevels([], ALWAYS)).toEqual([]);
    });

    test("goroutines come back by stack, state and creator", async () => {
      const serve = { stack: ["main", "serve"], state: "chan receive", by: "start" };
      const idle = { stack: ["main"], count: 1 };
      await store.add(
        run,
        lookAt(1_001, { goroutines: goroutinesOf([{ ...serve, count: 5 }, idle]) }),
      );
      await store.add(run, lookAt(1_002));
      await store.add(run, lookAt(1_003, { goroutines: goroutinesOf([{ ...serve, count: 9 }]) }));
      await reopen();
      const levels = await store.goroutineLevels(target, ALWAYS, 10);
      expect(levels.map((level) => [level.time, groupsOf(store.dictionary, level)])).toEqual([
        [1_001, { "main > serve [chan receive] by start": 5, "main [] by nobody": 1 }],
        [1_003, { "main > serve [chan receive] by start": 9 }],
      ]);
    });

    test("each collection is kept once, also after a restart", async () => {
      const collection = (n: number) => ({ n, end: 1_000 + n / 10, pauseNs: 1_000 * n });
      await store.add(run, lookAt(1_001, { collections: [1, 2, 3].map(collection) }));
      await store.add(run, lookAt(1_002, { collections: [2, 3, 4, 5].map(collection) }));
      await reopen();
      await store.add(run, lookAt(1_003, { collections: [4, 5, 6].map(collection) }));
      expect(await store.collections(run, ALWAYS)).toEqual([1, 2, 3, 4, 5, 6].map(collection));
      const some = await store.collections(run, { from: 1_000.2, to: 1_000.4 });
      expect(some.map(({ n }) => n)).toEqual([2, 3, 4]);
    });

    test("the last report is there, and verdicts as bands", async () => {
      await store.add(run, lookAt(1_001));
      await store.keepReport(
        run,
        1_001,
        reportOf([verdictOf("leak", "10 MB", 10), verdictOf("idle")]),
      );
      await store.keepReport(run, 1_016, reportOf([verdictOf("leak", "20 MB", 20)]));
      await store.keepReport(
        run,
        1_031,
        reportOf([verdictOf("leak", "30 MB", 30), verdictOf("idle")]),
      );
      await reopen();
      expect((await store.report(target))?.time).toBe(1_031);
      expect((await store.report(target))?.report.verdicts).toHaveLength(2);
      const bands = await store.findings(target, ALWAYS);
      expect(
        bands.map(({ id, headline, bytes, from, to }) => [id, headline, bytes, from, to]),
      ).toEqual([
        ["leak", "30 MB", 30, 1_001, 1_031],
        ["idle", "idle", null, 1_001, 1_001],
        ["idle", "idle", null, 1_031, 1_031],
      ]);
      expect(bands.map(({ reports, missed }) => [reports, missed])).toEqual([
        [3, null],
        [1, null],
        [1, 1],
      ]);
      expect(await store.findings(target, { from: 1_002, to: 1_030 })).toHaveLength(1);
      expect(await store.report(await store.target({ job: "other" }))).toBeUndefined();
    });

    test("how many reports had a verdict, and how many were without it in between", async () => {
      await store.add(run, lookAt(1_001));
      const there = [1, 1, 0, 1, 0, 0, 0, 1, ...Array(10).fill(0), 1, 1];
      for (const [i, is] of there.entries()) {
        if (i === 2) await reopen();
        await store.keepReport(run, 1_001 + 60 * i, reportOf(is === 1 ? [verdictOf("leak")] : []));
      }
      // Nobody knows how it was while there was no report.
      await store.keepReport(run, 5_000, reportOf([verdictOf("leak")]));
      const bands = await store.findings(target, ALWAYS);
      expect(
        bands.map(({ from, reports, missed }) => [(from - 1_001) / 60, reports, missed]),
      ).toEqual([
        [0, 2, null],
        [3, 1, 1],
        [7, 1, 3],
        [18, 2, null],
        [3_999 / 60, 1, null],
      ]);
    });
  });
}
