/**
 * Live is what the last collection found: how old that is, what may have become garbage since, and
 * when that shows. Measured with Go 1.26: 400 MiB dropped at once, found live for 122 s, freed by the
 * timer's collection, and gone from RSS after 270 s, by the one after it.
 */
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { explain } from "../../src/analyze/explain.ts";
import { forecastGarbage } from "../../src/analyze/scavenger.ts";
import { MiB } from "../../src/base/units.ts";
import { readBundleFolder } from "../../src/collect/bundle/read-bundle-folder.ts";
import { gunzip } from "../../src/collect/gunzip.ts";
import { decodeBundle } from "../../src/decode/recording.ts";
import { parseGoVersion } from "../../src/model/go-version.ts";
import type { MemStats } from "../../src/model/mem-stats.ts";
import type { Report } from "../../src/model/report.ts";
import { forecastText } from "../../src/report/text/report/forecast.ts";

/**
 * The probe while it has its 100 MiB, as if its last collection, which found 71 MiB live, had been so
 * long ago; without the sizes of its pages, so that looking costs nothing.
 */
function reportAfter(seconds: number, change: Partial<MemStats> = {}): Report {
  const folder = join(import.meta.dirname, "../fixtures/captures/probe/go1.23");
  const recording = decodeBundle(readBundleFolder(folder), { gunzip });
  const found = recording.snapshots.find(({ name }) => name === "0001")!;
  const { pageBytes: _, ...snapshot } = found;
  const now = 1_800_000_000;
  const memStats = { ...snapshot.memStats!, LastGC: now - seconds, ...change };
  return explain({ ...recording, snapshots: [{ ...snapshot, time: now, memStats }] });
}

describe("a live heap that was found long ago", () => {
  const [verdict] = reportAfter(62).verdicts;

  test("is said to be what the last collection found, and when", () =>
    expect(verdict?.headline).toMatch(
      /^main\.go:42 \(main\.big\) holds .* that the last collection, 62 s ago, found live\. How much of it is garbage by now is not known\.$/,
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
    expect(verdict?.actions[0]?.text).toMatch(/^See first whether it is still reachable/);
    expect(verdict?.actions[1]?.text).toMatch(/^If it is: look at what keeps /);
    expect(verdict?.actions.map(({ text }) => text).join()).not.toContain("cannot free");
  });
});

test("a live heap that was found just now is none to doubt", () => {
  const [verdict] = reportAfter(0.5).verdicts;
  expect(verdict?.headline).toMatch(/that the last collection, 0\.5\d* s ago, found live\.$/);
  expect(verdict?.forecast).toBeUndefined();
  expect(verdict?.actions[0]?.text).toMatch(/^Look at what keeps /);
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
    sinceGc: 62,
    untilGoal: undefined,
    gcOff: false,
    dontNeed: undefined,
    idleFor: 0,
    idleAtMost: undefined,
  };
  const forecast = (go: string, change = {}) =>
    forecastGarbage({ ...facts, go: parseGoVersion(go), ...change }, 400 * MiB)[0];

  test("in Go 1.26 after that collection or the one after it, as measured", () => {
    const found = forecast("go1.26.8", { sinceGc: 0 })!;
    expect(found.earliest).toBeLessThanOrEqual(122);
    expect(found.latest).toBeGreaterThanOrEqual(270);
  });

  test("in Go 1.20 soon after", () =>
    expect(forecast("go1.20")).toMatchObject({ earliest: 58, latest: 183 }));

  test("in Go 1.4 after five idle minutes more", () =>
    expect(forecast("go1.4.3")).toMatchObject({ earliest: 358, latest: 628 }));

  test("not where returned pages stay in RSS, nor where nothing collects", () => {
    expect(forecast("go1.14")).toBeUndefined();
    expect(forecast("go1.24", { gcOff: true })).toBeUndefined();
  });

  test("from now on, where looking can bring the collection on", () =>
    expect(forecast("go1.24", { lookCollects: true })).toMatchObject({
      earliest: 0,
      waitsFor: expect.stringContaining("this look may itself bring on"),
    }));
});
