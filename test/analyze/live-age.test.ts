/**
 * Live is what the last collection found: how old that is, what may have become garbage since, and
 * when that shows. Measured with Go 1.26: 400 MiB dropped at once, found live for 122 s, freed by the
 * timer's collection, and gone from RSS after 270 s, by the one after it.
 */
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { explain } from "../../src/analyze/explain.ts";
import { forecastGarbage } from "../../src/analyze/scavenger/forecast-garbage.ts";
import { MiB } from "../../src/base/units.ts";
import { readBundleFolder } from "../../src/collect/bundle/read-bundle-folder.ts";
import { gunzip } from "../../src/collect/gunzip.ts";
import { decodeBundle } from "../../src/decode/recording.ts";
import { forecastText } from "../../src/model/forecast-text.ts";
import { parseGoVersion } from "../../src/model/go-version.ts";
import type { MemStats } from "../../src/model/mem-stats.ts";
import type { Report } from "../../src/model/report.ts";

/**
 * The probe while it has its 100 MiB, as if its last collection, which found 71 MiB live, had been so
 * long ago; without the sizes of its pages, so that looking costs nothing.
 */
function reportAfter(seconds: number, change: Partial<MemStats> = {}, live?: number): Report {
  const folder = join(import.meta.dirname, "../fixtures/captures/probe/go1.23");
  const recording = decodeBundle(readBundleFolder(folder), { gunzip });
  const found = recording.snapshots.find(({ name }) => name === "0001")!;
  const { pageBytes: _, ...read } = found;
  const metrics = new Map([["/gc/heap/live:bytes", (live ?? 0) * MiB]]);
  const snapshot = live === undefined ? read : { ...read, runtimeMetrics: metrics };
  const now = 1_800_000_000;
  const memStats = { ...snapshot.memStats!, LastGC: now - seconds, ...change };
  return explain({ ...recording, snapshots: [{ ...snapshot, time: now, memStats }] });
}

describe("a live heap that was found long ago", () => {
  const [verdict] = reportAfter(62).verdicts;

  test("is said to be what the last collection found, and when", () =>
    expect(verdict?.headline).toMatch(
      /^71\.1 MiB of live objects, found 62 s ago\. Of the 123 MiB in the heap profile most is at main\.go:42 \(main\.big\)\. Some of it may be garbage by now\.$/,
    ));

  test("may be garbage, from nothing to all", () => {
    expect(verdict).toMatchObject({ id: "live-heap", confidence: "medium" });
    const garbage = verdict?.evidence.find(({ what }) => what === "of it garbage by now");
    expect(garbage?.value).toBe("0 B to 71.1 MiB");
  });

  test("has a forecast with the next collection", () => {
    const [forecast] = verdict?.forecast ?? [];
    expect(forecast).toMatchObject({ what: "falls", earliest: 58 });
    expect(forecast?.range?.[0]).toBe(0);
    expect(forecastText(forecast!)).toMatch(
      /^RSS may fall by up to \S+ MiB between 58 s and .*; this waits for the next collection: /,
    );
  });

  test("is to be looked at again before its code is", () => {
    expect(verdict?.actions[0]?.text).toBe(
      "See what is still live, and which lines hold it: this look forces a collection (it costs CPU).",
    );
    expect(verdict?.actions[1]?.text).toMatch(/^If it is: look at what keeps /);
    expect(verdict?.actions.map(({ text }) => text).join()).not.toContain("cannot free");
  });
});

test("is none to doubt where collections come as before, and the next one is not late", () => {
  const every = (distance: number, since: number) => {
    const PauseEnd = Array.from({ length: 256 }, (_, i) => {
      const back = (19 - i + 256) % 256;
      return (1_800_000_000 - since - back * distance) * 1e9;
    });
    return reportAfter(since, { NumGC: 20, PauseEnd }).verdicts.find(
      ({ id }) => id === "live-heap",
    );
  };
  expect(every(40, 20)?.headline).not.toContain("garbage by now");
  expect(every(40, 20)?.forecast).toBeUndefined();
  expect(every(40, 100)?.headline).toContain("garbage by now");
  expect(every(100, 20)?.headline).toContain("garbage by now");
});

test("a live heap that was found just now is none to doubt", () => {
  const [verdict] = reportAfter(0.5).verdicts;
  expect(verdict?.headline).toMatch(
    / of live objects, found 0\.5\d* s ago\. Of .* is at main\.go:42 \(main\.big\)\.$/,
  );
  expect(verdict?.forecast).toBeUndefined();
  expect(verdict?.actions[1]?.text).toMatch(/^Look at what keeps /);
  expect(reportAfter(0.02).verdicts[0]?.headline).toContain(", found a moment ago.");
});

