/** Thinning and letting go, held against the sums and peaks of what was written. */
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openDuckDbStore } from "../../src/store/duckdb/open-store.ts";
import type { Store, TargetId } from "../../src/store/store.ts";
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

const KEEP_ALL = { maxAge: 1e9, maxBytes: 1e12, thinAfter: 1e9, thinTo: 300 };
/** At a quarter of an hour by the clock. */
const START = 1_800_000_000;
const EVERY = 15;

let folder: string;
let store: Store;
let target: TargetId;
let run: number;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "resident-retain-"));
  store = await openDuckDbStore(folder);
  target = await store.target({ instance: "a" });
  run = await store.run(target, FACTS, START);
});

afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
});

/** Scrape i: RSS with a peak where i % 20 is 7, one object of `f` more each time, one collection. */
function look(i: number) {
  const time = START + i * EVERY;
  const sites = [
    { stack: ["main", "f"], size: 64, inuse: 100 + i, alloc: 1_000 + 3 * i },
    { stack: ["main", `g${i % 7}`], size: 32, inuse: i % 2, alloc: 50 + i },
  ];
  return lookAt(time, {
    rss: (i % 20 === 7 ? 5_000 : 1_000) + (i % 5),
    heap: heapOf(sites.concat(otherSites(i))),
    parts: [{ id: "heap", title: "Heap", bytes: 900 + i }],
    goroutines: goroutinesOf([{ stack: ["main"], count: 5 + i }]),
    collections: [{ n: i + 1, end: time - 1, pauseNs: 1_000 }],
  });
}

/** Buckets stay where they were seen once. */
function otherSites(i: number) {
  return Array.from({ length: Math.min(i, 7) }, (_, back) => i - 1 - back)
    .filter((before) => before % 7 !== i % 7)
    .map((before) => ({
      stack: ["main", `g${before % 7}`],
      size: 32,
      inuse: 0,
      alloc: 50 + before,
    }));
}

async function write(from: number, end: number): Promise<void> {
  const adds: Promise<void>[] = [];
  for (let i = from; i < end; i++) adds.push(store.add(run, look(i)));
  await Promise.all(adds);
}

async function sums() {
  const [added] = await store.heapAdditions(target, ALWAYS);
  const collections = await store.collections(run, ALWAYS);
  return {
    added: sitesOf(store.dictionary, added!),
    from: added!.from,
    time: added!.time,
    collections,
  };
}

test("thinning keeps peaks, sums, collections, and levels at the moments that stay", async () => {
  await write(0, 400);
  const before = await sums();
  expect(before.added["main > f 64"]).toBe(3 * 399);
  const all = await store.figures(target, ALWAYS, 1e6);
  // The first hour goes: 240 scrapes, of each 20 the last and the peak.
  const size = await store.retain(
    { ...KEEP_ALL, thinAfter: EVERY * 400 - 3_700 },
    START + EVERY * 400,
  );
  expect(size.scrapes).toBe(24 + 160);
  const figures = await store.figures(target, ALWAYS, 1e6);
  expect(figures).toHaveLength(24 + 160);
  for (const figure of figures) expect(all).toContainEqual(figure);
  const peaks = (list: typeof all) => list.filter(({ rss }) => rss! > 4_000).length;
  expect(peaks(figures)).toBe(peaks(all));
  expect(await sums()).toEqual(before);
  for (const level of await store.heapLevels(target, ALWAYS, 1e6)) {
    const i = (level.time - START) / EVERY;
    const expected: Record<string, number> = { "main > f 64": 100 + i };
    if (i % 2 === 1) expected[`main > g${i % 7} 32`] = 1;
    expect(sitesOf(store.dictionary, level)).toEqual(expected);
  }
  for (const level of await store.goroutineLevels(target, ALWAYS, 1e6)) {
    const i = (level.time - START) / EVERY;
    expect(groupsOf(store.dictionary, level)).toEqual({ "main [] by nobody": 5 + i });
  }
  const [heap] = await store.parts(target, ALWAYS, 1e6);
  expect(heap!.bytes).toEqual(figures.map(({ time }) => 900 + (time - START) / EVERY));
});

test("sums and peaks are the same over midnight, which begins a transaction of its own", async () => {
  // Midnight is at look 3840.
  await write(3_700, 3_990);
  const before = await sums();
  const all = await store.figures(target, ALWAYS, 1e6);
  await store.retain({ ...KEEP_ALL, thinAfter: 0 }, START + 86_400);
  expect(await sums()).toEqual(before);
  const figures = await store.figures(target, ALWAYS, 1e6);
  expect(figures.length).toBeLessThan(2 * 15 + 2);
  for (const figure of figures) expect(all).toContainEqual(figure);
  expect(figures.filter(({ rss }) => rss! > 4_000)).toEqual(all.filter(({ rss }) => rss! > 4_000));
});

test("of looks without a profile one with MemStats stays", async () => {
  // RSS falls: the peak of each span is its first look. The program is asked at every fifth, and not at the last.
  for (let i = 0; i < 40; i++) {
    const plain = lookAt(START + i * EVERY, { rss: 5_000 - i });
    const figures = { ...plain.figures, memStats: i % 5 === 3 ? MEM_STATS : null };
    await store.add(run, { ...plain, figures });
  }
  await store.retain({ ...KEEP_ALL, thinAfter: 0 }, START + 86_400);
  const figures = await store.figures(target, ALWAYS, 100);
  expect(figures.map(({ time }) => (time - START) / EVERY)).toEqual([0, 18, 20, 38, 39]);
  expect(figures.map(({ memStats }) => memStats !== null)).toEqual([
    false,
    true,
    false,
    true,
    false,
  ]);
});

