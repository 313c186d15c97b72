/** What the recorder's file takes on the disk. */
import { statSync } from "node:fs";
import type { StoreSize } from "../../store.ts";
import type { Database } from "./database.ts";
import { readRows } from "./read-rows.ts";

export async function storeSize(database: Database): Promise<StoreSize> {
  const scrapes = await database.read(async (connection) => {
    let count = 0;
    await readRows(connection, "SELECT count(*) FROM every_scrape", (row) => {
      count = row.number(0);
    });
    return count;
  });
  return { bytes: sizeOf(database.path) + sizeOf(`${database.path}.wal`), scrapes };
}

/** Bytes of a file; 0 where there is none. */
export function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
