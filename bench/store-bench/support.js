/** What the parts of the bench share. */
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { deserialize } from "node:v8";
import { openDuckDbStore } from "../../dist/store/duckdb/open-store.js";
import { decodeRest, heapOf, scrapeOf } from "./looks.js";

export const START = 1_700_000_000;
export const EVERY = 15;
export const ALWAYS = { from: 0, to: 1e11 };

export const folder = process.argv[2];

/** Of how many scrapes one is as long after the one before as those of a recorder. */
export function stride() {
  return Math.max(1, Math.round(EVERY / recording().every));
}

function recording() {
  return deserialize(readFileSync(join(folder, "scrapes")));
}

export function readScrapes() {
  const { scrapes } = recording();
  return scrapes.map((scrape) => ({ ...scrape, rest: decodeRest(scrape) }));
}

/** A scrape of the recording as one at another time, `same` where the profile is that of the one before. */
export function lookOf(scrapes, at, time) {
  const { rest, heap } = scrapes[at];
  return scrapeOf(rest, heapOf(heap), time);
}

export async function freshStore(name) {
  const path = join(folder, name);
  rmSync(path, { recursive: true, force: true });
  return { path, store: await openDuckDbStore(path) };
}

export async function newRun(store, instance) {
  const target = await store.target({ job: "bench", instance });
  const facts = {
    name: "steady-server",
    startedAt: START,
    pid: 1,
    go: "go1.26",
    limit: null,
    memlimit: null,
    gogc: 100,
  };
  return { target, run: await store.run(target, facts, START) };
}

/** The least of some, by the clock and in processor time. */
export async function timed(name, task, rounds = 9) {
  let least = Number.POSITIVE_INFINITY;
  let leastCpu = Number.POSITIVE_INFINITY;
  for (let i = 0; i < rounds; i++) {
    const start = performance.now();
    const before = process.cpuUsage();
    await task();
    const { user, system } = process.cpuUsage(before);
    least = Math.min(least, performance.now() - start);
    leastCpu = Math.min(leastCpu, (user + system) / 1000);
  }
  print(name, `${least.toFixed(1)} ms (processor ${leastCpu.toFixed(1)} ms)`);
}

export function print(name, value) {
  console.log(`${name.padEnd(58)} ${value}`);
}

/** @param before RSS when the recording was read and nothing stored, in bytes */
export function printMemory(before) {
  const peak = process.resourceUsage().maxRSS / 1024;
  print("peak RSS, of it before", `${Math.round(peak)} MiB, ${Math.round(before / 2 ** 20)} MiB`);
}
