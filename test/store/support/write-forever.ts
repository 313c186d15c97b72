/**
 * A program of the tests that writes scrapes into a folder until it is killed, and says after each that it
 * is safe.
 * Scrape i holds i + 1 objects of a site of its own, so that each needs new rows of the dictionary.
 */
import { openDuckDbStore } from "../../../src/store/duckdb/open-store.ts";
import { FACTS, heapOf, lookAt } from "./looks.ts";

const store = await openDuckDbStore(process.argv[2]!);
const target = await store.target({ instance: "child" });
const run = await store.run(target, FACTS, 1_000);
for (let i = 0; ; i++) {
  const site = { stack: ["main", `f${i}`], size: 64, inuse: i + 1, alloc: i + 1 };
  await store.add(run, lookAt(1_000 + i, { heap: heapOf([site]) }));
  process.stdout.write(`${i}\n`);
}
