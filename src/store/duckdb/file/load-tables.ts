/** Reads at the start what is held in memory: the dictionary, lines of the ledger, targets and runs. */
import type { DuckDBConnection } from "@duckdb/node-api";
import { Dictionary } from "../../dictionary/dictionary.ts";
import { LineTable } from "../../dictionary/line-table.ts";
import { ListCollector } from "../../lists/counted-list.ts";
import type { Tables } from "../../run/run-memory.ts";
import type { FormerSettings, Labels, RunId } from "../../store.ts";
import { Catalog } from "./catalog.ts";
import { type Row, readRows } from "./read-rows.ts";
import { DamagedRows } from "./store-errors.ts";

/** All that a store holds in memory of its file. */
export interface StoreTables extends Tables {
  readonly catalog: Catalog;
}

/** @throws DamagedRows where rows are missing or refer to none */
export async function loadTables(connection: DuckDBConnection): Promise<StoreTables> {
  const dictionary = await loadDictionary(connection);
  const lines = new LineTable();
  const table = "ledger_line";
  const lengthOf = () => lines.ids.length;
  await eachInOrder(
    connection,
    table,
    "name, title",
    { length: lengthOf, skip: () => missing(table, lengthOf()) },
    (row) => lines.idOf(row.text(1), row.text(2)),
  );
  return {
    dictionary,
    lines,
    collector: new ListCollector(),
    catalog: await loadCatalog(connection),
  };
}

async function loadDictionary(connection: DuckDBConnection): Promise<Dictionary> {
  const d = new Dictionary();
  const string = await eachInOrder(
    connection,
    "string",
    "content",
    { length: () => d.strings.length, skip: () => d.strings.skip() },
    (row) => d.strings.idOf(row.text(1)),
  );
  const frame = await eachInOrder(
    connection,
    "frame",
    "name, file, line",
    { length: () => d.frameCount, skip: () => d.skipFrame() },
    (row) => d.frameRow(string(row.number(1)), string(row.number(2)), row.number(3)),
  );
  const stack = await eachInOrder(
    connection,
    "stack",
    "prefix, frame",
    { length: () => d.stackCount, skip: () => d.skipStack() },
    (row, known) => d.childOf(orNone(row.number(1), known), frame(row.number(2))),
  );
  await eachInOrder(
    connection,
    "site",
    "stack, size",
    { length: () => d.siteCount, skip: () => d.skipSite() },
    (row) => d.siteOf(orNone(row.number(1), stack), row.number(2)),
  );
  const columns = "stack, state, creator";
  await eachInOrder(
    connection,
    "goroutine_group",
    columns,
    { length: () => d.goroutineCount, skip: () => d.skipGroup() },
    (row) => {
      const creator = orNone(row.number(3), frame);
      return d.groupOf(orNone(row.number(1), stack), string(row.number(2)), creator);
    },
  );
  return d;
}

/** More rows than this are not let go of between two: such a number is damage. */
const MOST_GONE = 1 << 24;

/** The number itself where it is that of a row that is there. */
type Known = (id: number) => number;

/**
 * Enters the rows of a table, which must get the ids that they have. Rows that were let go of leave gaps, which
 * nothing may refer to.
 */
async function eachInOrder(
  connection: DuckDBConnection,
  table: string,
  columns: string,
  rows: { length(): number; skip(): void },
  enter: (row: Row, known: Known) => number,
): Promise<Known> {
  const gaps = new Set<number>();
  const known = (id: number) => {
    if (id >= 0 && id < rows.length() && !gaps.has(id)) return id;
    throw new DamagedRows(`a table refers to row ${id} of the table ${table}, which is not there`);
  };
  await readRows(connection, `SELECT id, ${columns} FROM ${table} ORDER BY id`, (row) => {
    const id = row.number(0);
    if (id - rows.length() > MOST_GONE) throw new DamagedRows(`the table ${table} has a row ${id}`);
    while (rows.length() < id) {
      gaps.add(rows.length());
      rows.skip();
    }
    if (enter(row, known) !== id) {
      throw new DamagedRows(`row ${id} of the table ${table} is not what it was`);
    }
  });
  return known;
}

/** No row of that table is ever let go of. */
function missing(table: string, id: number): never {
  throw new DamagedRows(`row ${id} of the table ${table} is not there`);
}

function orNone(id: number, known: Known): number {
  return id === -1 ? -1 : known(id);
}

async function loadCatalog(connection: DuckDBConnection): Promise<Catalog> {
  const catalog = new Catalog();
  await readRows(connection, "SELECT id, labels FROM target ORDER BY id", (row) => {
    catalog.loadTarget(row.number(0), JSON.parse(row.text(1)) as Labels);
  });
  const times = await scrapeTimes(connection);
  const former = await formerSettings(connection);
  const columns =
    "id, target, name, started_at, pid, go, memory_limit, gomemlimit, gogc, created_ms";
  await readRows(connection, `SELECT ${columns} FROM run ORDER BY id`, (row) => {
    const id = row.number(0);
    const created = row.number(9) / 1000;
    const seen = times.get(id);
    catalog.loadRun({
      id,
      target: row.number(1),
      name: row.text(2),
      startedAt: row.numberOrNull(3),
      pid: row.numberOrNull(4),
      go: row.textOrNull(5),
      limit: row.numberOrNull(6),
      memlimit: row.numberOrNull(7),
      gogc: row.numberOrNull(8),
      former: former.get(id) ?? [],
      created,
      first: seen?.first ?? created,
      last: seen?.last ?? created,
      hasScrapes: seen !== undefined,
    });
  });
  return catalog;
}

async function formerSettings(connection: DuckDBConnection): Promise<Map<RunId, FormerSettings[]>> {
  const former = new Map<RunId, FormerSettings[]>();
  const sql = `SELECT run, until_ms::DOUBLE, memory_limit, gomemlimit, gogc FROM former_setting
    ORDER BY until_ms`;
  await readRows(connection, sql, (row) => {
    const run = row.number(0);
    const all = former.get(run) ?? [];
    all.push({
      until: row.number(1) / 1000,
      limit: row.numberOrNull(2),
      memlimit: row.numberOrNull(3),
      gogc: row.numberOrNull(4),
    });
    former.set(run, all);
  });
  return former;
}

/** First and last scrape of each run that has any, in seconds. */
export async function scrapeTimes(
  connection: DuckDBConnection,
): Promise<Map<RunId, { readonly first: number; readonly last: number }>> {
  const times = new Map<RunId, { first: number; last: number }>();
  const sql =
    "SELECT run, min(time_ms)::DOUBLE, max(time_ms)::DOUBLE FROM every_scrape GROUP BY run";
  await readRows(connection, sql, (row) => {
    times.set(row.number(0), { first: row.number(1) / 1000, last: row.number(2) / 1000 });
  });
  return times;
}
