/**
 * The model's own laws, whatever a program does: MemStats' identities, nothing resident that is not
 * mapped, nothing freed that is reachable; and single rules, each against what the runtime's source
 * says of it.
 */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { HeapModel } from "../../../src/analyze/heap-model/heap-model.ts";
import type { Held } from "../../../src/analyze/heap-model/spans.ts";
import { KiB, MiB } from "../../../src/base/units.ts";
import { parseGoVersion } from "../../../src/model/go-version.ts";
import type { HeapSample } from "../../../src/model/heap-timeline.ts";

const VERSIONS = [
  "1.4",
  "1.5",
  "1.8",
  "1.11",
  "1.12",
  "1.13",
  "1.15",
  "1.16",
  "1.19",
  "1.21",
  "1.26",
];

function modelOf(
  go: string,
  settings: { gogc?: number | null; memlimit?: number } = {},
): HeapModel {
  const { gogc = 100, memlimit = null } = settings;
  return new HeapModel({ go: parseGoVersion(`go${go}`), gogc, memlimit });
}

function checkLaws(model: HeapModel, before: HeapSample): HeapSample {
  const s = model.sample();
  expect(s.heapSys).toBe(s.heapInuse + s.heapIdle);
  expect(s.heapReleased).toBeLessThanOrEqual(s.heapIdle);
  expect(s.heapAlloc).toBeLessThanOrEqual(s.heapInuse);
  expect(s.reachable).toBeLessThanOrEqual(s.heapAlloc);
  expect(s.reachable).toBeGreaterThanOrEqual(0);
  expect(s.lazyFree).toBeLessThanOrEqual(s.heapReleased);
  expect(s.rss).toBeLessThanOrEqual(s.virt);
  expect(s.rss).toBeGreaterThan(0);
  expect(s.sys).toBeGreaterThanOrEqual(s.heapSys + s.stackInuse);
  expect(s.totalAlloc).toBeGreaterThanOrEqual(before.totalAlloc);
  expect(s.heapSys + s.stackInuse).toBeGreaterThanOrEqual(before.heapSys + before.stackInuse);
  expect(s.virt).toBeGreaterThanOrEqual(before.virt);
  expect(s.numGC).toBeGreaterThanOrEqual(before.numGC);
  return s;
}

const operation = fc.oneof(
  fc.record({
    kind: fc.constant("allocate" as const),
    size: fc.oneof(fc.integer({ min: 1, max: 64 * KiB }), fc.integer({ min: 1, max: 64 * MiB })),
    count: fc.integer({ min: 1, max: 500 }),
    touched: fc.constantFrom(0, 0.25, 1),
    kept: fc.boolean(),
  }),
  fc.record({
    kind: fc.constant("drop" as const),
    which: fc.nat(20),
    share: fc.constantFrom(0.1, 0.5, 0.9, 1),
    scattered: fc.boolean(),
  }),
  fc.record({
    kind: fc.constant("wait" as const),
    seconds: fc.constantFrom(0.01, 1, 61, 130, 700),
  }),
  fc.record({ kind: fc.constant("goroutines" as const), count: fc.integer({ min: 1, max: 5000 }) }),
  fc.record({ kind: fc.constantFrom("collect" as const, "return" as const, "end" as const) }),
);

test("laws hold after any operation, in any version", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...VERSIONS),
      fc.constantFrom(null, 50, 100, 400),
      fc.constantFrom(undefined, 200 * MiB),
      fc.array(operation, { maxLength: 25 }),
      (go, gogc, memlimit, operations) => {
        const model = modelOf(go, { gogc, ...(memlimit === undefined ? {} : { memlimit }) });
        const held: Held[] = [];
        let before = model.sample();
        for (const step of operations) {
          if (step.kind === "allocate" && step.size * step.count < 2 ** 30) {
            held.push(model.allocate(step));
          }
          if (step.kind === "drop") {
            const one = held[step.which];
            if (one !== undefined) model.drop(one, step.share, step.scattered);
          }
          if (step.kind === "wait") model.advance(step.seconds, "idle");
          if (step.kind === "goroutines") model.startGoroutines(step.count, 4096);
          if (step.kind === "end") model.endGoroutines(1000, 4096);
          if (step.kind === "collect") model.collect();
          if (step.kind === "return") model.returnToOs();
          before = checkLaws(model, before);
        }
      },
    ),
    { numRuns: 400 },
  );
});

/** In processor time, and a hundred times what it takes: an hour in steps of a second would take more. */
test("an hour is simulated by its events, not second by second", () => {
  const model = modelOf("1.26");
  const started = process.cpuUsage();
  const held = model.allocate({ size: MiB, count: 1000, touched: 1 });
  model.drop(held);
  model.advance(3600, "idle");
  expect(model.collections.at(-1)!.at).toBeGreaterThan(3400);
  expect(process.cpuUsage(started).user / 1e6).toBeLessThan(1);
});

/** A process that held so many MiB for a moment. */
function afterSpike(go: string, mib: number, settings = {}): HeapModel {
  const model = modelOf(go, settings);
  const held = model.allocate({ size: MiB, count: mib, touched: 1 });
  model.advance(1, "idle");
  model.drop(held);
  return model;
}

