/** The recorder with real servers: what it stores, how often it asks, and what it bears. */
import { spawn } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, describe, expect, test } from "vitest";
import { FleetRecorder } from "../../src/record/fleet-recorder.ts";
import { specOfWords } from "../../src/record/looks/target-spec.ts";
import type { RecorderEvent } from "../../src/record/recorder.ts";
import { type Behaviour, FakeProgram } from "./fake-program.ts";
import { MemoryStore } from "./memory-store.ts";

/** Short, but a busy machine must not seem to be a program that hangs. */
const QUICK = { interval: 0.5, timeout: 0.45, http: {}, resolve: {} };
/** Where each look that fails is counted, none may fail because the machine is busy. */
const PATIENT = { ...QUICK, timeout: 60 };

let store: MemoryStore;
let recorder: FleetRecorder;
let events: RecorderEvent[] = [];
let programs: FakeProgram[] = [];

function begin(): void {
  store = new MemoryStore();
  recorder = new FleetRecorder(store, QUICK);
  events = [];
  recorder.listen((event) => events.push(event));
}

async function program(behaviour: Behaviour = "well"): Promise<FakeProgram> {
  const started = await new FakeProgram().start();
  started.behaviour = behaviour;
  programs.push(started);
  return started;
}

function record(...all: readonly FakeProgram[]): Promise<void> {
  return recordBy(QUICK, ...all);
}

function recordBy(options: typeof QUICK, ...all: readonly FakeProgram[]): Promise<void> {
  return recorder.name(
    "test",
    all.map(({ address }) => specOfWords([address], options)),
  );
}

async function until(what: () => boolean, seconds = 20): Promise<void> {
  for (let tries = 0; tries < seconds * 50; tries++) {
    if (what()) return;
    await sleep(20);
  }
  throw new Error(`not within ${seconds} s: ${what}; ${JSON.stringify(recorder.targets())}`);
}

const scrapesOf = (one: FakeProgram) => {
  const target = store.labels.findIndex(({ instance }) => instance === one.address);
  return store.scrapes.filter(({ run }) => store.runList[run]?.target === target);
};
const statusOf = (one: FakeProgram) =>
  recorder.targets().find(({ address }) => address.includes(one.address))!;

afterEach(async () => {
  await recorder?.close();
  for (const one of programs) await one.stop();
  programs = [];
});

test("a look that fails is none: what is known is as old as the last one that brought something", async () => {
  begin();
  const fake = await program();
  await record(fake);
  await until(() => statusOf(fake).state === "up");
  expect(statusOf(fake)).toMatchObject({ failingSince: null, interval: QUICK.interval });
  fake.behaviour = "hangs";
  await until(() => statusOf(fake).state === "down");
  const { lastLook, failingSince } = statusOf(fake);
  expect(lastLook).toBe(scrapesOf(fake).at(-1)!.figures.time);
  expect(failingSince).toBeGreaterThan(lastLook!);
  const failures = () => events.filter(({ kind }) => kind === "error").length;
  const before = failures();
  await until(() => failures() > before);
  expect(statusOf(fake)).toMatchObject({ lastLook, failingSince });
  expect(events.findLast(({ kind }) => kind === "error")).toMatchObject({ failingSince });
  fake.behaviour = "well";
  await until(() => statusOf(fake).state === "up");
  expect(statusOf(fake).failingSince).toBeNull();
  expect(statusOf(fake).lastLook).toBeGreaterThan(lastLook!);
});

test("a look brings the figures, the profile, the goroutines and the collections", async () => {
  begin();
  const fake = await program();
  await record(fake);
  await until(() => scrapesOf(fake).length >= 1);
  const [scrape] = scrapesOf(fake);
  expect(scrape!.figures).toMatchObject({ goroutines: 7, rss: null });
  expect(scrape!.figures.memStats).toMatchObject({ NumGC: 5, source: "/debug/vars" });
  expect(scrape!.figures.memStats).not.toHaveProperty("PauseNs");
  expect(scrape!.heap).toMatchObject({ law: "exponential" });
  expect(scrape!.goroutines!.groups.length).toBeGreaterThan(0);
  expect(scrape!.collections.map(({ n }) => n)).toEqual([1, 2, 3, 4, 5]);
  expect(store.runList[0]).toMatchObject({ name: "fake", startedAt: null, pid: null });
  expect(store.labels[0]).toEqual({ job: "command-line", instance: fake.address });
  expect(store.reports[0]!.report.format).toBe("resident.report/1");
  expect(statusOf(fake)).toMatchObject({ state: "up", name: "fake", error: null, run: 0 });
});

