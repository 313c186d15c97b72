/**
 * runtime.MemStats from the heap text and from /debug/vars, of every captured Go version. What must
 * hold needs no trust in the decoder: the runtime's own identities, and two endpoints that agree.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DecodeError } from "../../src/base/errors.ts";
import { decodeHeapMemStats } from "../../src/decode/memstats/decode-heap-mem-stats.ts";
import { decodeVars } from "../../src/decode/memstats/decode-vars.ts";
import type { MemStats } from "../../src/model/mem-stats.ts";

const FIXTURES = join(import.meta.dirname, "../fixtures");
const CAPTURES = join(FIXTURES, "captures");
const VERSIONS = ["1.4", "1.5", "1.8", "1.11", "1.12", "1.14", "1.16", "1.19", "1.23", "1.26"];
const SNAPSHOTS = VERSIONS.flatMap((version) =>
  ["0001", "0002", "0003"].map((snapshot) => [version, snapshot] as const),
);
const heapText = (path: string) =>
  readFileSync(join(CAPTURES, path, "pprof/heap.debug1.txt"), "utf8");
const bytesOf = (text: string) => new TextEncoder().encode(text);
const minorOf = (version: string) => Number(version.slice(2));

function memStatsOfVars(path: string): MemStats {
  return decodeVars(readFileSync(join(CAPTURES, path))).memStats!;
}

/** The identities that hold to the byte in one read of MemStats, of any version. */
function expectIdentities(stats: MemStats): void {
  expect(stats.HeapSys).toBe(stats.HeapInuse + stats.HeapIdle);
  expect(stats.HeapObjects).toBe(stats.Mallocs - stats.Frees);
  expect(stats.Sys).toBe(
    stats.HeapSys +
      stats.StackSys +
      stats.MSpanSys +
      stats.MCacheSys +
      stats.BuckHashSys +
      stats.GCAndOtherSys,
  );
}

describe.each(SNAPSHOTS)("Go %s, snapshot %s", (version, snapshot) => {
  const path = `probe/go${version}/${snapshot}`;
  const text = decodeHeapMemStats(heapText(path));
  const vars = memStatsOfVars(`${path}/vars.json`);

  it("adds up in both sources", () => {
    expectIdentities(text);
    expectIdentities(vars);
    expect(vars.GCAndOtherSys).toBe(vars.GCSys! + vars.OtherSys!);
  });

  it("is the same collection in both sources, so what a collection sets is equal", () => {
    expect(text.NumGC).toBe(vars.NumGC);
    expect(text.NextGC).toBe(vars.NextGC);
    expect(text.PauseNs).toEqual(vars.PauseNs);
    expect(text.Sys).toBe(vars.Sys);
    // The request for the second allocates some ten KiB more.
    expect(vars.HeapAlloc - text.HeapAlloc).toBeGreaterThan(0);
    expect(vars.HeapAlloc - text.HeapAlloc).toBeLessThan(100 * 1024);
    expect(Math.abs(vars.GCAndOtherSys - text.GCAndOtherSys)).toBeLessThan(300 * 1024);
  });

  it("has the fields of its version", () => {
    const minor = minorOf(version);
    expect(text.GCSys !== undefined).toBe(minor >= 8);
    expect(text.OtherSys !== undefined).toBe(minor >= 8);
    expect(text.LastGC).toBe(minor >= 9 ? vars.LastGC : undefined);
    expect(text.PauseEnd).toEqual(minor >= 9 ? vars.PauseEnd : undefined);
    expect(text.NumForcedGC).toBe(minor >= 9 ? vars.NumForcedGC : undefined);
    expect(text.MaxRSS !== undefined).toBe(minor >= 15);
    expect(text.BySize).toBeUndefined();
    expect(vars.GCCPUFraction !== undefined).toBe(minor >= 5);
    expect(vars.BySize).toHaveLength(61);
    expect(text.source).toBe("heap?debug=1");
    expect(vars.source).toBe("/debug/vars");
  });
});

