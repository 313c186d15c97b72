/**
 * Rows of scrapes with their blobs, oldest first. DuckDB sorts whole rows, and fails where it has no memory
 * for them, so only the times are sorted at once, and of the rows a few.
 */
import type { DuckDBConnection } from "@duckdb/node-api";
import { type Row, readRows } from "../file/read-rows.ts";

/** With blobs of 100 kB, which are large ones, a third of the memory that DuckDB has. */
const AT_ONCE = 200;

/** @param scrapes a table and a condition: `scrape WHERE …` */
export async function readScrapes(
  connection: DuckDBConnection,
  columns: string,
  scrapes: string,
  visit: (row: Row) => void,
): Promise<void> {
  const times: number[] = [];
  await readRows(
    connection,
    `SELECT time_ms::DOUBLE FROM ${scrapes} ORDER BY time_ms`,
    (row) => void times.push(row.number(0)),
  );
  for (let at = 0; at < times.length; at += AT_ONCE) {
    const from = times[at];
    // All of one time are read with the last of them.
    const end = times[at + AT_ONCE];
    const part = `time_ms >= ${from}${end === undefined ? "" : ` AND time_ms < ${end}`}`;
    await readRows(
      connection,
      `SELECT ${columns} FROM ${scrapes} AND ${part} ORDER BY time_ms`,
      visit,
    );
  }
}
