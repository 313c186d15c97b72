/**
 * Opens the recorder's file, `resident.duckdb` in a folder: DuckDB is loaded with this module, which is
 * why only `resident serve` imports it, and only when it runs.
 */
import type { Store } from "../store.ts";
import { DuckDbStore } from "./duckdb-store.ts";
import { Database } from "./file/database.ts";
import { loadTables } from "./file/load-tables.ts";
import { Findings } from "./write/findings.ts";

/**
 * @param folder made where it is missing, for its owner alone
 * @throws ResidentError RES_STORE where the file is another's, newer, damaged or in use; it is left as it is
 */
export async function openDuckDbStore(folder: string): Promise<Store> {
  const database = await Database.open(folder);
  try {
    return await database.read(async (connection) => {
      const tables = await loadTables(connection);
      const findings = await Findings.load(connection, tables.catalog);
      return new DuckDbStore(database, tables, findings);
    });
  } catch (error) {
    await database.close();
    throw error;
  }
}
