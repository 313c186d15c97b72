/**
 * The forecasts against what was measured: `timeline.txt` of the captures has RSS and MemStats
 * every few seconds after 100 MiB were dropped and collected once. Go 1.16 and 1.19 return at
 * once, from 1.21 on the memory waits for the collection of the two-minute timer.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { ScavengerFacts } from "../../src/analyze/scavenger/facts.ts";
import { forecastIdle } from "../../src/analyze/scavenger/forecast-idle.ts";
import { MiB } from "../../src/base/units.ts";
import { parseGoVersion } from "../../src/model/go-version.ts";

const PROBES = join(import.meta.dirname, "../fixtures/captures/probe");

interface Sample {
  readonly t: number;
  readonly rss: number;
  readonly idle: number;
  readonly numGc: number;
}

function timeline(version: string): Sample[] {
  const text = readFileSync(join(PROBES, version, "timeline.txt"), "utf8");
  const line = /^t=(\d+) rss=(\d+)kB HeapIdle=(\d+) HeapReleased=(\d+) NumGC=(\d+)/gm;
  return [...text.matchAll(line)].map(([, t, rss, idle, released, numGc]) => ({
    t: Number(t),
    rss: Number(rss) * 1024,
    idle: Number(idle) - Number(released),
    numGc: Number(numGc),
  }));
}

function facts(go: string, change: Partial<ScavengerFacts>): ScavengerFacts {
  return {
    go: parseGoVersion(go),
    idle: 100 * MiB,
    heapInuse: 23 * MiB,
    heapIdle: 125 * MiB,
    sinceGc: 1,
    untilGoal: undefined,
    gcOff: false,
    dontNeed: undefined,
    idleFor: 0,
    idleAtMost: undefined,
    ...change,
  };
}

describe.each(["go1.23", "go1.26"])("%s, as measured", (version) => {
  const samples = timeline(version);
  const start = samples[0]!;
  const [falls] = forecastIdle(facts(version, { idle: start.idle, sinceGc: start.t }));
  /** First sample in which most of it was gone. */
  const gone = samples.find((sample) => sample.rss < start.rss - 0.5 * start.idle)!;

  test("falls by what then fell", () => {
    const fell = start.rss - samples[samples.length - 1]!.rss;
    expect(falls!.what).toBe("falls");
    expect(Math.abs(falls!.bytes - fell) / fell).toBeLessThan(0.1);
  });

  test("falls when it then fell", () => {
    // Samples are three seconds apart: it fell between the one before and this one.
    expect(gone.t).toBeGreaterThanOrEqual(falls!.earliest);
    expect(gone.t - 3).toBeLessThanOrEqual(falls!.latest!);
  });

  test("waits for a collection, as the counter shows", () => {
    expect(gone.numGc).toBe(start.numGc + 1);
  });
});

describe.each(["go1.16", "go1.19"])("%s, as measured", (version) => {
  const samples = timeline(version);
  const gone = samples.find(({ rss }) => rss < samples[0]!.rss - 50 * MiB)!;
  const told = forecastIdle(facts(version, { sinceGc: 0 }));
  const falls = told.filter(({ what }) => what === "falls");

  test("falls when the scavenger wakes, with the collection that has been", () => {
    expect(gone.numGc).toBe(samples[0]!.numGc);
    expect(falls[0]).toMatchObject({ earliest: 0, latest: 65, bytes: 0 });
    expect(gone.t).toBeLessThanOrEqual(falls[0]!.latest!);
  });

  test("or with the next one, and no case takes longer than two minutes", () => {
    expect(falls.map(({ earliest, latest }) => [earliest, latest])).toEqual([
      [0, 65],
      [120, 240],
    ]);
    expect(falls[1]!.bytes).toBe(falls[0]!.range![1]);
  });

  test("later than a minute after the collection only the next one is left", () => {
    const late = forecastIdle(facts(version, { sinceGc: 70 }));
    expect(late[0]).toMatchObject({ what: "falls", earliest: 50, latest: 170 });
  });
});

describe("by the rules of the version", () => {
  test("Go 1.4 waits for five idle minutes and up to 2.5 more", () => {
    const [falls] = forecastIdle(facts("go1.4.3", { idleFor: 30, idleAtMost: 40 }));
    expect(falls).toMatchObject({ what: "falls", bytes: 100 * MiB, earliest: 260, latest: 420 });
  });

  test("Go 1.12 to 1.15 wait for memory pressure, unless told otherwise", () => {
    expect(forecastIdle(facts("go1.14", {}))[0]).toMatchObject({ what: "stays", latest: null });
    expect(forecastIdle(facts("go1.14", { dontNeed: true }))[0]).toMatchObject({ what: "falls" });
  });

  test("they may be used again, but for what was free for as long as is still to come", () => {
    const [unseen] = forecastIdle(facts("go1.26", { sinceGc: 100, idleFor: 60 }));
    expect(unseen).toMatchObject({ latest: 140, range: [0, unseen!.bytes] });
    const [calm] = forecastIdle(facts("go1.26", { sinceGc: 100, idleFor: 150 }));
    expect(calm).toMatchObject({ what: "falls", latest: 140 });
    expect(calm!.range).toBeUndefined();
  });

  test("a tenth of what is in use stays", () => {
    const stays = forecastIdle(facts("go1.22", {})).find((entry) => entry.what === "stays");
    expect(stays!.bytes).toBe(Math.round(2.3 * MiB));
  });

  test("with GOGC=off nothing comes back by itself", () => {
    const all = forecastIdle(facts("go1.24", { gcOff: true }));
    expect(all.every((entry) => entry.what === "stays")).toBe(true);
  });

  test("before the first collection no timer brings one", () => {
    const first = { isBeforeFirst: true, sinceGc: undefined };
    const all = forecastIdle(facts("go1.24", first));
    expect(all.every((entry) => entry.what === "stays")).toBe(true);
    expect(all[0]!.waitsFor).toMatch(/^the first collection/);
    const [falls] = forecastIdle(facts("go1.24", { ...first, untilGoal: [7, 9] }));
    expect(falls).toMatchObject({ what: "falls", earliest: 7, latest: 14 });
  });

  test("a busy program collects before the timer", () => {
    const [falls] = forecastIdle(facts("go1.24", { untilGoal: [7, 7] }));
    expect(falls).toMatchObject({ what: "falls", earliest: 7, latest: 12 });
  });
});
