/** What a scrape takes to be stored: bytes beside its packed profile, and processor time. */
import { rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { gunzip } from "../../dist/collect/gunzip.js";
import { heapOf, scrapeOf } from "./looks.js";
import {
  EVERY,
  folder,
  freshStore,
  lookOf,
  newRun,
  print,
  printMemory,
  readScrapes,
  START,
  stride,
} from "./support.js";

const LISTS = ["parts", "heap", "goroutine_groups", "added", "collections"];

const scrapes = readScrapes();
const memory = process.memoryUsage.rss();
const packed = scrapes.reduce((sum, { heap }) => sum + heap.length, 0) / scrapes.length;
const raw = scrapes.reduce((sum, { heap }) => sum + gunzip(heap).length, 0) / scrapes.length;
const last = heapOf(scrapes.at(-1).heap);
print("scrapes", scrapes.length);
print("heap profile, packed / raw", `${Math.round(packed)} / ${Math.round(raw)} bytes`);
const inUse = last.inuse.count.filter((n) => n > 0).length;
print("samples of the last one, of them in use", `${last.inuse.length}, ${inUse}`);

await measureTime();
await measureBytes();
printMemory(memory);

async function measureTime() {
  const { store } = await freshStore("time");
  const { run } = await newRun(store, "time");
  const times = [];
  for (let i = 0; i < scrapes.length; i++) {
    const before = process.cpuUsage();
    const { rest, heap } = scrapes[i];
    await store.add(run, scrapeOf(rest, heapOf(heap), START + i * EVERY));
    const { user, system } = process.cpuUsage(before);
    times.push((user + system) / 1000);
  }
  await store.close();
  // The first ones are also those in which the code is compiled.
  const settled = times.slice(times.length >> 1).sort((a, b) => a - b);
  const median = settled[settled.length >> 1];
  print(
    "unpack, decode, store: processor time a scrape",
    `median ${median.toFixed(1)} ms, least ${settled[0].toFixed(1)}`,
  );
}

/**
 * Lists by their own length, of scrapes that are 15 s apart, as what is allocated and collected in a second is
 * less. Columns of numbers are packed by DuckDB in blocks of many rows: those of all scrapes, for some
 * processes one after the other, in a file of their own.
 */
async function measureBytes() {
  const { path, store } = await freshStore("bytes");
  const step = stride();
  const distant = scrapes.filter((_, i) => i % step === 0);
  const { run } = await newRun(store, "lists");
  for (let i = 0; i < distant.length; i++) {
    await store.add(run, lookOf(distant, i, START + i * EVERY));
  }
  for (let p = 1; p * scrapes.length < 8000; p++) {
    const { run } = await newRun(store, `p${p}`);
    for (let i = 0; i < scrapes.length; i++) {
      const time = START + (p * scrapes.length + i) * EVERY;
      await store.add(run, scrapeOf(scrapes[i].rest, null, time));
    }
  }
  await store.close();
  const instance = await DuckDBInstance.create(join(path, "resident.duckdb"));
  const connection = await instance.connect();
  await printBytes(async (sql) => {
    const result = await connection.run(sql);
    return (await result.getRows())[0].map(Number);
  }, connection);
  connection.closeSync();
  instance.closeSync();
}

async function printBytes(ask, connection) {
  // A list is whole once in sixty scrapes, and 4 bytes say where it lies.
  const lengths = await ask(
    `SELECT ${LISTS.map(
      (name) => `4 + avg(octet_length(${name})) FILTER (time_ms > chain_ms)
      + avg(octet_length(${name})) FILTER (time_ms = chain_ms) / 60`,
    )} FROM scrape WHERE run = 0`,
  );
  const [rows] = await ask("SELECT count(*) FROM scrape WHERE run > 0");
  const columns =
    ((await columnsFile(connection, rows)) - (await columnsFile(connection, 0))) / rows;
  const [dictionary] = await ask(`SELECT (SELECT sum(octet_length(encode(content)) + 4) FROM string)
    + (SELECT count(*) * 12 FROM frame) + (SELECT count(*) * 8 FROM stack)
    + (SELECT count(*) * 12 FROM site)`);
  for (const [i, name] of LISTS.entries()) print(`  ${name}`, `${lengths[i].toFixed(0)} bytes`);
  print("  columns of numbers", `${columns.toFixed(0)} bytes`);
  const all = lengths.reduce((sum, bytes) => sum + bytes, columns);
  print("stored a scrape", `${all.toFixed(0)} bytes, 1/${Math.round(packed / all)} of packed`);
  print("a process a day, every 15 s", `${((all * 5760) / 1e6).toFixed(2)} MB`);
  print(
    "its dictionary, once for all that run that program",
    `${Math.round(dictionary / 1000)} kB`,
  );
  const collections = scrapes.at(-1).rest.memStats.NumGC - scrapes[0].rest.memStats.NumGC;
  print(
    "collections between two scrapes",
    ((collections / (scrapes.length - 1)) * stride()).toFixed(0),
  );
}

async function columnsFile(connection, rows) {
  const path = join(folder, "columns.duckdb");
  rmSync(path, { force: true });
  await connection.run(`ATTACH '${path}' AS columns_only`);
  await connection.run(`CREATE TABLE columns_only.scrape AS
    SELECT * EXCLUDE (${LISTS}) FROM scrape WHERE run > 0 LIMIT ${rows}`);
  await connection.run("DETACH columns_only");
  return statSync(path).size;
}
