/**
 * Lets go of rows of the dictionary that no kept scrape refers to: those of programs and versions that are long
 * gone. A number is never given again while a row with a higher one is there, so what stays keeps its own, and no
 * scrape is written anew. It is one transaction: a crash leaves all of it or none.
 *
 * Memory keeps what it has. A row that the file has no more and that comes back with a later scrape is written
 * again with it (lacking-rows.ts).
 */
import type { DuckDBConnection } from "@duckdb/node-api";
import type { Dictionary } from "../../dictionary/dictionary.ts";
import type { RunId } from "../../store.ts";
import type { Database } from "../file/database.ts";
import { readRows } from "../file/read-rows.ts";
import type { LackingRows } from "../write/lacking-rows.ts";
import { markLists, markReferred, type RowMarks, rowMarks } from "../write/row-marks.ts";

/** Numbers in one statement. */
const AT_ONCE = 5_000;

/** @returns whether any row went */
export async function sweepDictionary(
  database: Pick<Database, "read" | "write">,
  dictionary: Dictionary,
  runs: readonly RunId[],
  lacking: LackingRows,
): Promise<boolean> {
  const marks = rowMarks(dictionary);
  lacking.sweepBegins(marks);
  try {
    for (const run of runs) await database.read((connection) => markRun(connection, run, marks));
    return await database.write(async ({ connection }) => {
      markReferred(dictionary, marks);
      let count = 0;
      for (const [table, isUsed] of Object.entries(marks)) {
        count += await deleteUnused(connection, table, isUsed);
      }
      return count > 0;
    });
  } finally {
    lacking.sweepEnds();
  }
}

async function markRun(connection: DuckDBConnection, run: RunId, marks: RowMarks): Promise<void> {
  const sql = `SELECT heap, goroutine_groups, added FROM every_scrape WHERE run = ${run}`;
  await readRows(connection, sql, (row) => {
    markLists(marks, { heap: row.bytes(0), groups: row.bytes(1), added: row.bytes(2) });
  });
}

async function deleteUnused(
  connection: DuckDBConnection,
  table: string,
  isUsed: Uint8Array,
): Promise<number> {
  const gone: number[] = [];
  await readRows(connection, `SELECT id FROM ${table}`, (row) => {
    const id = row.number(0);
    // What came since the marks were made has none.
    if (id < isUsed.length && isUsed[id] === 0) gone.push(id);
  });
  for (let at = 0; at < gone.length; at += AT_ONCE) {
    const ids = gone.slice(at, at + AT_ONCE).join(", ");
    await connection.run(`DELETE FROM ${table} WHERE id IN (${ids})`);
  }
  return gone.length;
}
