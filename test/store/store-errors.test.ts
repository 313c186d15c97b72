/** What goes wrong with the file is told apart: damage, the disk, and a fault of Resident's own. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { ResidentError } from "../../src/base/errors.ts";
import { Database } from "../../src/store/duckdb/file/database.ts";
import { readRows } from "../../src/store/duckdb/file/read-rows.ts";
import { openDuckDbStore } from "../../src/store/duckdb/open-store.ts";

/** Of DuckDB's checksum. */
const FACTOR = 0xbf58476d1ce4e5b9n;

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "resident-errors-"));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

async function failureOf(task: (database: Database) => Promise<unknown>): Promise<ResidentError> {
  const database = await Database.open(folder);
  try {
    return await task(database).then(
      () => {
        throw new Error("it did not fail");
      },
      (error) => error as ResidentError,
    );
  } finally {
    await database.close();
  }
}

test.each([
  ["SQL that is wrong", "SELECT nothing FROM scrape"],
  ["a table that is not there", "DELETE FROM nowhere"],
  ["a value that does not fit", "INSERT INTO scrape (run) VALUES ('x')"],
])("%s is a fault of Resident, and no damage", async (_, sql) => {
  const failure = await failureOf((database) => database.read((c) => c.run(sql)));
  expect(failure).toMatchObject({
    code: "RES_STORE_FAULT",
    message: expect.stringMatching(/^a fault of Resident itself at .*: \w+ Error: /),
    hint: expect.stringMatching(/^The file is as it was/),
  });
});

test("so is an error of JavaScript, and the file goes on", async () => {
  const failure = await failureOf(async (database) => {
    await database.write(async ({ connection }) => {
      await connection.run("INSERT INTO target VALUES (0, '{}')");
    });
    const error = await database
      .write(async ({ connection }) => {
        await connection.run("INSERT INTO target VALUES (1, '{}')");
        (undefined as unknown as string).trim();
      })
      .catch((thrown) => thrown);
    const ids: number[] = [];
    await database.write(async ({ connection }) => {
      await readRows(connection, "SELECT id FROM target", (row) => ids.push(row.number(0)));
    });
    expect(ids).toEqual([0]);
    throw error;
  });
  expect(failure.code).toBe("RES_STORE_FAULT");
  expect(failure.cause).toBeInstanceOf(TypeError);
});

test("a disk that can't be read is none, nor is a file that is none", async () => {
  const missing = await failureOf((database) =>
    database.read((c) => c.run("ATTACH '/nowhere/at/all.duckdb'")),
  );
  expect(missing).toMatchObject({
    code: "RES_STORE",
    message: expect.stringContaining("could not be read or written: IO Error: "),
  });
  rmSync(join(folder, "resident.duckdb"));
  mkdirSync(join(folder, "resident.duckdb"));
  await expect(openDuckDbStore(folder)).rejects.toMatchObject({
    code: "RES_STORE",
    message: expect.stringContaining("Is a directory"),
  });
});

test("a folder that can't be made is said", async () => {
  writeFileSync(join(folder, "taken"), "");
  await expect(openDuckDbStore(join(folder, "taken"))).rejects.toMatchObject({
    code: "RES_STORE",
  });
});

test("a file of another version of DuckDB is no damage", async () => {
  const store = await openDuckDbStore(folder);
  await store.close();
  const file = join(folder, "resident.duckdb");
  const bytes = readFileSync(file);
  // The header's first word, the letters DUCK and half of the version; before it a checksum: each word times a number, XORed.
  const before = bytes.readBigUInt64LE(8);
  bytes.writeUInt32LE(1_000, 12);
  const change =
    BigInt.asUintN(64, before * FACTOR) ^ BigInt.asUintN(64, bytes.readBigUInt64LE(8) * FACTOR);
  bytes.writeBigUInt64LE(bytes.readBigUInt64LE(0) ^ change, 0);
  writeFileSync(file, bytes);
  await expect(openDuckDbStore(folder)).rejects.toMatchObject({
    code: "RES_STORE",
    message: expect.stringMatching(/is of another version of DuckDB: .*version number 1000/),
  });
});