test("the profile is asked for again only after a collection", async () => {
  begin();
  const fake = await program();
  await record(fake);
  await until(() => scrapesOf(fake).length >= 4);
  expect(fake.times("/debug/pprof/heap")).toBe(1);
  expect(scrapesOf(fake)[2]!.heap).toBe("same");
  fake.collections++;
  await until(() => fake.times("/debug/pprof/heap") === 2);
  await until(() => {
    const last = scrapesOf(fake).at(-1)!;
    return last.figures.memStats!.NumGC === 6 && last.heap !== null;
  });
  // On a busy machine the profile's budget may let a look pass without it.
  const after = scrapesOf(fake).filter(({ figures }) => figures.memStats!.NumGC === 6);
  expect(after.find(({ heap }) => heap !== null)!.heap).toMatchObject({ law: "exponential" });
});

test("one that answers slowly is left alone, and RSS goes on", async () => {
  begin();
  const fake = await program();
  fake.hasVars = false;
  // 100 ms are half of 0.5 % of a core every 40 seconds.
  fake.heapTextTakes = 100;
  const process = spawn("sleep", ["600"]);
  try {
    await recorder.name("test", [specOfWords([`${process.pid}`, fake.address], QUICK)]);
    await until(() => store.scrapes.length >= 6);
  } finally {
    process.kill();
  }
  const [first, ...others] = store.scrapes;
  expect(first!.figures.memStats).toMatchObject({ source: "heap?debug=1" });
  expect(fake.times("/debug/pprof/heap?debug=1")).toBe(1);
  expect(fake.times("/debug/pprof/goroutine?debug=1")).toBe(1);
  for (const { figures, parts, heap, goroutines, run } of others) {
    expect(figures.rss).toBeGreaterThan(0);
    expect(figures).toMatchObject({ memStats: null, live: null, goroutines: null });
    expect([heap, goroutines, run]).toEqual([null, null, 0]);
    // By the same lines as before, and they make up what the kernel counts now.
    expect(parts.map(({ id }) => id)).toEqual(first!.parts.map(({ id }) => id));
    expect(parts.reduce((sum, { bytes }) => sum + bytes, 0)).toBeCloseTo(figures.rss!, 3);
  }
  expect(store.reports.length).toBe(1);
  expect(recorder.targets()[0]).toMatchObject({ state: "up", error: null });
});

test("before the first collection the profile changes all the time", async () => {
  begin();
  const fake = await program();
  fake.collections = 0;
  await record(fake);
  await until(() => fake.times("/debug/pprof/heap") >= 3);
  expect(scrapesOf(fake).every(({ heap }) => heap !== "same")).toBe(true);
});

test("nothing that disturbs a program is asked for", async () => {
  begin();
  const fake = await program();
  await record(fake);
  await until(() => scrapesOf(fake).length >= 3);
  expect(fake.asked.filter((url) => /gc=|seconds=|debug=2|profile|trace/.test(url))).toEqual([]);
});

test("a counter that goes back is another run, and so is another program", async () => {
  begin();
  const fake = await program();
  await record(fake);
  await until(() => scrapesOf(fake).length >= 2);
  fake.totalAlloc = 1000;
  await until(() => store.runList.length === 2);
  fake.command = "/bin/another";
  await until(() => store.runList.length === 3);
  expect(store.runList.map(({ name }) => name)).toEqual(["fake", "fake", "another"]);
  const runs = new Set(scrapesOf(fake).map(({ run }) => run));
  expect([...runs]).toEqual([0, 1, 2]);
  expect(scrapesOf(fake).find(({ run }) => run === 1)!.heap).not.toBe("same");
});

