/** A hundred processes at once: writing an hour of them, and asking all of them together. */
import {
  EVERY,
  freshStore,
  lookOf,
  newRun,
  print,
  printMemory,
  readScrapes,
  START,
  timed,
} from "./support.js";

const PROCESSES = 100;
const scrapes = readScrapes();
const memory = process.memoryUsage.rss();
const ticks = Math.min(60, scrapes.length - 1);
const { store } = await freshStore("fleet");
const runs = [];
for (let p = 0; p < PROCESSES; p++) runs.push(await newRun(store, `p${p}`));
let worst = 0;
const before = process.cpuUsage();
const start = performance.now();
for (let tick = 0; tick < ticks; tick++) {
  const began = performance.now();
  const time = START + tick * EVERY;
  const at = (p) => (tick + p) % scrapes.length;
  await Promise.all(
    runs.map(({ run }, p) => store.add(run, lookOf(scrapes, at(p), time + p * 0.1))),
  );
  worst = Math.max(worst, performance.now() - began);
}
const { user, system } = process.cpuUsage(before);
print(
  "100 processes: processor time a scrape, decoding included",
  `${((user + system) / 1000 / ticks / PROCESSES).toFixed(1)} ms`,
);
print(
  "100 processes: all at once, mean and slowest",
  `${((performance.now() - start) / ticks).toFixed(0)} ms, ${worst.toFixed(0)} ms`,
);
const end = START + ticks * EVERY;
const minutes = { from: end - 300, to: end + 60 };
await timed("last levels and additions of 100 processes, five minutes", () =>
  store.latestLevels(
    runs.map(({ target }) => target),
    minutes,
  ),
);
await store.close();
printMemory(memory);
