/** Reads figures, parts of the ledger and collections: what the page shows over time. */
import type { DuckDBConnection } from "@duckdb/node-api";
import type { LineTable } from "../../dictionary/line-table.ts";
import { decodeCollections } from "../../lists/collections-codec.ts";
import type { Collection, Figures, PartsColumn, RunId, TimeRange } from "../../store.ts";
import { FIGURE_COLUMNS, figuresOf } from "../file/figure-columns.ts";
import { readRows } from "../file/read-rows.ts";
import { type Moment, pickPeaks } from "./picks.ts";
import { type ChainedScrape, readLists } from "./read-lists.ts";
import { readScrapes } from "./read-scrapes.ts";
import { whereScrapes } from "./where-scrapes.ts";

/** The pages of a look are read one after the other. Milliseconds. */
const TOLD_LATER = 10_000;

interface ShownScrape extends ChainedScrape {
  readonly hasParts: boolean;
}

/** The scrapes that `figures` and `parts` show, oldest first. */
async function shownScrapes(
  connection: DuckDBConnection,
  runs: readonly RunId[],
  range: TimeRange,
  most: number,
): Promise<ShownScrape[]> {
  const scrapes: ShownScrape[] = [];
  const moments: Moment[] = [];
  const sql = `SELECT run, time_ms::DOUBLE, chain_ms::DOUBLE, rss, parts IS NOT NULL
    FROM every_scrape ${whereScrapes(runs, range)} ORDER BY time_ms, run`;
  await readRows(connection, sql, (row) => {
    const time = row.number(1);
    const hasParts = row.number(4) === 1;
    scrapes.push({ run: row.number(0), time, chain: row.number(2), hasParts });
    moments.push({ time: time / 1000, rss: row.numberOrNull(3) });
  });
  return pickPeaks(moments, range, most).map((row) => scrapes[row]);
}

export async function readFigures(
  connection: DuckDBConnection,
  runs: readonly RunId[],
  range: TimeRange,
  most: number,
): Promise<(Figures & { readonly run: RunId })[]> {
  const shown = await shownScrapes(connection, runs, range, most);
  const wanted = new Set(shown.map(({ run, time }) => `${run} ${time}`));
  const figures: (Figures & { readonly run: RunId })[] = [];
  const sql = `SELECT run, time_ms::DOUBLE, ${FIGURE_COLUMNS.join(", ")}
    FROM every_scrape ${whereScrapes(runs, range)} ORDER BY time_ms, run`;
  await readRows(connection, sql, (row) => {
    const run = row.number(0);
    const time = row.number(1);
    if (!wanted.has(`${run} ${time}`)) return;
    figures.push({ ...figuresOf(time / 1000, (column) => row.numberOrNull(column + 2)), run });
  });
  return figures;
}

export async function readParts(
  connection: DuckDBConnection,
  lines: LineTable,
  runs: readonly RunId[],
  range: TimeRange,
  most: number,
): Promise<PartsColumn[]> {
  const shown = await shownScrapes(connection, runs, range, most);
  const lists = await readLists(
    connection,
    "parts",
    shown.filter(({ hasParts }) => hasParts),
  );
  const columns = new Map<number, (number | null)[]>();
  let next = 0;
  for (const [at, { hasParts }] of shown.entries()) {
    if (!hasParts) continue;
    const { ids, counts } = lists[next++];
    for (const [i, line] of ids.entries()) {
      const column = columns.get(line) ?? shown.map((scrape) => (scrape.hasParts ? 0 : null));
      column[at] = counts[i];
      columns.set(line, column);
    }
  }
  return [...columns]
    .sort(([a], [b]) => a - b)
    .map(([line, bytes]) => ({ id: lines.ids[line], title: lines.titles[line], bytes }));
}

export async function readCollections(
  connection: DuckDBConnection,
  run: RunId,
  range: TimeRange,
): Promise<Collection[]> {
  const collections: Collection[] = [];
  const from = Math.floor(range.from * 1000);
  const to = Math.ceil(range.to * 1000);
  const scrapes = `every_scrape WHERE run = ${run} AND collections IS NOT NULL`;
  // A scrape tells of collections before it, or a little before: the first one that is well after the
  // range may still have some of it.
  const after = to + TOLD_LATER;
  const end = `coalesce((SELECT min(time_ms) FROM ${scrapes} AND time_ms >= ${after}), ${after})`;
  const told = `${scrapes} AND time_ms >= ${from} AND time_ms <= ${end}`;
  await readScrapes(connection, "time_ms::DOUBLE, collections", told, (row) => {
    for (const one of decodeCollections(row.bytes(1)!, row.number(0))) collections.push(one);
  });
  return collections
    .filter(({ end }) => end >= range.from && end <= range.to)
    .sort((a, b) => a.n - b.n);
}

/** Number of the last collection that the file has of a run; 0: of none. */
export async function lastCollection(connection: DuckDBConnection, run: RunId): Promise<number> {
  let last = 0;
  const sql = `SELECT time_ms::DOUBLE, collections FROM every_scrape
    WHERE run = ${run} AND collections IS NOT NULL ORDER BY time_ms DESC LIMIT 1`;
  await readRows(connection, sql, (row) => {
    for (const { n } of decodeCollections(row.bytes(1)!, row.number(0))) last = Math.max(last, n);
  });
  return last;
}
