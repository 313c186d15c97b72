/** More of scrapes than DuckDB has memory for. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Database } from "../../src/store/duckdb/file/database.ts";
import { figuresOf } from "../../src/store/duckdb/file/figure-columns.ts";
import { readRows } from "../../src/store/duckdb/file/read-rows.ts";
import { readHeapAdditions } from "../../src/store/duckdb/read/read-heap.ts";
import { appendScrapes } from "../../src/store/duckdb/write/append-tables.ts";
import { encodeAdditions } from "../../src/store/lists/list-codec.ts";
import type { EncodedScrape } from "../../src/store/run/encoded-scrape.ts";

const SCRAPES = 16_000;
const SITES = 1500;
const EVERY = 15_000;

let folder: string;
let database: Database;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "resident-many-"));
  database = await Database.open(folder);
});

afterAll(async () => {
  await database.close();
  rmSync(folder, { recursive: true });
});

test("what was added in all of them", async () => {
  const ids = Int32Array.from({ length: SITES }, (_, i) => i);
  const counts = Float64Array.from(ids, (i) => 2 ** 20 + ((i * 7919) % 2 ** 17));
  const added = encodeAdditions({ ids, counts }, EVERY);
  expect(added.length * SCRAPES).toBeGreaterThan(2 ** 26);
  const scrapes = Array.from({ length: SCRAPES }, (_, i) => scrapeAt((i + 1) * EVERY, added));
  // The newest first, so that they are sorted.
  scrapes.reverse();
  await database.write((access) => appendScrapes(access, scrapes));

  const range = { from: 0, to: (SCRAPES * EVERY) / 1000 };
  const [all] = await database.read((connection) => readHeapAdditions(connection, [0], range));
  expect(all).toMatchObject({ from: 0, time: range.to });
  expect(all!.counts).toEqual(counts.map((count) => count * SCRAPES));
});

test("sorted at once, DuckDB has no memory for them, and that is no damage", async () => {
  const sql = "SELECT time_ms, added FROM scrape ORDER BY time_ms";
  const sorted = database.read((connection) => readRows(connection, sql, () => undefined));
  await expect(sorted).rejects.toMatchObject({
    code: "RES_STORE",
    message: expect.stringContaining("Out of Memory"),
    hint: expect.stringContaining("The file is whole"),
  });
});

function scrapeAt(time: number, added: Uint8Array): EncodedScrape {
  return {
    run: 0,
    time,
    figures: figuresOf(time / 1000, () => null),
    chain: time,
    parts: null,
    heap: null,
    groups: null,
    added,
    collections: null,
    rate: 524_288,
    law: "exponential",
  };
}
