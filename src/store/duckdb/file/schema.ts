/**
 * The tables of the file, and how an older file becomes one of today. docs/formats/store.md says what
 * each is for and why it is cut so.
 */
import type { DuckDBConnection } from "@duckdb/node-api";
import { ResidentError } from "../../../base/errors.ts";
import { FIGURE_COLUMNS } from "./figure-columns.ts";
import { readRows } from "./read-rows.ts";

/** Goes up with each change of the tables, together with a step in MIGRATIONS. */
export const VERSION = 3;

/** Statements that make a file of version i one of version i + 1. */
export type Migrations = readonly (readonly string[])[];

const SCRAPE_COLUMNS = [
  "run INTEGER",
  "time_ms BIGINT",
  ...FIGURE_COLUMNS.map((name) => `${name} DOUBLE`),
  "rate DOUBLE",
  "law UTINYINT",
  "chain_ms BIGINT",
  "parts BLOB",
  "heap BLOB",
  "goroutine_groups BLOB",
  "added BLOB",
  "collections BLOB",
].join(", ");

const FORMER_SETTING = `CREATE TABLE former_setting (run INTEGER, until_ms BIGINT, memory_limit DOUBLE,
  gomemlimit DOUBLE, gogc DOUBLE)`;

const TABLES: readonly string[] = [
  "CREATE TABLE meta (version INTEGER)",
  `INSERT INTO meta VALUES (${VERSION})`,
  "CREATE TABLE target (id INTEGER, labels VARCHAR)",
  `CREATE TABLE run (id INTEGER, target INTEGER, name VARCHAR, started_at DOUBLE, pid INTEGER,
    go VARCHAR, memory_limit DOUBLE, gomemlimit DOUBLE, gogc DOUBLE, created_ms BIGINT)`,
  FORMER_SETTING,
  "CREATE TABLE string (id INTEGER, content VARCHAR)",
  "CREATE TABLE frame (id INTEGER, name INTEGER, file INTEGER, line INTEGER)",
  "CREATE TABLE stack (id INTEGER, prefix INTEGER, frame INTEGER)",
  "CREATE TABLE site (id INTEGER, stack INTEGER, size DOUBLE)",
  "CREATE TABLE goroutine_group (id INTEGER, stack INTEGER, state INTEGER, creator INTEGER)",
  "CREATE TABLE ledger_line (id INTEGER, name VARCHAR, title VARCHAR)",
  `CREATE TABLE scrape (${SCRAPE_COLUMNS})`,
  `CREATE TABLE thinned_scrape (${SCRAPE_COLUMNS})`,
  "CREATE VIEW every_scrape AS FROM thinned_scrape UNION ALL FROM scrape",
  `CREATE TABLE finding (id INTEGER, run INTEGER, verdict VARCHAR, headline VARCHAR,
    severity VARCHAR, bytes DOUBLE, from_ms BIGINT, to_ms BIGINT, is_open BOOLEAN,
    reports INTEGER, missed INTEGER)`,
  "CREATE TABLE report (target INTEGER, time_ms BIGINT, content BLOB)",
];

/** There was no version 0. */
export const MIGRATIONS: Migrations = [
  [],
  [FORMER_SETTING],
  [
    "ALTER TABLE finding ADD COLUMN reports INTEGER",
    "ALTER TABLE finding ADD COLUMN missed INTEGER",
  ],
];

/**
 * Makes the tables of a new file, and those of an old one today's, in one transaction.
 * @throws ResidentError RES_STORE where the file was made by a newer Resident, or is another program's
 */
export async function prepareSchema(
  connection: DuckDBConnection,
  migrations: Migrations = MIGRATIONS,
): Promise<void> {
  const version = await versionOf(connection);
  if (version === migrations.length) return;
  if (version !== undefined && version > migrations.length) {
    throw new ResidentError(
      "RES_STORE",
      `the recorder's file has version ${version}, and this Resident knows versions up to ${migrations.length}`,
      { hint: "Use the Resident that made it or a newer one, or another folder with --data." },
    );
  }
  const steps = version === undefined ? TABLES : migrations.slice(version).flat();
  await connection.run("BEGIN");
  for (const step of steps) await connection.run(step);
  if (version !== undefined) await connection.run(`UPDATE meta SET version = ${migrations.length}`);
  await connection.run("COMMIT");
}

async function versionOf(connection: DuckDBConnection): Promise<number | undefined> {
  const tables: string[] = [];
  await readRows(connection, "SELECT table_name FROM duckdb_tables()", (row) => {
    tables.push(row.text(0));
  });
  if (tables.length === 0) return undefined;
  if (!tables.includes("meta")) {
    throw new ResidentError("RES_STORE", "this DuckDB file is not one of Resident's recorder", {
      hint: "Give the recorder a folder of its own with --data.",
    });
  }
  let version = 0;
  await readRows(connection, "SELECT version FROM meta", (row) => {
    version = row.number(0);
  });
  return version;
}