describe("one that misbehaves costs its own looks and no other's", () => {
  const BEHAVIOURS: readonly (readonly [Behaviour, RegExp, "up" | "down"])[] = [
    ["hangs", /no answer within|not finished/, "down"],
    ["streams", /not finished after|larger than/, "up"],
    ["short", /pprof\/heap/, "up"],
    ["other", /so there is no pprof|no JSON|answers|HTML|not what/i, "down"],
    ["redirects", /redirects/, "up"],
    ["garbage", /pprof\/heap/, "up"],
  ];
  for (const [behaviour, message, state] of BEHAVIOURS) {
    test(behaviour, async () => {
      begin();
      const [bad, good] = [await program(behaviour), await program()];
      await record(bad, good);
      await until(() => (statusOf(bad)?.error ?? null) !== null && scrapesOf(good).length >= 3);
      expect(statusOf(bad)).toMatchObject({ state, error: expect.stringMatching(message) });
      expect(statusOf(good)).toMatchObject({ state: "up", error: null });
      expect(events.some((event) => event.kind === "error")).toBe(true);
      const failed = recorder.counts().failedLooks;
      expect(failed).toBeGreaterThan(0);
      bad.behaviour = "well";
      await until(() => statusOf(bad).error === null && scrapesOf(bad).at(-1)?.heap != null);
    });
  }
});

// In real time: a machine that is busy with something else makes looks late as well.
test("many that hang make none of the others late", { retry: 2 }, async () => {
  begin();
  const bad = await Promise.all(Array.from({ length: 60 }, () => program("hangs")));
  const good = await program();
  await record(...bad, good);
  await until(() => scrapesOf(good).length >= 5);
  const times = scrapesOf(good).map(({ figures }) => figures.time);
  const gaps = times.slice(1).map((time, at) => time - times[at]!);
  // The first comes at once, and the second when its moment comes.
  expect(Math.max(...gaps)).toBeLessThan(4 * QUICK.interval);
});

test("a full disk is said once, nothing is asked meanwhile, and then it goes on", async () => {
  begin();
  const fake = await program();
  await record(fake);
  await until(() => scrapesOf(fake).length >= 2);
  store.isFull = true;
  await until(() => recorder.storeError() !== null);
  expect(recorder.storeError()).toBe("The disk is full.");
  const asked = fake.asked.length;
  await sleep(1500);
  expect(fake.asked.length).toBe(asked);
  store.isFull = false;
  await until(() => recorder.storeError() === null);
  expect(events.flatMap((event) => (event.kind === "store" ? [event.error] : []))).toEqual([
    "The disk is full.",
    null,
  ]);
  // What was lost is not taken for stored.
  const after = scrapesOf(fake).at(-1)!;
  expect(after.heap).not.toBe("same");
  expect(after.run).toBe(0);
});

test("a fault in storing a look is told with the process, and the next looks are taken", async () => {
  begin();
  const [one, two] = [await program(), await program()];
  await recordBy(PATIENT, one, two);
  await until(() => scrapesOf(one).length >= 2 && scrapesOf(two).length >= 2);
  store.faults = 1;
  const faults = () =>
    events.flatMap((event) =>
      event.kind === "error" && event.error.includes("fault") ? [event.error] : [],
    );
  await until(() => faults().length === 1);
  const [fault] = faults();
  expect(fault).toBe(
    "This look was not kept. A fault of Resident itself: it fell. Please report this.",
  );
  expect(recorder.storeError()).toBeNull();
  expect(recorder.counts().failedLooks).toBe(1);
  const [first, second] = [scrapesOf(one).length, scrapesOf(two).length];
  await until(() => scrapesOf(one).length > first + 1 && scrapesOf(two).length > second + 1);
  await until(() => recorder.targets().every(({ error }) => error === null));
  expect(faults()).toEqual([fault]);
  expect(events.some(({ kind }) => kind === "store")).toBe(false);
});

