/** What a recorder that was started again knows of before, from a real store. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { explain } from "../../src/analyze/explain.ts";
import { MiB } from "../../src/base/units.ts";
import { parseGoVersion } from "../../src/model/go-version.ts";
import { eachLine } from "../../src/model/ledger.ts";
import type { Snapshot } from "../../src/model/snapshot.ts";
import { codeEstimate, makeScrape } from "../../src/record/looks/make-scrape.ts";
import { pastFigures, pastLooks, snapshotOf } from "../../src/record/looks/past-looks.ts";
import { marksOf, runFacts } from "../../src/record/looks/run-facts.ts";
import { ToldSoFar } from "../../src/record/looks/told-so-far.ts";
import { openDuckDbStore } from "../../src/store/duckdb/open-store.ts";
import type { RunFacts, Store, TargetId } from "../../src/store/store.ts";
import { FACTS, goroutinesOf, heapOf, lookAt, MEM_STATS } from "../store/support/looks.ts";
import { recordingOf } from "../web/support/page-of.ts";

const NOW = 10_000;
const RUN: RunFacts = { ...FACTS, limit: null, memlimit: null, startedAt: 100 };

let folder: string;
let store: Store;
let target: TargetId;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "resident-past-"));
  store = await openDuckDbStore(folder);
  target = await store.target({ instance: "a" });
});

afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
});

/** 1 MiB of the heap comes to stay every 15 seconds, a collection each. */
function grown(time: number) {
  const live = (100 + (time - 9_000) / 15) * MiB;
  return {
    rss: live * 2,
    memStats: {
      ...MEM_STATS,
      HeapAlloc: live * 1.1,
      HeapInuse: live * 1.1,
      HeapSys: live * 2,
      Sys: live * 2 + 8 * MiB,
      NextGC: live * 2,
      NumGC: Math.round(time / 15),
      LastGC: time - 1,
    },
    heap: heapOf([
      { stack: ["main", "leak"], size: MiB, inuse: Math.round(live / MiB), alloc: 5_000 },
    ]),
    goroutines: goroutinesOf([{ stack: ["main", "wait"], count: 3 }]),
  };
}

async function record(from: number, to: number, facts = RUN): Promise<void> {
  const run = await store.run(target, facts, from);
  for (let time = from; time <= to; time += 15) {
    const { rss, memStats, heap, goroutines } = grown(time);
    const plain = lookAt(time, { rss, heap, goroutines });
    await store.add(run, { ...plain, figures: { ...plain.figures, memStats } });
  }
}

const timesOf = async (facts = RUN) =>
  (await pastLooks(store, target, facts, NOW)).map(({ figures }) => NOW - figures.time);

test("it is one look of ten minutes ago or a little more, and some since", async () => {
  await record(9_010, 9_985);
  expect(await timesOf()).toEqual([600, 405, 210, 15]);
});

test("what there is, where that is less or longer ago, up to twenty minutes", async () => {
  await record(9_910, 9_940);
  expect(await timesOf()).toEqual([90, 75, 60]);
  await store.retain({ maxAge: 1, maxBytes: 1e9, thinAfter: 1e9, thinTo: 300 }, NOW);
  await record(8_000, 8_875);
  expect(await timesOf()).toEqual([1_175, 1_160, 1_145, 1_130]);
});

test("nothing of another process, and nothing where the start is not known", async () => {
  await record(9_010, 9_985);
  expect(await timesOf({ ...RUN, pid: 43 })).toEqual([]);
  expect(await timesOf({ ...RUN, startedAt: 9_990 })).toEqual([]);
  expect(await timesOf({ ...RUN, startedAt: null })).toEqual([]);
});

