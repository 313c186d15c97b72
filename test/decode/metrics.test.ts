/**
 * runtime/metrics lines and Prometheus pages. The pages are a real client's (fixtures/metrics); the
 * lines of the probe stand beside the MemStats of the same moment, which is the truth for both.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { DecodeError } from "../../src/base/errors.ts";
import { decodeVars } from "../../src/decode/memstats/decode-vars.ts";
import { decodePrometheus } from "../../src/decode/metrics/decode-prometheus.ts";
import { decodeRuntimeMetrics } from "../../src/decode/metrics/decode-runtime-metrics.ts";
import type { MemStats } from "../../src/model/mem-stats.ts";

const FIXTURES = join(import.meta.dirname, "../fixtures");
const PROBE = join(FIXTURES, "captures/probe");
const page = (name: string) => readFileSync(join(FIXTURES, "metrics", name));
const bytesOf = (text: string) => new TextEncoder().encode(text);
const OFF = Number.POSITIVE_INFINITY;

function expectSysAddsUp(stats: MemStats): void {
  expect(stats.HeapSys).toBe(stats.HeapInuse + stats.HeapIdle);
  expect(stats.Sys).toBe(
    stats.HeapSys +
      stats.StackSys +
      stats.MSpanSys +
      stats.MCacheSys +
      stats.BuckHashSys +
      stats.GCAndOtherSys,
  );
}

describe.each(["1.16", "1.19", "1.23", "1.26"])("runtime/metrics of Go %s", (version) => {
  it.each(["0001", "0002", "0003"])("is MemStats under other names: %s", (snapshot) => {
    const folder = join(PROBE, `go${version}`, snapshot);
    const bytes = readFileSync(join(folder, "runtime-metrics.txt"));
    const { metrics, memStats } = decodeRuntimeMetrics(bytes);
    const vars = decodeVars(readFileSync(join(folder, "vars.json"))).memStats!;
    expectSysAddsUp(memStats!);
    expect(metrics.size).toBe(bytes.toString().trim().split("\n").length);
    expect(memStats!.source).toBe("runtime/metrics");
    expect(memStats!.Sys).toBe(vars.Sys);
    expect(memStats!.NumGC).toBe(vars.NumGC);
    expect(memStats!.NumForcedGC).toBe(vars.NumForcedGC);
    expect(memStats!.BuckHashSys).toBe(vars.BuckHashSys);
    expect(memStats!.MSpanSys).toBe(vars.MSpanSys);
    // Two requests apart: what the first of them allocated. Without a stop of the world Go 1.16
    // counts a little more as allocated, and as much less as unused.
    const apart = version === "1.16" ? 400 * 1024 : 100 * 1024;
    expect(Math.abs(memStats!.HeapAlloc - vars.HeapAlloc)).toBeLessThan(apart);
    expect(Math.abs(memStats!.HeapInuse - vars.HeapInuse)).toBeLessThan(512 * 1024);
    expect(Math.abs(memStats!.HeapReleased - vars.HeapReleased)).toBeLessThan(256 * 1024);
    // The runtime's goal is recomputed as stacks change, from 1.18 on.
    expect(memStats!.NextGC / vars.NextGC).toBeCloseTo(1, 2);
  });
});

describe("runtime/metrics lines", () => {
  const decode = (text: string) => decodeRuntimeMetrics(bytesOf(text));
  const line = (name: string) => {
    const text = readFileSync(join(PROBE, "go1.26/0001/runtime-metrics.txt"), "utf8");
    return Number(new RegExp(`^${name} (.*)$`, "m").exec(text)![1]);
  };

  it("of Go 1.26 by hand", () => {
    const bytes = readFileSync(join(PROBE, "go1.26/0001/runtime-metrics.txt"));
    const { metrics, memStats } = decodeRuntimeMetrics(bytes);
    expect(metrics.get("/gc/heap/live:bytes")).toBe(127145600);
    expect(metrics.get("/gc/gogc:percent")).toBe(100);
    expect(metrics.get("/gc/gomemlimit:bytes")).toBe(OFF);
    expect(metrics.get("/cpu/classes/scavenge/total:cpu-seconds")).toBe(3.71e-7);
    expect(memStats).toMatchObject({
      HeapAlloc: 127174296,
      HeapInuse: 127174296 + 2054504,
      HeapIdle: 131072 + 3448832,
      Mallocs: 82506 + 16,
      Frees: 569 + 16,
      HeapObjects: 81937,
      TotalAlloc: line("/gc/heap/allocs:bytes"),
    });
  });

  it("of Go 1.16 has no counters of allocations", () => {
    const bytes = readFileSync(join(PROBE, "go1.16/0001/runtime-metrics.txt"));
    const { memStats } = decodeRuntimeMetrics(bytes);
    expect(memStats).toMatchObject({ HeapAlloc: 127504016, HeapObjects: 88130 });
    expect(memStats!.TotalAlloc).toBeNaN();
  });

  it("of GOGC=off are Infinity where there is no limit", () => {
    const { metrics, memStats } = decodeRuntimeMetrics(page("gogc-off-runtime-metrics.txt"));
    expect(metrics.get("/gc/gogc:percent")).toBe(OFF);
    expect(memStats!.NextGC).toBe(OFF);
  });

  it("without all classes are metrics and no MemStats", () => {
    const { metrics, memStats } = decode("/gc/heap/live:bytes 5\n/memory/classes/total:bytes 9\n");
    expect([...metrics]).toEqual([
      ["/gc/heap/live:bytes", 5],
      ["/memory/classes/total:bytes", 9],
    ]);
    expect(memStats).toBeUndefined();
  });

  it("skip histograms, comments and a line that was cut", () => {
    const text = "# x\n/gc/pauses:seconds &{[1 2] [0]}\n\n/a:bytes 12\r\n/b:bytes 34";
    expect([...decode(text).metrics]).toEqual([["/a:bytes", 12]]);
  });

  it.each([
    ["HTML", "<html>\n"],
    ["nothing", ""],
    ["an unfinished line", "/a:bytes 1"],
  ])("refuse %s", (_what, text) => {
    expect(() => decode(text)).toThrow(DecodeError);
  });
});

describe("/metrics", () => {
  const decode = (text: string) => decodePrometheus(bytesOf(text));

  it("of the default collectors, by hand", () => {
    const { memStats, metrics, facts } = decodePrometheus(page("client-golang-1.25.txt"));
    expect(memStats).toEqual({
      source: "/metrics",
      TotalAlloc: 67800856,
      Sys: 75933976,
      Mallocs: 4612,
      Frees: 999,
      HeapAlloc: 67670128,
      HeapSys: 70942720,
      HeapIdle: 2318336,
      HeapInuse: 68624384,
      HeapReleased: 2318336,
      HeapObjects: 3613,
      StackInuse: 360448,
      StackSys: 360448,
      MSpanInuse: 44640,
      MSpanSys: 48960,
      MCacheInuse: 4592,
      MCacheSys: 16072,
      BuckHashSys: 1443965,
      GCSys: 2663168,
      OtherSys: 458643,
      GCAndOtherSys: 2663168 + 458643,
      NextGC: 126567314,
      LastGC: 1795472379.6487722,
      NumGC: 5,
    });
    expectSysAddsUp(memStats!);
    expect(facts).toEqual({
      goVersion: "go1.26.8",
      goroutines: 6,
      threads: 7,
      residentBytes: 78794752,
      virtualBytes: 1745219584,
      startTime: 1795472379.17,
    });
    expect(Object.fromEntries(metrics)).toEqual({
      "/gc/gogc:percent": 100,
      "/gc/gomemlimit:bytes": OFF,
      "/sched/gomaxprocs:threads": 2,
    });
  });

  it("names every number of runtime/metrics as the runtime does", () => {
    const { metrics } = decodePrometheus(page("client-golang-1.25-openmetrics.txt"));
    const lines = decodeRuntimeMetrics(page("client-golang-1.25-runtime-metrics.txt")).metrics;
    const wanted = [...lines.keys()].filter((name) => !name.startsWith("/godebug/"));
    expect([...metrics.keys()].sort()).toEqual(wanted.sort());
    expect(metrics.get("/gc/heap/live:bytes")).toBe(lines.get("/gc/heap/live:bytes"));
  });

  it("is the same in OpenMetrics", () => {
    const { memStats, facts } = decodePrometheus(page("client-golang-1.25-openmetrics.txt"));
    expectSysAddsUp(memStats!);
    expect(memStats).toMatchObject({ NumGC: 5, HeapAlloc: 67755264, TotalAlloc: 67885992 });
    expect(facts).toMatchObject({ goVersion: "go1.26.8", residentBytes: 79454208 });
  });

  it("without go_memstats is derived from runtime/metrics", () => {
    const { memStats, metrics } = decodePrometheus(page("client-golang-1.25-no-memstats.txt"));
    expect(memStats).toMatchObject({
      source: "/metrics",
      HeapAlloc: 67914032,
      HeapReleased: 5644288,
      HeapObjects: 5375,
      NextGC: 126567314,
      NumGC: 5,
      Mallocs: 6280 + 243,
    });
    expectSysAddsUp(memStats!);
    expect(memStats!.HeapObjects).toBe(memStats!.Mallocs - memStats!.Frees);
    expect(memStats!.Sys).toBe(metrics.get("/memory/classes/total:bytes"));
  });

  it("of GOGC=off", () => {
    const { memStats, metrics } = decodePrometheus(page("gogc-off.txt"));
    expect(memStats!.NextGC).toBe(OFF);
    expect(memStats!.LastGC).toBe(0);
    expect(metrics.get("/gc/gogc:percent")).toBe(OFF);
  });

  it("reads labels, time stamps, exemplars and odd spaces", () => {
    const { facts } = decode(
      [
        "# HELP go_threads a comment 9",
        'other{path="/a}b\\"{",code="200"} 3 # {trace_id="x"} 0.5',
        'go_info{job="a", version="go1.21.3 X:loopvar"} 1',
        'go_goroutines{instance="a:1",note="}"} 7 1795472379000',
        "go_threads\t8\t1795472379000",
        "process_start_time_seconds 1.5e+09 # EOF",
        "process_resident_memory_bytes NaN",
        "process_virtual_memory_bytes 12",
      ].join("\n"),
    );
    expect(facts).toEqual({
      goVersion: "go1.21.3 X:loopvar",
      goroutines: 7,
      threads: 8,
      startTime: 1.5e9,
    });
  });

  it("takes no word for a number, whatever every object has of that name", () => {
    const { metrics } = decode("go_gc_gogc_percent constructor\ngo_goroutines toString\ngo_x 1\n");
    expect(metrics.size).toBe(0);
  });

  it("of a program that is not Go's is empty", () => {
    expect(decode('jvm_memory_bytes_used{area="heap"} 1e6\n')).toEqual({
      metrics: new Map(),
      facts: {},
    });
  });

  it("refuses the metrics of two processes", () => {
    const federation = 'go_goroutines{pod="a"} 1\ngo_goroutines{pod="b"} 2\n';
    expect(() => decode(federation)).toThrow("one process");
  });

  it("refuses what is no such page", () => {
    for (const text of ["<html>\n<body>\n", "", "404 page not found\n", "# HELP a b\n"]) {
      expect(() => decode(text), text).toThrow(DecodeError);
    }
  });

  it("reads a page of 400,000 other series in bounded time", () => {
    const series = 'http_requests_total{path="/a",code="200"} 12\n'.repeat(400_000);
    const { facts } = decode(`${series}go_threads 3\n`);
    expect(facts).toEqual({ threads: 3 });
  });
});