describe("the timer and sysmon's sleep", () => {
  test("an idle program collects at the first look two minutes after the last collection", () => {
    const model = afterSpike("1.26", 100);
    model.advance(300, "idle");
    const [first, second] = model.collections.filter(({ cause }) => cause === "timer");
    expect(first!.at).toBeGreaterThanOrEqual(120);
    expect(first!.at).toBeLessThan(180);
    expect(second!.at - first!.at).toBeGreaterThanOrEqual(120);
  });

  test("none with GOGC=off", () => {
    const model = afterSpike("1.26", 100, { gogc: null });
    model.advance(3600, "idle");
    expect(model.collections).toEqual([]);
    expect(model.rss).toBeGreaterThan(100 * MiB);
  });
});

describe("what goes back", () => {
  test("up to Go 1.11: what was idle for five minutes, all at once", () => {
    const model = afterSpike("1.8", 100);
    model.collect();
    model.advance(299, "idle");
    expect(model.rss).toBeGreaterThan(100 * MiB);
    model.advance(300, "idle");
    expect(model.rss).toBeLessThan(20 * MiB);
  });

  test("Go 1.12 to 1.15: released, and still in RSS", () => {
    const model = afterSpike("1.14", 100);
    model.collect();
    model.advance(400, "idle");
    const { rss, heapReleased, lazyFree } = model.sample();
    expect(rss).toBeGreaterThan(100 * MiB);
    expect(heapReleased).toBeGreaterThan(90 * MiB);
    expect(lazyFree).toBeGreaterThan(90 * MiB);
  });

  test("Go 1.16 to 1.20 after the collection; from 1.21 on after the next one", () => {
    for (const [go, isGone] of [
      ["1.19", true],
      ["1.21", false],
    ] as const) {
      const model = afterSpike(go, 100);
      model.collect();
      model.advance(100, "idle");
      expect(model.rss < 60 * MiB).toBe(isGone);
      model.advance(150, "idle");
      expect(model.rss).toBeLessThan(20 * MiB);
    }
  });

  test("debug.FreeOSMemory gives back all of it at once", () => {
    for (const go of ["1.4", "1.13", "1.16", "1.26"]) {
      const model = afterSpike(go, 100);
      model.returnToOs();
      const { heapIdle, heapReleased, rss } = model.sample();
      expect(heapReleased).toBe(heapIdle);
      expect(rss > 90 * MiB).toBe(go === "1.13");
    }
  });
});

describe("GOMEMLIMIT", () => {
  test("keeps what Go holds below it, by collecting more", () => {
    const limit = 300 * MiB;
    const free = modelOf("1.26", { gogc: null });
    const bound = modelOf("1.26", { gogc: null, memlimit: limit });
    for (const model of [free, bound]) {
      model.allocate({ size: 64 * KiB, count: 1600, touched: 1 });
      model.allocate({ size: 64 * KiB, count: 16000, touched: 1, kept: false });
    }
    expect(free.collections).toEqual([]);
    expect(bound.collections.length).toBeGreaterThan(3);
    const { sys, heapReleased } = bound.peak;
    expect(sys - heapReleased).toBeLessThanOrEqual(limit);
    expect(free.peak.rss).toBeGreaterThan(1000 * MiB);
  });

  test("means nothing before Go 1.19", () => {
    const model = modelOf("1.18", { gogc: null, memlimit: 50 * MiB });
    model.allocate({ size: MiB, count: 200, touched: 1, kept: false });
    expect(model.collections).toEqual([]);
  });
});

describe("what is touched", () => {
  const slice = { size: 100 * MiB, count: 1, touched: 0 };

  test("fresh memory of a slice that nobody writes is not resident", () => {
    const model = modelOf("1.26");
    const before = model.rss;
    model.allocate(slice);
    expect(model.rss - before).toBeLessThan(MiB);
  });

  test("used again it is cleared first, and so resident", () => {
    for (const go of ["1.12", "1.19", "1.26"]) {
      const model = modelOf(go);
      model.drop(model.allocate(slice));
      model.collect();
      const before = model.rss;
      model.allocate(slice);
      expect(model.rss - before).toBeGreaterThan(99 * MiB);
    }
  });

  test("objects that nobody writes: free lists and mark bits do", () => {
    const touchedBy = (go: string) => {
      const model = modelOf(go, { gogc: null });
      const before = model.rss;
      model.allocate({ size: 512, count: 40_000, touched: 0 });
      return (model.rss - before) / (20 * MiB);
    };
    expect(touchedBy("1.5")).toBeGreaterThan(0.95); // a list runs through free slots
    expect(touchedBy("1.19")).toBeLessThan(0.1);
    expect(touchedBy("1.26")).toBeGreaterThan(0.45); // mark bits in each span's last page
    expect(touchedBy("1.26")).toBeLessThan(0.6);
  });
});

test("stacks go back, g structs don't", () => {
  const model = modelOf("1.26");
  const { heapAlloc } = model.sample();
  model.startGoroutines(100_000, 8 * KiB);
  expect(model.sample().stackInuse).toBeGreaterThan(100_000 * 8 * KiB);
  model.endGoroutines(100_000, 8 * KiB);
  model.advance(600, "idle");
  const after = model.sample();
  expect(after.stackInuse).toBeLessThan(MiB);
  expect(after.heapAlloc - heapAlloc).toBeGreaterThan(100_000 * 400);
});

test("nine tenths dropped here and there: free slots, no free pages for larger objects", () => {
  const kept = (scattered: boolean) => {
    const model = modelOf("1.26");
    const held = model.allocate({ size: KiB, count: 200 * KiB, touched: 1 });
    model.drop(held, 0.9, scattered);
    model.collect();
    return model.sample().heapInuse / MiB;
  };
  expect(kept(false)).toBeLessThan(25);
  expect(kept(true)).toBeGreaterThan(100);
});
