/** Reads what heap profiles and goroutine profiles left: levels at some moments, additions of a range. */
import type { DuckDBConnection } from "@duckdb/node-api";
import { ListCollector } from "../../lists/counted-list.ts";
import { decodeAdditions } from "../../lists/list-codec.ts";
import type { HeapAdditions, HeapLevels, Levels, RunId, TimeRange } from "../../store.ts";
import { readRows } from "../file/read-rows.ts";
import { SAMPLING_LAWS } from "../file/sampling-laws.ts";
import { pickEvenly } from "./picks.ts";
import { type ChainedScrape, readLists } from "./read-lists.ts";
import { readScrapes } from "./read-scrapes.ts";
import { whereScrapes } from "./where-scrapes.ts";

interface HeapScrape extends ChainedScrape {
  readonly rate: number;
  readonly law: HeapLevels["law"];
}

export async function readHeapLevels(
  connection: DuckDBConnection,
  runs: readonly RunId[],
  range: TimeRange,
  most: number,
): Promise<HeapLevels[]> {
  const scrapes = await heapScrapes(connection, runs, range);
  const picked = pickEvenly(scrapes.length, most).map((row) => scrapes[row]);
  return heapLevelsAt(connection, picked);
}

/** Of each run the last of the range. */
export async function readLastHeapLevels(
  connection: DuckDBConnection,
  runs: readonly RunId[],
  range: TimeRange,
): Promise<HeapLevels[]> {
  return heapLevelsAt(connection, await heapScrapes(connection, runs, range, LAST_OF_RUN));
}

/** With the columns of chained scrapes: of each run the last row. */
const LAST_OF_RUN = "QUALIFY row_number() OVER (PARTITION BY run ORDER BY time_ms DESC) = 1";

async function heapScrapes(
  connection: DuckDBConnection,
  runs: readonly RunId[],
  range: TimeRange,
  qualify = "",
): Promise<HeapScrape[]> {
  const scrapes: HeapScrape[] = [];
  const sql = `SELECT run, time_ms::DOUBLE, chain_ms::DOUBLE, rate, law FROM every_scrape
    ${whereScrapes(runs, range)} AND heap IS NOT NULL ${qualify} ORDER BY time_ms`;
  await readRows(connection, sql, (row) => {
    const law = SAMPLING_LAWS[row.number(4)];
    const chained = { run: row.number(0), time: row.number(1), chain: row.number(2) };
    scrapes.push({ ...chained, rate: row.number(3), law });
  });
  return scrapes;
}

async function heapLevelsAt(
  connection: DuckDBConnection,
  picked: readonly HeapScrape[],
): Promise<HeapLevels[]> {
  const lists = await readLists(connection, "heap", picked);
  return picked.map(({ run, time, rate, law }, i) => {
    return { run, time: time / 1000, rate, law, ...lists[i] };
  });
}

export async function readGoroutineLevels(
  connection: DuckDBConnection,
  runs: readonly RunId[],
  range: TimeRange,
  most: number,
): Promise<Levels[]> {
  const scrapes = await goroutineScrapes(connection, runs, range);
  const picked = pickEvenly(scrapes.length, most).map((row) => scrapes[row]);
  return goroutineLevelsAt(connection, picked);
}

/** Of each run the last of the range. */
export async function readLastGoroutineLevels(
  connection: DuckDBConnection,
  runs: readonly RunId[],
  range: TimeRange,
): Promise<Levels[]> {
  const scrapes = await goroutineScrapes(connection, runs, range, LAST_OF_RUN);
  return goroutineLevelsAt(connection, scrapes);
}

async function goroutineScrapes(
  connection: DuckDBConnection,
  runs: readonly RunId[],
  range: TimeRange,
  qualify = "",
): Promise<ChainedScrape[]> {
  const scrapes: ChainedScrape[] = [];
  const sql = `SELECT run, time_ms::DOUBLE, chain_ms::DOUBLE FROM every_scrape
    ${whereScrapes(runs, range)} AND goroutine_groups IS NOT NULL ${qualify} ORDER BY time_ms`;
  await readRows(connection, sql, (row) => {
    scrapes.push({ run: row.number(0), time: row.number(1), chain: row.number(2) });
  });
  return scrapes;
}

async function goroutineLevelsAt(
  connection: DuckDBConnection,
  picked: readonly ChainedScrape[],
): Promise<Levels[]> {
  const lists = await readLists(connection, "goroutine_groups", picked);
  return picked.map(({ run, time }, i) => ({ run, time: time / 1000, ...lists[i] }));
}

/** Additions of scrapes after `from`; the first of them begin where they say, which may be before it. */
export async function readHeapAdditions(
  connection: DuckDBConnection,
  runs: readonly RunId[],
  range: TimeRange,
): Promise<HeapAdditions[]> {
  const sums = new Map<
    RunId,
    { head: Omit<HeapAdditions, "ids" | "counts">; sum: ListCollector }
  >();
  const columns = "run, time_ms::DOUBLE, added, rate, law";
  const scrapes = `every_scrape ${whereScrapes(runs, range)} AND added IS NOT NULL`;
  await readScrapes(connection, columns, scrapes, (row) => {
    const run = row.number(0);
    const time = row.number(1);
    if (time <= range.from * 1000) return;
    const { milliseconds, added } = decodeAdditions(row.bytes(2)!);
    const known = sums.get(run);
    const sum = known?.sum ?? new ListCollector();
    sum.addAll(added);
    const from = known?.head.from ?? (time - milliseconds) / 1000;
    const law = SAMPLING_LAWS[row.number(4)];
    sums.set(run, { sum, head: { run, from, time: time / 1000, rate: row.number(3), law } });
  });
  return [...sums.values()].map(({ head, sum }) => ({ ...head, ...sum.finish() }));
}