test("targets come and go; one that is named again goes on as it was", async () => {
  begin();
  const [one, two] = [await program(), await program()];
  await record(one);
  await until(() => scrapesOf(one).length >= 2);
  await record(one, two);
  await until(() => scrapesOf(two).length >= 1);
  expect(store.runList.length).toBe(2);
  await record(two);
  const asked = one.asked.length;
  await until(() => scrapesOf(two).length >= 4);
  expect(one.asked.length).toBeLessThanOrEqual(asked + 1);
  expect(recorder.targets().map(({ address }) => address)).toEqual([
    `http://${two.address}/debug/pprof/`,
  ]);
});

test("a target that is added is looked at at once; a file can't be", async () => {
  begin();
  const fake = await program();
  const id = await recorder.add([fake.address]);
  expect(await recorder.add([fake.address])).toBe(id);
  await until(() => scrapesOf(fake).length >= 1);
  await expect(recorder.add(["./package.json"])).rejects.toMatchObject({ code: "RES_USAGE" });
  await expect(recorder.add(["no-such-process"])).rejects.toMatchObject({ code: "RES_TARGET" });
});

test("where only offers may be added, no address is asked", async () => {
  begin();
  recorder = new FleetRecorder(store, QUICK, "offers");
  const fake = await program();
  const refused = { code: "RES_USAGE", hint: expect.stringContaining("--allow-adding-targets") };
  await expect(recorder.add([fake.address])).rejects.toMatchObject(refused);
  await expect(recorder.add([`${process.pid}`])).rejects.toMatchObject(refused);
  expect(fake.asked).toEqual([]);
});

test("RSS of a program elsewhere comes from its metrics, the Go version too", async () => {
  begin();
  const fake = await program();
  fake.metrics = [
    "# TYPE process_resident_memory_bytes gauge",
    "process_resident_memory_bytes 1.23456e+07",
    "# TYPE process_start_time_seconds gauge",
    "process_start_time_seconds 1.7e+09",
    "# TYPE go_info gauge",
    'go_info{version="go1.26.1"} 1',
    "",
  ].join("\n");
  await record(fake);
  await until(() => scrapesOf(fake).length >= 3);
  expect(scrapesOf(fake).map(({ figures }) => figures.rss)).toEqual(
    scrapesOf(fake).map(() => 12345600),
  );
  expect(store.runList[0]).toMatchObject({ go: "go1.26.1", startedAt: 1.7e9 });
});

describe("settings that a program sets itself", () => {
  const told = (gogc: number, limit: number) =>
    `go_gc_gogc_percent ${gogc}\ngo_gc_gomemlimit_bytes ${limit}\ngo_gc_heap_live_bytes 5\n`;

  test("a change of them is the run's from then on", async () => {
    begin();
    const fake = await program();
    fake.metrics = `process_resident_memory_bytes 1e8\n${told(100, 2 ** 63)}`;
    await record(fake);
    await until(() => store.runList[0]?.gogc === 100);
    expect(store.runList[0]).toMatchObject({ memlimit: null, limit: null });
    fake.metrics = `process_resident_memory_bytes 1e8\n${told(50, 4e8)}`;
    await until(() => store.runList[0]!.gogc === 50);
    expect(store.runList).toMatchObject([{ memlimit: 4e8, limit: 4e8 }]);
  });

  test("of a process of this machine they are asked for seldom, and hold in between", async () => {
    begin();
    const fake = await program();
    fake.metrics = told(75, 4e8);
    const process = spawn("sleep", ["600"]);
    try {
      await recorder.name("test", [specOfWords([`${process.pid}`, fake.address], QUICK)]);
      await until(() => store.scrapes.length >= 4);
    } finally {
      process.kill();
    }
    expect(fake.times("/metrics")).toBe(1);
    expect(store.runList).toMatchObject([{ gogc: 75, memlimit: 4e8, limit: 4e8 }]);
    // What else is on that page is known better: a live heap of 5 bytes is not.
    expect(store.scrapes.every(({ figures }) => figures.live !== 5)).toBe(true);
    expect(store.reports[0]!.report.missing.map(({ source }) => source)).not.toContain("/metrics");
  });
});
