/** Appends what is new of targets, runs and scrapes to the file. */
import type { DuckDBAppender } from "@duckdb/node-api";
import type { EncodedScrape } from "../../run/encoded-scrape.ts";
import type { StoredTarget } from "../../store.ts";
import type { CatalogRun } from "../file/catalog.ts";
import type { WriteAccess } from "../file/database.ts";
import { figureValues } from "../file/figure-columns.ts";
import { SAMPLING_LAWS } from "../file/sampling-laws.ts";

export async function appendTargets(
  access: WriteAccess,
  targets: readonly StoredTarget[],
): Promise<void> {
  if (targets.length === 0) return;
  const appender = await access.appender("target");
  for (const { id, labels } of targets) {
    appender.appendInteger(id);
    appender.appendVarchar(JSON.stringify(labels));
    appender.endRow();
  }
  appender.flushSync();
}

/** Those that the file has already are replaced. */
export async function putRuns(access: WriteAccess, runs: readonly CatalogRun[]): Promise<void> {
  if (runs.length === 0) return;
  const ids = runs.map(({ id }) => id).join(",");
  await access.connection.run(`DELETE FROM run WHERE id IN (${ids})`);
  await access.connection.run(`DELETE FROM former_setting WHERE run IN (${ids})`);
  await appendFormerSettings(access, runs);
  const appender = await access.appender("run");
  for (const run of runs) {
    appender.appendInteger(run.id);
    appender.appendInteger(run.target);
    appender.appendVarchar(run.name);
    appendNumber(appender, run.startedAt);
    if (run.pid === null) appender.appendNull();
    else appender.appendInteger(run.pid);
    if (run.go === null) appender.appendNull();
    else appender.appendVarchar(run.go);
    appendNumber(appender, run.limit);
    appendNumber(appender, run.memlimit);
    appendNumber(appender, run.gogc);
    appender.appendBigInt(BigInt(Math.round(run.created * 1000)));
    appender.endRow();
  }
  appender.flushSync();
}

async function appendFormerSettings(
  access: WriteAccess,
  runs: readonly CatalogRun[],
): Promise<void> {
  const rows = runs.flatMap(({ id, former }) => former.map((one) => ({ id, ...one })));
  if (rows.length === 0) return;
  const appender = await access.appender("former_setting");
  for (const { id, until, limit, memlimit, gogc } of rows) {
    appender.appendInteger(id);
    appender.appendBigInt(BigInt(Math.round(until * 1000)));
    for (const value of [limit, memlimit, gogc]) appendNumber(appender, value);
    appender.endRow();
  }
  appender.flushSync();
}

export async function appendScrapes(
  access: WriteAccess,
  scrapes: readonly EncodedScrape[],
): Promise<void> {
  if (scrapes.length === 0) return;
  const appender = await access.appender("scrape");
  for (const scrape of scrapes) appendScrape(appender, scrape);
  appender.flushSync();
}

/** `scrape` and `thinned_scrape` have the same columns. */
export function appendScrape(appender: DuckDBAppender, scrape: EncodedScrape): void {
  appender.appendInteger(scrape.run);
  appender.appendBigInt(BigInt(scrape.time));
  for (const value of figureValues(scrape.figures)) appendNumber(appender, value);
  appendNumber(appender, scrape.rate);
  if (scrape.law === null) appender.appendNull();
  else appender.appendUTinyInt(SAMPLING_LAWS.indexOf(scrape.law));
  appender.appendBigInt(BigInt(scrape.chain));
  const { parts, heap, groups, added, collections } = scrape;
  for (const blob of [parts, heap, groups, added, collections]) {
    if (blob === null) appender.appendNull();
    else appender.appendBlob(blob);
  }
  appender.endRow();
}

function appendNumber(appender: DuckDBAppender, value: number | null): void {
  if (value === null) appender.appendNull();
  else appender.appendDouble(value);
}
