/** What the Go runtime says in text, damaged: a value or a ResidentError, and soon. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import fc from "fast-check";
import { expect, it } from "vitest";
import { decodeGcLog } from "../../src/decode/gctrace/decode-gc-log.ts";
import { decodeGoroutineDump } from "../../src/decode/goroutine/decode-goroutine-dump.ts";
import { decodeGoroutineText } from "../../src/decode/goroutine/decode-goroutine-text.ts";
import { decodeThreadCreate } from "../../src/decode/goroutine/decode-thread-create.ts";
import { goroutinesOfProfile } from "../../src/decode/goroutine/goroutines-of-profile.ts";
import { decodeHeapMemStats } from "../../src/decode/memstats/decode-heap-mem-stats.ts";
import { decodeVars } from "../../src/decode/memstats/decode-vars.ts";
import { decodePrometheus } from "../../src/decode/metrics/decode-prometheus.ts";
import { decodeRuntimeMetrics } from "../../src/decode/metrics/decode-runtime-metrics.ts";
import { decodePprof } from "../../src/decode/pprof/decode-pprof.ts";
import type { Goroutines } from "../../src/model/goroutines.ts";
import type { MemStats } from "../../src/model/mem-stats.ts";
import { expectValueOrError, FUZZ_RUNS, mutated } from "../support/mutate.ts";

const FIXTURES = join(import.meta.dirname, "../fixtures");
const PROBE = join(FIXTURES, "captures/probe");
const files = (name: string, ...versions: string[]) =>
  versions.map((version) => readFileSync(join(PROBE, `go${version}`, name)));
const fixture = (name: string) => readFileSync(join(FIXTURES, name));

/** Every size is one that can be reckoned with, whatever was done to the input. */
function checkMemStats(stats: MemStats | undefined): void {
  if (stats === undefined) return;
  const { HeapAlloc, HeapSys, HeapIdle, HeapReleased, StackSys, GCAndOtherSys, Sys } = stats;
  const sizes = [HeapAlloc, HeapSys, HeapIdle, HeapReleased, StackSys, GCAndOtherSys, Sys];
  for (const size of sizes) {
    expect(Number.isSafeInteger(size)).toBe(true);
    expect(size).toBeGreaterThanOrEqual(0);
  }
  expect(stats.NextGC).toBeGreaterThanOrEqual(0);
}

function checkGoroutines({ total, groups }: Goroutines): void {
  expect(total).toBeGreaterThanOrEqual(0);
  for (const { count, frames } of groups) {
    expect(count).toBeGreaterThanOrEqual(0);
    for (const { line } of frames) expect(Number.isFinite(line)).toBe(true);
  }
}

function checkGcLog(bytes: Uint8Array): void {
  const { cycles, scavenges, otherLines } = decodeGcLog(bytes);
  const lines = new TextDecoder().decode(bytes).split("\n").length;
  expect(cycles.length + scavenges.length + otherLines).toBeLessThanOrEqual(lines);
  for (const n of cycles.n) expect(n).toBeGreaterThanOrEqual(0);
}

/** The last 12 kB of a dump, from a goroutine's start: a mutation shall hit something. */
function shortDump(bytes: Uint8Array): Uint8Array {
  return bytes.subarray(bytes.lastIndexOf(0x0a, bytes.length - 12_000) + 1);
}

const DECODERS: readonly [string, readonly Uint8Array[], (bytes: Uint8Array) => unknown][] = [
  [
    "heap?debug=1",
    files("0001/pprof/heap.debug1.txt", "1.4", "1.8", "1.11", "1.26"),
    (bytes) => checkMemStats(decodeHeapMemStats(new TextDecoder().decode(bytes))),
  ],
  [
    "/debug/vars",
    [...files("0001/vars.json", "1.4", "1.26"), fixture("metrics/gogc-off-vars.json")],
    (bytes) => checkMemStats(decodeVars(bytes).memStats),
  ],
  [
    "runtime/metrics",
    files("0001/runtime-metrics.txt", "1.16", "1.26"),
    (bytes) => checkMemStats(decodeRuntimeMetrics(bytes).memStats),
  ],
  [
    "/metrics",
    [fixture("metrics/client-golang-1.25.txt"), fixture("metrics/gogc-off.txt")],
    (bytes) => checkMemStats(decodePrometheus(bytes).memStats),
  ],
  [
    "trace lines",
    files("output.log", "1.4", "1.5", "1.12", "1.16", "1.26", "1.26-leak"),
    checkGcLog,
  ],
  [
    "goroutine?debug=1",
    [
      ...files("0001/pprof/goroutine.debug1.txt", "1.4", "1.26"),
      fixture("goroutines/goroutine.debug1.txt"),
    ],
    (bytes) => checkGoroutines(decodeGoroutineText(bytes)),
  ],
  [
    "goroutine?debug=2",
    [
      ...files("0001/pprof/goroutine.debug2.txt", "1.4", "1.26", "1.26-leak").map(shortDump),
      fixture("goroutines/goroutine.debug2.txt"),
      fixture("goroutines/crash.txt").subarray(0, 12_000),
    ],
    (bytes) => checkGoroutines(decodeGoroutineDump(bytes)),
  ],
  [
    "goroutine profile",
    [gunzipSync(fixture("goroutines/goroutine"))],
    (bytes) => checkGoroutines(goroutinesOfProfile(decodePprof(bytes))),
  ],
  [
    "threadcreate",
    [fixture("captures/seed/go1.19.8/0001/pprof/threadcreate.debug1.txt")],
    (bytes) => expect(decodeThreadCreate(bytes)).toBeGreaterThanOrEqual(0),
  ],
];

it.each(DECODERS)("%s", (_name, inputs, decode) => {
  fc.assert(
    fc.property(mutated(inputs), (bytes) => expectValueOrError(() => decode(bytes))),
    { numRuns: FUZZ_RUNS },
  );
});
