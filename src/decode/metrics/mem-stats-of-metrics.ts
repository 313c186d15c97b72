/**
 * MemStats from runtime/metrics, which splits the same bytes into disjoint classes. The mapping is
 * the runtime's own (`/memory/classes` in package runtime, readMetrics): every class is a
 * difference of MemStats fields, so the fields are sums of classes.
 */
import type { DecodeProblem } from "../../base/errors.ts";
import type { MemStats, MemStatsSource, RuntimeMetrics } from "../../model/mem-stats.ts";
import { buildMemStats } from "../memstats/build-mem-stats.ts";

const CLASSES = "/memory/classes/";

/** A field is the sum of these classes. */
const SUMS: Readonly<Record<string, readonly string[]>> = {
  Sys: ["total"],
  HeapAlloc: ["heap/objects"],
  HeapInuse: ["heap/objects", "heap/unused"],
  HeapIdle: ["heap/free", "heap/released"],
  HeapSys: ["heap/objects", "heap/unused", "heap/free", "heap/released"],
  HeapReleased: ["heap/released"],
  StackInuse: ["heap/stacks"],
  StackSys: ["heap/stacks", "os-stacks"],
  MSpanInuse: ["metadata/mspan/inuse"],
  MSpanSys: ["metadata/mspan/inuse", "metadata/mspan/free"],
  MCacheInuse: ["metadata/mcache/inuse"],
  MCacheSys: ["metadata/mcache/inuse", "metadata/mcache/free"],
  BuckHashSys: ["profiling/buckets"],
  GCSys: ["metadata/other"],
  OtherSys: ["other"],
};

/** Fields that are sums of other metrics; a missing counter is NaN (Go 1.16 has none). */
const COUNTS: Readonly<Record<string, readonly string[]>> = {
  TotalAlloc: ["/gc/heap/allocs:bytes"],
  Mallocs: ["/gc/heap/allocs:objects", "/gc/heap/tiny/allocs:objects"],
  Frees: ["/gc/heap/frees:objects", "/gc/heap/tiny/allocs:objects"],
};

const OTHERS: Readonly<Record<string, string>> = {
  HeapObjects: "/gc/heap/objects:objects",
  NextGC: "/gc/heap/goal:bytes",
  NumGC: "/gc/cycles/total:gc-cycles",
  NumForcedGC: "/gc/cycles/forced:gc-cycles",
};

/** Undefined where not every class is there. Fails with DecodeError on a number that is none. */
export function memStatsOfMetrics(
  metrics: RuntimeMetrics,
  source: MemStatsSource,
  at: DecodeProblem["at"],
): MemStats | undefined {
  const numbers = new Map<string, number>();
  for (const [field, classes] of Object.entries(SUMS)) {
    const sum = sumOf(
      metrics,
      classes.map((name) => `${CLASSES}${name}:bytes`),
    );
    if (Number.isNaN(sum)) return undefined;
    numbers.set(field, sum);
  }
  for (const [field, names] of Object.entries(COUNTS)) numbers.set(field, sumOf(metrics, names));
  for (const [field, name] of Object.entries(OTHERS)) {
    const value = metrics.get(name);
    if (value !== undefined) numbers.set(field, value);
  }
  if (!numbers.has("HeapObjects") || !numbers.has("NextGC")) return undefined;
  return buildMemStats({ source, format: source, at, numbers });
}

function sumOf(metrics: RuntimeMetrics, names: readonly string[]): number {
  return names.reduce((sum, name) => sum + (metrics.get(name) ?? Number.NaN), 0);
}
