/** What can happen to the file: other processes, other programs, other versions, kill -9, a full disk. */
import { spawn, spawnSync } from "node:child_process";
import {
  appendFileSync,
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { DuckDBInstance } from "@duckdb/node-api";
import { build } from "rolldown";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { readRows } from "../../src/store/duckdb/file/read-rows.ts";
import { prepareSchema } from "../../src/store/duckdb/file/schema.ts";
import { openDuckDbStore } from "../../src/store/duckdb/open-store.ts";
import type { Store } from "../../src/store/store.ts";
import { ALWAYS, FACTS, heapOf, lookAt, reportOf, sitesOf, verdictOf } from "./support/looks.ts";

let folder: string;
let file: string;

/** Below node_modules, so that the program finds DuckDB. */
let programs: string;

beforeAll(async () => {
  const root = join(import.meta.dirname, "../..");
  programs = mkdtempSync(join(root, "node_modules/.resident-test-"));
  await build({
    input: join(import.meta.dirname, "support/write-forever.ts"),
    platform: "node",
    external: ["@duckdb/node-api"],
    output: { dir: programs, format: "esm" },
  });
});

afterAll(() => {
  rmSync(programs, { recursive: true });
});

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "resident-file-"));
  file = join(folder, "resident.duckdb");
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

async function inFile(sql: readonly string[]): Promise<void> {
  const instance = await DuckDBInstance.create(file, { threads: "1" });
  const connection = await instance.connect();
  for (const statement of sql) await connection.run(statement);
  connection.closeSync();
  instance.closeSync();
}

/** A store with one scrape. */
async function written(path = folder): Promise<void> {
  const store = await openDuckDbStore(path);
  const target = await store.target({ instance: "a" });
  await store.add(await store.run(target, FACTS, 1_000), lookAt(1_001, { rss: 5 }));
  await store.close();
}

describe("who may use it", () => {
  test("the folder is made for its owner alone, and so is the file", async () => {
    const path = join(folder, "deep", "data");
    await written(path);
    expect(statSync(path).mode & 0o777).toBe(0o700);
    expect(statSync(join(path, "resident.duckdb")).mode & 0o777).toBe(0o600);
  });

  test("in a folder that others may read, nothing of it is theirs to read", async () => {
    const path = join(folder, "shared");
    mkdirSync(path);
    chmodSync(path, 0o755);
    process.umask(0o022);
    const store = await openDuckDbStore(path);
    const target = await store.target({ instance: "a" });
    await store.add(await store.run(target, FACTS, 1_000), lookAt(1_001, { rss: 5 }));
    const modes = readdirSync(path).map((name) => statSync(join(path, name)).mode & 0o077);
    await store.close();
    expect(modes).toEqual([0, 0]);
  });

  test("a second recorder is told of the first, in this process and in another", async () => {
    const store = await openDuckDbStore(folder);
    await expect(openDuckDbStore(folder)).rejects.toMatchObject({
      code: "RES_STORE",
      message: expect.stringContaining("in use by this very process"),
    });
    await store.close();
    const child = startWriting();
    await child.saidAtLeast(1);
    await expect(openDuckDbStore(folder)).rejects.toMatchObject({
      code: "RES_STORE",
      message: expect.stringContaining(`in use by process ${child.pid}`),
    });
    await child.kill();
  });
});

describe("what is no file of this version is left as it is", () => {
  test.each([
    ["text", () => writeFileSync(file, "hello ".repeat(9_000)), "is not a recorder's file"],
    ["nothing", () => writeFileSync(file, ""), "is not a recorder's file"],
  ])("%s", async (_, make, message) => {
    make();
    await refused(message);
  });

  test("another program's DuckDB file", async () => {
    await inFile(["CREATE TABLE sales (n INTEGER)"]);
    await refused("not one of Resident's recorder");
  });

  test("a newer version", async () => {
    await written();
    await inFile(["UPDATE meta SET version = 99"]);
    await refused("has version 99, and this Resident knows versions up to 3");
  });

  test.each([
    ["rows that refer to none", "frame VALUES (0, 500, 0, 1)", "refers to row 500"],
    [
      "no first line of the ledger",
      "ledger_line VALUES (1, 'a', 'A')",
      "row 0 of the table ledger_line",
    ],
    [
      "one line twice",
      "ledger_line VALUES (0, 'a', 'A'), (1, 'a', 'A')",
      "row 1 of the table ledger_line",
    ],
  ])("%s", async (_, rows, message) => {
    await written();
    await inFile([`INSERT INTO ${rows}`]);
    await refused(message);
  });

  test("a damaged file", async () => {
    await written();
    const bytes = readFileSync(file);
    // All blocks behind the three headers.
    bytes.fill(0xa5, 3 * 4096);
    writeFileSync(file, bytes);
    await refused("is damaged");
  });

  async function refused(message: string): Promise<void> {
    const before = readFileSync(file);
    await expect(openDuckDbStore(folder)).rejects.toMatchObject({
      code: "RES_STORE",
      message: expect.stringContaining(message),
    });
    expect(readFileSync(file).equals(before)).toBe(true);
    // It is not in use any more either.
    await expect(openDuckDbStore(folder)).rejects.not.toThrow(/in use/);
  }
});