test("thinning again changes nothing, and recording goes on", async () => {
  await write(0, 400);
  const policy = { ...KEEP_ALL, thinAfter: EVERY * 400 - 3_700 };
  await store.retain(policy, START + EVERY * 400);
  await store.retain(policy, START + EVERY * 400);
  await write(400, 410);
  expect((await store.size()).scrapes).toBe(24 + 170);
  expect((await sums()).added["main > f 64"]).toBe(3 * 409);
  await store.close();
  store = await openDuckDbStore(folder);
  expect((await store.heapLevels(target, ALWAYS, 1e6)).length).toBe(24 + 170);
});

test("also the chain that is being written can be thinned: the next scrape begins one", async () => {
  await write(0, 10);
  await store.retain({ ...KEEP_ALL, thinAfter: 0 }, START + 86_400);
  await write(5_760, 5_762);
  const levels = await store.heapLevels(target, ALWAYS, 1e6);
  const counts = levels.map((level) => sitesOf(store.dictionary, level)["main > f 64"]);
  expect(counts).toEqual([107, 109, 5_860, 5_861]);
});

test("what is too old goes, by whole quarters of an hour", async () => {
  await write(0, 240);
  await store.retain({ ...KEEP_ALL, maxAge: 1_850 }, START + 3_600);
  const figures = await store.figures(target, ALWAYS, 1e6);
  expect(figures[0]!.time).toBe(START + 900);
  const [stored] = await store.runs(target, ALWAYS);
  expect([stored!.first, stored!.last]).toEqual([START + 900, START + 239 * EVERY]);
});

test("reading, writing and keeping within bounds go on side by side", async () => {
  let isDone = false;
  const answers: number[] = [];
  const reading = (async () => {
    while (!isDone) {
      const levels = await store.heapLevels(target, ALWAYS, 50);
      for (const level of levels) {
        const i = Math.round((level.time - START) / EVERY);
        expect(sitesOf(store.dictionary, level)["main > f 64"]).toBe(100 + i);
      }
      answers.push(levels.length);
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
  })();
  const policy = { ...KEEP_ALL, maxAge: 12_000, thinAfter: 3_000 };
  for (let i = 0; i < 1_200; i += 60) {
    const keeping = store.retain(policy, START + i * EVERY);
    await write(i, i + 60);
    await keeping;
  }
  isDone = true;
  await reading;
  expect(answers.length).toBeGreaterThan(10);
  await store.retain(policy, START + 1_200 * EVERY);
  const { scrapes } = await store.size();
  expect(scrapes).toBeLessThan(400);
  expect((await store.heapLevels(target, ALWAYS, 1e6)).length).toBe(scrapes);
});

test("runs, findings and targets without a scrape go, and come back with the next look", async () => {
  await write(0, 3);
  await store.keepReport(run, START, reportOf([verdictOf("leak")]));
  await store.retain({ ...KEEP_ALL, maxAge: 60 }, START + 86_400);
  expect(await store.runs(target, ALWAYS)).toEqual([]);
  expect(await store.targets()).toEqual([]);
  expect(await store.findings(target, ALWAYS)).toEqual([]);
  expect(await store.report(target)).toBeUndefined();
  await expect(store.add(run, look(9_000))).rejects.toMatchObject({ code: "RES_STORE" });
  run = await store.run(target, FACTS, START + 90_000);
  await write(6_000, 6_001);
  await store.close();
  store = await openDuckDbStore(folder);
  expect((await store.targets()).map(({ id }) => id)).toEqual([target]);
  expect(await store.figures(target, ALWAYS, 10)).toHaveLength(1);
});

test("the oldest go where the file is too large, and it stays below", async () => {
  const maxBytes = 8 << 20;
  const ROUND = 800;
  let n = 0;
  // Pauses without any pattern: a kilobyte a scrape that can't be packed.
  const noise = (i: number) =>
    Array.from({ length: 150 }, () => {
      n++;
      return { n, end: START + i * EVERY + (n % 150) / 10, pauseNs: (n * 2_654_435_761) % 2 ** 40 };
    });
  let largest = 0;
  for (let round = 0; round < 12; round++) {
    const adds: Promise<void>[] = [];
    for (let i = round * ROUND; i < (round + 1) * ROUND; i++) {
      adds.push(store.add(run, { ...look(i), collections: noise(i) }));
    }
    await Promise.all(adds);
    const { bytes } = await store.retain({ ...KEEP_ALL, maxBytes }, START + round * 30_000);
    largest = Math.max(largest, bytes);
  }
  expect(largest).toBeLessThanOrEqual(maxBytes);
  const figures = await store.figures(target, ALWAYS, 1e6);
  expect(figures.at(-1)!.time).toBe(START + 9_599 * EVERY);
  expect(figures.length).toBeGreaterThan(1_000);
  expect(figures[0]!.time).toBeGreaterThan(START);
  const smaller = await store.retain({ ...KEEP_ALL, maxBytes: 5 << 20 }, START + 300_000);
  expect(statSync(join(folder, "resident.duckdb")).size).toBeLessThanOrEqual(5 << 20);
  expect(smaller.bytes).toBeLessThanOrEqual(5 << 20);
  expect((await store.figures(target, ALWAYS, 1e6)).at(-1)!.time).toBe(START + 9_599 * EVERY);
});
