/** What questions about a day of one process at a scrape every 15 s take. */
import {
  ALWAYS,
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

const scrapes = readScrapes();
const memory = process.memoryUsage.rss();
const { store } = await freshStore("day");
const { target, run } = await newRun(store, "day");
const DAY = 5760;
const waiting = [];
for (let i = 0; i < DAY; i++) {
  waiting.push(store.add(run, lookOf(scrapes, i % scrapes.length, START + i * EVERY)));
  if (waiting.length === 20) await Promise.all(waiting.splice(0));
}
await Promise.all(waiting);
print("a day", `${(await store.size()).scrapes} scrapes`);
const hour = { from: START + 40_000, to: START + 43_600 };
const minutes = { from: START + 40_000, to: START + 40_300 };
await timed("figures of a day, at most 1,000", () => store.figures(target, ALWAYS, 1000));
await timed("parts of a day, at most 1,000", () => store.parts(target, ALWAYS, 1000));
await timed("levels at the end of any hour, as text", async () => {
  const [levels] = await store.heapLevels(target, hour, 1);
  namesOf(store.dictionary, levels);
});
await timed("additions of any hour, as text", async () => {
  for (const levels of await store.heapAdditions(target, hour)) namesOf(store.dictionary, levels);
});
await timed("additions of the day", () => store.heapAdditions(target, ALWAYS));
await timed("200 levels of the day", () => store.heapLevels(target, ALWAYS, 200));
await timed("200 levels of goroutines of the day", () =>
  store.goroutineLevels(target, ALWAYS, 200),
);
await timed("levels over five minutes", () => store.heapLevels(target, minutes, 100), 15);
await store.close();
printMemory(memory);

/** Every frame of every site, as a flame graph needs them. */
function namesOf(dictionary, { ids }) {
  const names = new Set();
  for (const site of ids) {
    for (
      let stack = dictionary.siteStack[site];
      stack >= 0;
      stack = dictionary.stackPrefix[stack]
    ) {
      names.add(dictionary.stackFrame[stack]);
    }
  }
  return [...names].map((frame) => dictionary.frameName(frame) + dictionary.frameFile(frame));
}