describe("an older file becomes a newer one", () => {
  const migrations = [
    ["ALTER TABLE thing ADD COLUMN size INTEGER DEFAULT 7", "UPDATE thing SET name = upper(name)"],
    ["CREATE TABLE more (n INTEGER)"],
  ];
  const old = [
    "CREATE TABLE meta (version INTEGER)",
    "INSERT INTO meta VALUES (0)",
    "CREATE TABLE thing (name VARCHAR)",
    "INSERT INTO thing VALUES ('a'), ('b')",
  ];

  async function migrated(steps: readonly (readonly string[])[]): Promise<string[]> {
    const instance = await DuckDBInstance.create(file, { threads: "1" });
    const connection = await instance.connect();
    const rows: string[] = [];
    try {
      await prepareSchema(connection, steps);
    } catch (error) {
      rows.push((error as Error).message.split("\n")[0]!);
      await connection.run("ROLLBACK");
    }
    const sql = "SELECT version, string_agg(name, ' ' ORDER BY name) FROM meta, thing GROUP BY ALL";
    await readRows(connection, sql, (row) => {
      rows.push(`${row.number(0)} ${row.text(1)}`);
    });
    connection.closeSync();
    instance.closeSync();
    return rows;
  }

  test("step by step from the version that it has", async () => {
    await inFile(old);
    expect(await migrated(migrations.slice(0, 1))).toEqual(["1 A B"]);
    expect(await migrated(migrations)).toEqual(["2 A B"]);
  });

  test("one of version 1 has all it had, and takes settings that change", async () => {
    await written();
    await inFile([
      "DROP TABLE former_setting",
      "ALTER TABLE finding DROP COLUMN reports",
      "ALTER TABLE finding DROP COLUMN missed",
      "UPDATE meta SET version = 1",
    ]);
    const store = await openDuckDbStore(folder);
    const [target] = await store.targets();
    const [run] = await store.runs(target!.id, ALWAYS);
    expect(run).toMatchObject({ ...FACTS, former: [] });
    await store.learn(run!.id, { ...FACTS, gogc: 50 }, 1_016);
    await store.add(run!.id, lookAt(1_016));
    const [changed] = await store.runs(target!.id, ALWAYS);
    expect(changed).toMatchObject({ gogc: 50, former: [{ until: 1_016, gogc: 100 }] });
    await store.keepReport(run!.id, 1_016, reportOf([verdictOf("leak")]));
    expect(await store.findings(target!.id, ALWAYS)).toMatchObject([{ id: "leak", reports: 1 }]);
    await store.close();
  });

  test("or not at all", async () => {
    await inFile(old);
    const [error, state] = await migrated([...migrations, ["this is not SQL"]]);
    expect(error).toMatch(/syntax error/);
    expect(state).toBe("0 a b");
  });
});

describe("kill -9", () => {
  test("what was resolved is there with all its stacks, whenever the process was killed", async () => {
    let last = -1;
    for (const scrapes of [1, 5, 40]) {
      rmSync(folder, { recursive: true });
      mkdirSync(folder);
      const child = startWriting();
      last = await child.saidAtLeast(scrapes);
      last = Math.max(last, await child.kill());
      const store = await openDuckDbStore(folder);
      const target = await store.target({ instance: "child" });
      const levels = await store.heapLevels(target, ALWAYS, 1e6);
      expect(levels.length).toBeGreaterThanOrEqual(last + 1);
      for (const [i, level] of levels.entries()) {
        expect(sitesOf(store.dictionary, level)).toEqual({ [`main > f${i} 64`]: i + 1 });
      }
      await store.close();
    }
  });

  test("a log that is cut off anywhere gives what was whole", async () => {
    const child = startWriting();
    await child.saidAtLeast(20);
    await child.kill();
    const log = `${file}.wal`;
    const { size } = statSync(log);
    const copy = mkdtempSync(join(tmpdir(), "resident-cut-"));
    try {
      for (const cut of [1, 100, 5_000, Math.floor(size / 2)]) {
        copyFileSync(file, join(copy, "resident.duckdb"));
        copyFileSync(log, join(copy, "resident.duckdb.wal"));
        truncateSync(join(copy, "resident.duckdb.wal"), size - cut);
        const store = await openDuckDbStore(copy);
        const target = await store.target({ instance: "child" });
        const levels = await store.heapLevels(target, ALWAYS, 1e6);
        for (const [i, level] of levels.entries()) {
          expect(sitesOf(store.dictionary, level)).toEqual({ [`main > f${i} 64`]: i + 1 });
        }
        expect(levels.length).toBeGreaterThan(cut > size / 3 ? 3 : 10);
        await store.close();
        rmSync(join(copy, "resident.duckdb"));
        rmSync(join(copy, "resident.duckdb.wal"), { force: true });
      }
    } finally {
      rmSync(copy, { recursive: true });
    }
  });
});

