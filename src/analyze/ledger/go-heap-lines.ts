/**
 * The lines inside the Go heap. Go's own counts fill it; the difference line makes them add up to
 * what the kernel counted, so neither of the two is bent to fit the other.
 */
import type { LedgerLine } from "../../model/ledger.ts";
import type { MemStats } from "../../model/mem-stats.ts";
import type { LedgerInput } from "./ledger-input.ts";
import { liveLine, sinceGcChildren } from "./live-line.ts";
import { makeLine, missingLine, sumOf } from "./make-line.ts";
import { missingMemStats } from "./missing.ts";
import { spreadResidency } from "./spread-residency.ts";

export function goHeapLine(input: LedgerInput): LedgerLine {
  const { totals, stats } = input;
  if (totals === undefined && stats === undefined) return heapFromProfile(input);
  if (totals === undefined) return heapFromStats(input, stats!);
  const heap = totals["go-heap"];
  if (stats === undefined) return heapFromKernel(input, heap.rss);
  const { goroutines, meta } = input.snapshot;
  const lines = spreadResidency(countedLines(input, stats), heap.rss, input.go, {
    goroutines: goroutines?.total,
    pageSize: meta.pageSize,
  });
  const difference = differenceLine(heap.rss - sumOf(lines), heap);
  return makeLine("go-heap", {
    bytes: heap.rss,
    source: "/proc/PID/smaps",
    children: [...lines, difference],
  });
}

/** Everything that MemStats puts into the arenas, and what lies there beside it. */
function countedLines(input: LedgerInput, stats: MemStats): LedgerLine[] {
  const from = `MemStats (${stats.source})`;
  const lazy = Math.min(input.totals?.["go-heap"].lazyFree ?? 0, stats.HeapReleased);
  return [
    liveLine(input),
    sinceGcLine(input, stats, from),
    makeLine("free-slots", {
      bytes: atLeastZero(stats.HeapInuse - stats.HeapAlloc),
      basis: "derived",
      source: from,
      formula: "HeapInuse − HeapAlloc",
    }),
    makeLine("idle", {
      bytes: atLeastZero(stats.HeapIdle - stats.HeapReleased),
      basis: "derived",
      source: from,
      formula: "HeapIdle − HeapReleased",
    }),
    makeLine("stacks", { bytes: stats.StackInuse, source: from, formula: "StackInuse" }),
    makeLine("gc-bitmap", bitmapFacts(input, stats)),
    makeLine("released-here", {
      bytes: lazy,
      source: "/proc/PID/smaps LazyFree",
      formula: "min(LazyFree, HeapReleased)",
    }),
  ];
}

/** Without M, live objects and garbage stay one line of another name. */
function sinceGcLine(input: LedgerInput, stats: MemStats, source: string): LedgerLine {
  const bytes = stats.HeapAlloc - (input.live?.bytes ?? 0);
  const [id, formula] =
    input.live === undefined
      ? ["allocated", "HeapAlloc"]
      : ["since-gc", "HeapAlloc − live objects"];
  const children = sinceGcChildren(input, bytes);
  return makeLine(id, { bytes, basis: "derived", source, formula, children });
}

/** Sources that are not read with the world stopped (/metrics) may cross by a few pages. */
function atLeastZero(bytes: number): number {
  return Math.max(0, bytes);
}

/** Up to Go 1.10 the bitmap's mapping size; later what the arenas have beyond heap and stacks. */
function bitmapFacts(input: LedgerInput, stats: MemStats) {
  const size = input.totals?.["go-heap"].size ?? 0;
  const beyond = Math.max(0, size - input.bitmapSize - stats.HeapSys - stats.StackSys);
  const workBuffers = Math.min(beyond, stats.GCSys ?? 0);
  return {
    bytes: input.bitmapSize + workBuffers,
    basis: "derived" as const,
    source: "/proc/PID/smaps, MemStats",
    formula: "heap mappings − HeapSys − StackSys",
  };
}

function differenceLine(
  bytes: number,
  heap: { readonly swap: number; readonly anonHugePages: number },
): LedgerLine {
  const note = differenceNote(bytes, heap);
  return makeLine("heap-difference", {
    bytes,
    basis: "derived",
    source: "/proc/PID/smaps, MemStats",
    formula: "Rss of the heap's mappings − the lines above",
    // What it takes off is taken off the lines above already, as not resident.
    ...(bytes < 0 ? { resident: 0 } : {}),
    ...(note === undefined ? {} : { note }),
  });
}

function differenceNote(
  bytes: number,
  heap: { readonly swap: number; readonly anonHugePages: number },
): string | undefined {
  if (bytes < 0)
    return heap.swap > 0 ? "in swap, or never touched" : "counted by Go, never touched";
  if (bytes > 0 && heap.anonHugePages > 0) return "transparent huge pages keep what Go gave back";
  return undefined;
}

/** No kernel source: what Go believes it has. */
function heapFromStats(input: LedgerInput, stats: MemStats): LedgerLine {
  const lines = countedLines(input, stats).filter((line) => line.bytes !== 0 || line.id === "live");
  return makeLine("go-heap", {
    bytes: sumOf(lines),
    basis: "derived",
    source: `MemStats (${stats.source})`,
    formula: "HeapSys − HeapReleased + StackInuse",
    note: "what Go believes it has; the kernel was not asked",
    children: lines,
  });
}

/** No MemStats: the kernel's half, with the profile's estimate where there is one. */
function heapFromKernel(input: LedgerInput, rss: number): LedgerLine {
  const missing = missingMemStats(input.snapshot);
  const live = liveLine(input);
  const children =
    live.bytes === null
      ? [live]
      : [...spreadResidency([live], rss, input.go), remainder(rss - live.bytes)];
  const note = `not broken down: ${missing.reason}`;
  return makeLine("go-heap", { bytes: rss, source: "/proc/PID/smaps", note, children });
}

function remainder(bytes: number): LedgerLine {
  const id = bytes < 0 ? "heap-difference" : "heap-other";
  const formula = "Rss of the heap's mappings − live objects";
  return makeLine(id, { bytes, basis: "derived", source: "/proc/PID/smaps", formula });
}

/** Nothing but a heap profile: its estimate is all there is. */
function heapFromProfile(input: LedgerInput): LedgerLine {
  const missing = missingMemStats(input.snapshot);
  return missingLine("go-heap", missing, "/proc/PID/smaps", [liveLine(input)]);
}