test("what was seen of its last collection holds after a restart", async () => {
  const run = await store.run(target, RUN, 9_900);
  const seen = (NumGC: number, HeapAlloc: number, TotalAlloc: number, StackInuse: number) => ({
    ...MEM_STATS,
    ...{ NumGC, HeapAlloc: HeapAlloc * MiB, TotalAlloc: TotalAlloc * MiB, StackInuse },
  });
  const looks = [seen(3, 30, 100, MiB), seen(4, 22, 102, 2 * MiB), seen(4, 25, 105, 3 * MiB)];
  for (const [at, memStats] of looks.entries()) {
    const { figures, ...rest } = lookAt(9_900 + 15 * at, {});
    await store.add(run, { ...rest, figures: { ...figures, memStats } });
  }
  await store.close();
  store = await openDuckDbStore(folder);
  const told = new ToldSoFar();
  const now = { name: "now", meta: {}, missing: [], memStats: seen(4, 26, 106, 9 * MiB) };
  told.beginWith(await pastFigures(store, target, RUN, NOW), now, undefined);
  const { sinceCollection } = told.take(now, undefined);
  // 22 of 100 + 2 MiB are left of what 30 were: 20 at the least survived.
  expect(sinceCollection).toEqual({
    stacks: 2 * MiB,
    leastAlloc: 22 * MiB,
    leastMarked: 20 * MiB,
  });
  expect(await pastFigures(store, target, { ...RUN, pid: 43 }, NOW)).toEqual([]);
});

test("and so does the GOGC that its heap told of", () => {
  const now = { name: "now", meta: {}, missing: [] };
  const told = (live: number) => {
    const figures = Array.from({ length: 10 }, (_, n) => ({
      memStats: {
        ...MEM_STATS,
        ...{ NumGC: 10 + n, NextGC: 44 * MiB, HeapAlloc: (34 + n) * MiB, StackInuse: 0 },
      },
      live: live * MiB,
    }));
    const all = new ToldSoFar();
    all.beginWith(figures, now, parseGoVersion("go1.26.1"));
    return all.underOwnGogc(now).environment;
  };
  expect(told(33)).toEqual({ GOGC: "30" });
  expect(told(22)).toBeUndefined();
});

test("the first answer after a restart knows that the heap grows, and where", async () => {
  await record(9_010, 9_985);
  await store.close();
  store = await openDuckDbStore(folder);
  const past = (await pastLooks(store, target, RUN, NOW)).map((look) => snapshotOf(store, look));
  const answer = (snapshots: readonly Snapshot[]) =>
    explain({ target: "a", go: parseGoVersion("go1.26.1")!, snapshots, remarks: [] });
  const { rss, memStats, goroutines } = grown(NOW);
  const now: Snapshot = {
    ...past.at(-1)!,
    ...{ name: "now", time: NOW, memStats, goroutines },
    status: { name: "server", pid: 42, vmRss: rss },
  };
  const [verdict] = answer([...past, now]).verdicts;
  expect(verdict).toMatchObject({ id: "live-heap-growing", confidence: "high" });
  expect(verdict!.headline).toMatch(/grows by 4\.00 MiB a minute.*leak/);
  expect(answer([now]).verdicts[0]!.id).not.toBe("live-heap-growing");
});

test("and how each line of the ledger changed, as if nobody had stopped", async () => {
  const recording = await recordingOf("test/fixtures/web/live-heap-growing.tgz");
  const { snapshots, go } = recording;
  const last = snapshots.at(-1)!;
  const marks = marksOf(last);
  const facts = runFacts(last, go, marks, "a");
  const run = await store.run(target, facts, snapshots[0]!.time!);
  for (const snapshot of snapshots.slice(0, -1)) {
    const code = codeEstimate(snapshot.heap!, go);
    const nothing = { goroutines: undefined, cpu: null, held: undefined, heap: "taken" } as const;
    const look = { time: snapshot.time!, snapshot, go, code, ...nothing };
    await store.add(run, makeScrape(look));
  }
  await store.close();
  store = await openDuckDbStore(folder);
  const past = await pastLooks(store, target, facts, last.time!);
  const since = snapshots.findIndex(({ time }) => Math.abs(time! - past[0]!.figures.time) < 0.001);
  const changes = (looks: readonly Snapshot[]) =>
    new Map(
      [...eachLine(explain({ ...recording, snapshots: looks }).ledger)].map(
        ({ id, change }) => [id, change?.bytes] as const,
      ),
    );
  const whole = changes([snapshots[since]!, last]);
  const again = changes([...past.map((look) => snapshotOf(store, look)), last]);
  const lines =
    "virt not-resident rss go-heap live since-gc free-slots idle stacks heap-difference go-metadata program-file outside-go mapped-files rest";
  for (const id of lines.split(" ")) expect(again.get(id), id).toBe(whole.get(id));
  expect(again.get("rss")).toBeGreaterThan(90 * MiB);
  expect(again.get("program-globals")).toBeUndefined();
});
