/** Letting go of rows of the dictionary: what is kept stays readable, whatever comes back, fails or crashes. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Database } from "../../src/store/duckdb/file/database.ts";
import { loadTables } from "../../src/store/duckdb/file/load-tables.ts";
import { readRows } from "../../src/store/duckdb/file/read-rows.ts";
import { openDuckDbStore } from "../../src/store/duckdb/open-store.ts";
import { sweepDictionary } from "../../src/store/duckdb/retain/sweep.ts";
import { dictionaryLengths } from "../../src/store/duckdb/write/append-dictionary.ts";
import { Committer } from "../../src/store/duckdb/write/committer.ts";
import type { Store, TargetId } from "../../src/store/store.ts";
import { ALWAYS, FACTS, goroutinesOf, groupsOf, heapOf, lookAt, sitesOf } from "./support/looks.ts";

const DAY = 86_400;
/** At a quarter of an hour by the clock, where a chain ends. */
const START = 1_800_000_000;
const POLICY = { maxAge: 1_800, maxBytes: 1e12, thinAfter: 1e9, thinTo: 300 };

let folder: string;
let store: Store;
let target: TargetId;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "resident-sweep-"));
  store = await openDuckDbStore(folder);
  target = await store.target({ instance: "a" });
});

afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
});

async function reopen(): Promise<void> {
  await store.close();
  store = await openDuckDbStore(folder);
}

/** A process of one version of the program, which has frames of its own. */
async function look(version: string, time: number, isNew = false): Promise<void> {
  const pid = version.charCodeAt(0);
  const startedAt = isNew ? time : pid * 1e6;
  const run = await store.run(target, { ...FACTS, pid, startedAt }, time);
  await store.add(
    run,
    lookAt(time, {
      heap: heapOf([{ stack: ["main", `serve.${version}`], size: 64, inuse: 3, alloc: 5 }]),
      goroutines: goroutinesOf([
        { stack: ["main", `wait.${version}`], state: `state.${version}`, by: "main", count: 2 },
      ]),
    }),
  );
}

/** Names of functions and states in the file, which nobody has open. */
async function namesInFile(): Promise<string[]> {
  await store.close();
  const names: string[] = [];
  const instance = await DuckDBInstance.create(join(folder, "resident.duckdb"));
  const connection = await instance.connect();
  await readRows(connection, "SELECT content FROM string ORDER BY content", (row) => {
    if (!row.text(0).endsWith(".go")) names.push(row.text(0));
  });
  connection.closeSync();
  instance.closeSync();
  store = await openDuckDbStore(folder);
  return names;
}

/** What is in use and what waits at all looks that are there, by their names. */
async function contents() {
  const heaps = await store.heapLevels(target, ALWAYS, 1e6);
  const groups = await store.goroutineLevels(target, ALWAYS, 1e6);
  return heaps.map((level, i) => ({
    time: level.time - START,
    ...sitesOf(store.dictionary, level),
    ...groupsOf(store.dictionary, groups[i]!),
  }));
}

const ofVersion = (version: string, time: number) => ({
  time,
  [`main > serve.${version} 64`]: 3,
  [`main > wait.${version} [state.${version}] by main`]: 2,
});

test("a version that no scrape is left of is not in the file any more", async () => {
  await look("a", START);
  await look("b", START + 3_600);
  await store.retain(POLICY, START + 3_600);
  expect(await contents()).toEqual([ofVersion("b", 3_600)]);
  expect(await namesInFile()).toEqual(["main", "serve.b", "state.b", "wait.b"]);
  expect(await contents()).toEqual([ofVersion("b", 3_600)]);
});

test.each([false, true])("one that comes back is there again (opened anew: %s)", async (isNew) => {
  await look("a", START);
  await look("b", START + 3_600);
  await store.retain(POLICY, START + 3_600);
  if (isNew) await reopen();
  await look("a", START + 3_700);
  await look("c", START + 3_800);
  const expected = [ofVersion("b", 3_600), ofVersion("a", 3_700), ofVersion("c", 3_800)];
  expect(await contents()).toEqual(expected);
  await reopen();
  expect(await contents()).toEqual(expected);
});

test("the run that is recorded goes on with what it had before", async () => {
  // Its sites are known to the run's memory, and the scrapes that had them go.
  await look("a", START);
  await look("a", START + 1_000);
  await store.retain({ ...POLICY, maxAge: 0 }, START + DAY);
  await look("a", START + DAY);
  await reopen();
  expect(await contents()).toEqual([ofVersion("a", DAY)]);
});

test("a sweep that fails changes nothing, and what is written after it is whole", async () => {
  await look("a", START);
  await look("b", START + 3_600);
  await store.close();
  const database = await Database.open(folder);
  const tables = await database.read(loadTables);
  const lengths = dictionaryLengths(tables.dictionary, tables.lines);
  const committer = new Committer(database, tables, lengths);
  const failing = {
    read: <T>(task: Parameters<typeof database.read<T>>[0]) => database.read(task),
    write: <T>(task: Parameters<typeof database.write<T>>[0]) =>
      database.write(async (access) => {
        await task(access);
        throw new Error("power cut");
      }),
  };
  // Of no run at all: everything would go.
  const { lacking } = committer;
  await expect(sweepDictionary(failing, tables.dictionary, [], lacking)).rejects.toThrow(/power/);
  await committer.commit([{ bands: [], reports: [] }]);
  await database.close();
  store = await openDuckDbStore(folder);
  expect(await contents()).toEqual([ofVersion("a", 0), ofVersion("b", 3_600)]);
});

test("whatever is recorded, let go of and opened anew, all that is kept is what it was", async () => {
  const step = fc.record({
    version: fc.constantFrom("a", "b", "c", "d"),
    does: fc.constantFrom("look", "look", "look", "retain", "retain beside", "open"),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 25 }), async (steps) => {
      await store.close();
      rmSync(folder, { recursive: true });
      store = await openDuckDbStore(folder);
      target = await store.target({ instance: "a" });
      let expected: ReturnType<typeof ofVersion>[] = [];
      for (const [i, { version, does }] of steps.entries()) {
        // Each has a day of its own, so that each retention may sweep.
        const time = i * DAY;
        const retain = () => store.retain({ ...POLICY, maxAge: 4 * DAY }, START + time);
        const isLook = does === "look" || does === "retain beside";
        if (does === "open") await reopen();
        await Promise.all([
          // A run that retention lets go of just then would take no look.
          isLook ? look(version, START + time, does !== "look") : undefined,
          does.startsWith("retain") ? retain() : undefined,
        ]);
        if (does.startsWith("retain"))
          expected = expected.filter((one) => one.time >= time - 4 * DAY);
        if (isLook) expected.push(ofVersion(version, time));
        expect(await contents()).toEqual(expected);
      }
      await reopen();
      expect(await contents()).toEqual(expected);
    }),
    { numRuns: 8, endOnFailure: true },
  );
});
