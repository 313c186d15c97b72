/**
 * What the server takes for an answer of the API, from the request to the last byte of it, without a
 * socket: about a day of one process, and about a hundred processes together.
 */
import { fleetApp } from "../../dist/server/fleet-app.js";
import { EVERY, freshStore, lookOf, newRun, print, readScrapes, START, timed } from "./support.js";

const RECORDER = {
  targets: () => [],
  counts: () => ({ looks: 0, failedLooks: 0, lateLooks: 0 }),
  storeError: () => null,
  listen: () => () => undefined,
};
const NOBODY = {
  recorder: RECORDER,
  web: { html: "", script: "", style: "" },
  hosts: null,
  token: null,
  sourceRoots: [],
  canAdd: false,
};

const scrapes = readScrapes();
await aboutADay();
await aboutAFleet();

async function aboutADay() {
  const DAY = 5760;
  const { store } = await freshStore("answers-day");
  const { run } = await newRun(store, "day");
  await inGroups(DAY, (i) => {
    const look = lookOf(scrapes, i % scrapes.length, START + i * EVERY);
    return store.add(run, countedOn(look, i));
  });
  const ask = asker(store);
  const one = "/api/v1/processes/0";
  const day = `from=${START}&to=${START + DAY * EVERY}`;
  const hour = `from=${START + 40_000}&to=${START + 43_600}`;
  const minutes = `from=${START + 40_000}&to=${START + 40_300}`;
  await ask("Time of a day", `${one}/time?${day}`);
  await ask("Growth of a day", `${one}/growth?${day}`);
  await ask("GC of a day, with the grid of settings", `${one}/gc?${day}`);
  await ask("goroutines of a day", `${one}/goroutines?${day}`);
  await ask("flame graph of five minutes", `${one}/code?${minutes}`);
  await ask("flame graph of an hour", `${one}/code?${hour}`);
  await ask("flame graph of a day", `${one}/code?${day}`);
  await ask("an hour as a pprof profile", `${one}/profile?${hour}`);
  await ask("the whole page of an hour", `${one}/page?${hour}`);
  await ask("the whole page of a day", `${one}/page?${day}`);
  await store.close();
}

/** The recording is gone through many times: its counters are made to go on. */
function countedOn(look, i) {
  const { figures } = look;
  const { time, memStats } = figures;
  const NumGC = 4 * i;
  const TotalAlloc = 4 * i * (memStats.NextGC / 2);
  return {
    ...look,
    figures: { ...figures, memStats: { ...memStats, NumGC, TotalAlloc, LastGC: time - 1 } },
    collections: [3, 2, 1, 0]
      .map((ago) => ({ n: NumGC - ago, end: time - 1 - 3.5 * ago, pauseNs: 60_000 }))
      .filter(({ n }) => n > 0),
  };
}

async function aboutAFleet() {
  const PROCESSES = 100;
  const LOOKS = Math.min(40, scrapes.length - 1);
  const { store } = await freshStore("answers-fleet");
  for (let p = 0; p < PROCESSES; p++) {
    const { run } = await newRun(store, `p${p}`);
    const at = (i) => (i + p) % scrapes.length;
    await inGroups(LOOKS, (i) => store.add(run, lookOf(scrapes, at(i), START + i * EVERY)));
  }
  const ask = asker(store);
  const all = Array.from({ length: PROCESSES }, (_, id) => `process=${id}`).join("&");
  const end = START + LOOKS * EVERY;
  await ask(
    "flame graph of 100 processes, five minutes",
    `/api/v1/code?${all}&from=${end - 300}&to=${end}`,
  );
  await ask("the list of 100 processes", "/api/v1/processes");
  await store.close();
}

/** @returns a question by its name, timed */
function asker(store) {
  const app = fleetApp({ ...NOBODY, store });
  return async (name, path) => {
    let bytes = 0;
    await timed(name, async () => {
      const response = await app.request(`http://localhost${path}`);
      bytes = (await response.arrayBuffer()).byteLength;
      if (response.status !== 200) throw new Error(`${path} answered ${response.status}`);
    });
    print("", `${Math.round(bytes / 1024)} KiB`);
  };
}

/** Twenty are written together, as a recorder does. */
async function inGroups(count, add) {
  for (let i = 0; i < count; i += 20) {
    const group = Array.from({ length: Math.min(20, count - i) }, (_, j) => add(i + j));
    await Promise.all(group);
  }
}