describe("a full disk", () => {
  test("is said, nothing of the scrape is kept, and it goes on when there is room", async (context) => {
    const disk = join(folder, "disk");
    mkdirSync(disk);
    const mounted = spawnSync("mount", ["-t", "tmpfs", "-o", "size=8m", "tmpfs", disk]);
    if (mounted.status !== 0) context.skip();
    let store: Store | undefined;
    try {
      store = await openDuckDbStore(join(disk, "data"));
      await fillAndGoOn(store, disk);
    } finally {
      await store?.close();
      spawnSync("umount", [disk]);
    }
  });

  async function fillAndGoOn(store: Store, disk: string): Promise<void> {
    const target = await store.target({ instance: "a" });
    const run = await store.run(target, FACTS, 1_000);
    let n = 0;
    const noise = () =>
      Array.from({ length: 500 }, () => {
        n++;
        return { n, end: n, pauseNs: (n * 2_654_435_761) % 2 ** 40 };
      });
    const look = (i: number) => {
      const site = { stack: ["main", `f${i}`], size: 64, inuse: i, alloc: i };
      const old = Array.from({ length: i - 1 }, (_, k) => ({
        ...{ stack: ["main", `f${k + 1}`], size: 64, inuse: 0, alloc: k + 1 },
      }));
      return lookAt(1_000 + i, { heap: heapOf([...old, site]), collections: noise() });
    };
    await store.add(run, look(1));
    await store.add(run, look(2));
    writeFileSync(join(disk, "ballast"), "");
    fill(join(disk, "ballast"));
    let kept = 2;
    let failure: unknown;
    for (let i = 3; i < 400 && failure === undefined; i++) {
      await store.add(run, look(i)).then(
        () => {
          kept = i;
        },
        (error: unknown) => {
          failure = error;
        },
      );
    }
    expect(failure).toMatchObject({ code: "RES_STORE_FULL", hint: expect.stringMatching(/room/) });
    const next = kept + 2;
    const both = await Promise.allSettled([
      store.add(run, look(next)),
      store.add(run, look(next + 1)),
    ]);
    expect(both.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    expect(await store.figures(target, ALWAYS, 1e6)).toHaveLength(kept);
    rmSync(join(disk, "ballast"));
    await store.add(run, look(next + 2));
    const levels = await store.heapLevels(target, ALWAYS, 1e6);
    expect(levels).toHaveLength(kept + 1);
    expect(sitesOf(store.dictionary, levels.at(-1)!)).toEqual({
      [`main > f${next + 2} 64`]: next + 2,
    });
    // What was allocated while nothing could be kept is told by the next scrape.
    const [added] = await store.heapAdditions(target, ALWAYS);
    const expected = Array.from({ length: next + 1 }, (_, k) => [`main > f${k + 2} 64`, k + 2]);
    expect(sitesOf(store.dictionary, added!)).toEqual(Object.fromEntries(expected));
    expect(added!.from).toBe(1_001);
    const collections = await store.collections(run, ALWAYS);
    expect(new Set(collections.map((one) => one.n)).size).toBe(collections.length);
  }

  function fill(path: string): void {
    for (const bytes of [1 << 20, 1 << 14, 4096]) {
      try {
        for (;;) appendFileSync(path, new Uint8Array(bytes));
      } catch {
        // Full, for pieces of this size.
      }
    }
  }
});

/** A process of its own that writes until it is killed. */
function startWriting() {
  const child = spawn(process.execPath, [join(programs, "write-forever.js"), folder], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let last = -1;
  const lines = createInterface({ input: child.stdout });
  lines.on("line", (line) => {
    last = Number(line);
  });
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  return {
    pid: child.pid,
    async saidAtLeast(scrapes: number): Promise<number> {
      while (last + 1 < scrapes) {
        if (child.exitCode !== null) throw new Error("the child ended by itself");
        await new Promise((resolve) => setTimeout(resolve, 2));
      }
      return last;
    },
    /** @returns the last scrape that it said is safe */
    async kill(): Promise<number> {
      child.kill("SIGKILL");
      await ended;
      return last;
    },
  };
}