describe("heap?debug=1", () => {
  it("of Go 1.4.3, the classic program, read by hand", () => {
    const { PauseNs, ...stats } = decodeHeapMemStats(heapText("seed/go1.4.3/0002"));
    expect(stats).toEqual({
      source: "heap?debug=1",
      TotalAlloc: 1001693640,
      Sys: 534665464,
      Mallocs: 3196,
      Frees: 904,
      HeapAlloc: 301480816,
      HeapSys: 500858880,
      HeapIdle: 199049216,
      HeapInuse: 301809664,
      HeapReleased: 0,
      HeapObjects: 2292,
      StackInuse: 229376,
      StackSys: 229376,
      MSpanInuse: 7384,
      MSpanSys: 16384,
      MCacheInuse: 1200,
      MCacheSys: 16384,
      BuckHashSys: 1441464,
      // 534665464 − 500858880 − 229376 − 16384 − 16384 − 1441464
      GCAndOtherSys: 32102976,
      NextGC: 400386752,
      NumGC: 9,
    });
    expect(PauseNs).toHaveLength(256);
    expect(PauseNs!.slice(0, 3)).toEqual([100030, 35904, 42814]);
  });

  it("of Go 1.26: the newer lines", () => {
    const stats = decodeHeapMemStats(heapText("probe/go1.26/0001"));
    expect(stats).toMatchObject({ GCSys: 2476816, OtherSys: 781646, MaxRSS: 127270912 });
    expect(stats).toMatchObject({ NumGC: 6, NumForcedGC: 0, GCCPUFraction: 0.07911924617578589 });
    expect(stats.LastGC).toBeCloseTo(1795348766.358158, 5);
  });

  it("is found without the profile above it, and with Windows' line ends", () => {
    const whole = heapText("probe/go1.19/0001");
    const comment = whole.slice(whole.indexOf("# runtime.MemStats"));
    expect(decodeHeapMemStats(comment)).toEqual(decodeHeapMemStats(whole));
    const windows = whole.replaceAll("\n", "\r\n");
    expect(decodeHeapMemStats(windows)).toEqual(decodeHeapMemStats(whole));
  });

  it("cut anywhere gives true numbers or an error, never a shorter number", () => {
    const whole = heapText("probe/go1.26/0001");
    const complete = decodeHeapMemStats(whole);
    const start = whole.indexOf("# runtime.MemStats");
    fc.assert(
      fc.property(fc.integer({ min: start, max: whole.length }), (end) => {
        let cut: MemStats;
        try {
          cut = decodeHeapMemStats(whole.slice(0, end));
        } catch (error) {
          expect(error).toBeInstanceOf(DecodeError);
          return;
        }
        expect(complete).toMatchObject(cut);
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ["no MemStats", "heap profile: 0: 0 [0: 0] @ heap/524288\n", "# runtime.MemStats"],
    ["nothing", "", "# runtime.MemStats"],
    ["a missing line", withLine("HeapSys", undefined), "HeapSys"],
    ["a word for a number", withLine("HeapSys", "much"), "HeapSys"],
    ["a negative size", withLine("HeapIdle", "-4096"), "HeapIdle"],
    ["a size beyond 2^53", withLine("HeapIdle", "9007199254740993"), "HeapIdle"],
    ["half a pair", withLine("Stack", "4096 / "), "StackSys"],
    ["parts beyond the whole", withLine("Sys", "4096", "1.4"), "Sys"],
  ])("refuses %s", (_what, text, expected) => {
    expect(() => decodeHeapMemStats(text)).toThrow(DecodeError);
    expect(() => decodeHeapMemStats(text)).toThrow(expected);
  });

  it("rounds a counter beyond 2^53 and takes no limit as Infinity", () => {
    const counter = decodeHeapMemStats(withLine("TotalAlloc", "9007199254740993"));
    expect(counter.TotalAlloc).toBe(2 ** 53);
    const off = decodeHeapMemStats(withLine("NextGC", "18446744073709551615"));
    expect(off.NextGC).toBe(Number.POSITIVE_INFINITY);
  });
});

describe("/debug/vars", () => {
  it("has the command line", () => {
    const vars = decodeVars(readFileSync(join(CAPTURES, "probe/go1.4/0001/vars.json")));
    expect(vars.commandLine).toEqual(["/srv/app/app", "127.0.0.1:18473"]);
  });

  it("leaves in the size classes what HeapAlloc is, but for large objects", () => {
    // 40,000 nodes of 512 B and as many list cells: all of it is small.
    const stats = memStatsOfVars("probe/go1.19/0002/vars.json");
    const small = stats.BySize!.reduce((sum, c) => sum + (c.Mallocs - c.Frees) * c.Size, 0);
    expect(stats.HeapAlloc - small).toBe(0);
  });

  it("of GOGC=off has no next collection", () => {
    const { memStats } = decodeVars(readFileSync(join(FIXTURES, "metrics/gogc-off-vars.json")));
    expect(memStats!.NextGC).toBe(Number.POSITIVE_INFINITY);
    expect(memStats!.LastGC).toBe(0);
    expectIdentities(memStats!);
  });

  it("of GOGC=off and a memory limit has the goal that the limit sets", () => {
    expect(memStatsOfVars("probe/go1.19/limit.vars.json").NextGC).toBe(193280784);
    expect(memStatsOfVars("probe/go1.26/limit.vars.json").NextGC).toBe(195161130);
  });

  it("beside a variable that is not JSON", () => {
    const text = readFileSync(join(CAPTURES, "probe/go1.26/0001/vars.json"), "utf8");
    const broken = text.replace('"memstats"', '"ratio": NaN,\n"text": "\\"memstats\\": {",\n$&');
    expect(() => JSON.parse(broken)).toThrow();
    expect(decodeVars(bytesOf(broken))).toEqual(decodeVars(bytesOf(text)));
  });

  it("of a program that has taken memstats away", () => {
    expect(decodeVars(bytesOf('{"cmdline": ["a"], "x": 1}'))).toEqual({ commandLine: ["a"] });
  });

  it.each([
    ["HTML", "<html></html>", "JSON object"],
    ["nothing", "", "JSON object"],
    ["a list", "[1]", "JSON object"],
    ["a cut object", '{"memstats": {"Alloc": 1, "Sys": 2', "JSON object"],
    ["memstats that is none", '{"memstats": 4}', "memstats"],
    ["memstats without sizes", '{"memstats": {"Alloc": 1}}', "Sys"],
    ["a size beyond 2^53", '{"memstats": {"Sys": 9007199254740993}}', "Sys"],
  ])("refuses %s", (_what, text, expected) => {
    expect(() => decodeVars(bytesOf(text))).toThrow(DecodeError);
    expect(() => decodeVars(bytesOf(text))).toThrow(expected);
  });
});

/** A capture's text with another value, or without the line. */
function withLine(name: string, value: string | undefined, version = "1.19"): string {
  const line = new RegExp(`^# ${name} = .*\n`, "m");
  const text = heapText(`probe/go${version}/0001`);
  expect(text).toMatch(line);
  return text.replace(line, value === undefined ? "" : `# ${name} = ${value}\n`);
}