describe("the line that holds what is live", () => {
  /** The same, as if so much had been found live. */
  const found = (live: number) =>
    reportAfter(0.5, { NextGC: 2 * live * MiB, HeapAlloc: live * MiB }, live).verdicts.find(
      ({ id }) => id === "live-heap",
    );

  test("is said to hold no more than that, however high the profile's estimate is", () => {
    expect(found(98)?.headline).toBe(
      "main.go:42 (main.big) holds 98.0 MiB: nearly all that the last collection found live, 0.5 s ago.",
    );
  });

  test("is the profile's only where that is of another state, and a collection tells more", () => {
    const older = found(60);
    expect(older?.headline).toMatch(
      /^60\.0 MiB of live objects, found 0\.5\d* s ago\. Of the 123 MiB in the heap profile most is at main\.go:42 \(main\.big\)\.$/,
    );
    expect(older?.actions[0]).toMatchObject({
      text: "See which lines hold all of it: this look forces a collection (it costs CPU).",
      code: expect.stringMatching(/ --gc$/),
    });
  });
});

test("a program that hardly allocates does not collect soon", () => {
  // 1 MiB in 3 s, and 70 more to the goal: the timer comes first.
  const [verdict] = reportAfter(3, { HeapAlloc: 72 * MiB }).verdicts;
  expect(verdict?.forecast?.[0]?.earliest).toBe(117);
  expect(reportAfter(3).verdicts[0]?.forecast).toBeUndefined();
});

describe("what a collection frees of it shows", () => {
  const facts = {
    idle: 0,
    heapInuse: 0,
    heapIdle: 40 * MiB,
    sinceGc: 62,
    untilGoal: undefined,
    gcOff: false,
    dontNeed: undefined,
    idleFor: 0,
    idleAtMost: undefined,
  };
  const forecasts = (go: string, change = {}) =>
    forecastGarbage({ ...facts, go: parseGoVersion(go), ...change }, 400 * MiB);
  const forecast = (go: string, change = {}) => forecasts(go, change)[0];

  test("in Go 1.26 after that collection or the one after it, as measured, in two parts", () => {
    const found = forecasts("go1.26.8", { sinceGc: 0 });
    expect(found.map(({ earliest, latest }) => [earliest, latest])).toEqual([
      [120, 240],
      [240, 360],
    ]);
    // How much is in which part is not known: the bytes of both are still no more than there are.
    expect(found.map(({ bytes }) => bytes)).toEqual([0, 400 * MiB]);
    expect(found.map(({ range }) => range?.[1])).toEqual([400 * MiB, 400 * MiB]);
  });

  test("at the next collection no more of it than the free pages can make room for", () => {
    // 16 of a chunk's 512 pages are free at least: 4 MiB of free pages are of 128 MiB at most.
    const [first] = forecasts("go1.24.11", { heapIdle: 4 * MiB });
    expect(first).toMatchObject({ range: [0, 128 * MiB], earliest: 58, latest: 178 });
  });

  test("in Go 1.21 and later only after the one after it where hardly a page is free", () => {
    // Programs that hold 600 MiB and go idle: 241 to 307 s after the last collection.
    const found = forecasts("go1.26.8", { sinceGc: 0, heapIdle: 2 * MiB });
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ earliest: 240, latest: 360 });
  });

  test("in Go 1.20 soon after", () =>
    expect(forecast("go1.20")).toMatchObject({ earliest: 58, latest: 183 }));

  test("in Go 1.4 after five idle minutes more", () =>
    expect(forecast("go1.4.3")).toMatchObject({ earliest: 358, latest: 628 }));

  test("not where returned pages stay in RSS, nor where nothing collects", () => {
    expect(forecast("go1.14")).toBeUndefined();
    expect(forecast("go1.24", { gcOff: true })).toBeUndefined();
  });

  test("at once, where looking can bring the collection on, or else with the timer's", () => {
    const [now, later] = forecasts("go1.20", { lookCollects: true });
    expect(now).toMatchObject({ bytes: 0, range: [0, 400 * MiB], earliest: 0, latest: 70 });
    expect(now!.waitsFor).toContain("this look may itself bring on");
    expect(later).toMatchObject({ bytes: 400 * MiB, earliest: 58, latest: 183 });
    expect(later!.waitsFor).not.toContain("this look");
  });
});
