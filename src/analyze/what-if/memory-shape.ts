/**
 * How memory goes with the heap, from looks at this program: what the limit counts beside objects,
 * and how many bytes of RAM there are for each byte of the heap at its highest. Where nobody looked,
 * Go's own needs stand in, with wide bounds.
 */
import { MiB } from "../../base/units.ts";
import type { GoVersion } from "../../model/go-version.ts";
import { limitState } from "../heap-model/pacer/limit-state.ts";
import { processBase } from "../heap-model/process-base.ts";
import type { MemoryShape } from "./calibration.ts";
import type { Range } from "./observed-cycles.ts";
import type { Look } from "./what-if-input.ts";

/**
 * Without a look: what a program of that version has from the start, and what Go's tables grew by in
 * programs with up to a hundred MiB of heap; of free slots in spans, what those programs had.
 */
const TABLES_GROW = 6 * MiB;
const FREE_SLOTS: Range = [0.01, 0.1];
/** RSS of the heap for each byte of its peak, in the same programs. */
const RSS_PER_PEAK: Range = [0.95, 1.15];

function unseen(go: GoVersion | undefined): MemoryShape {
  const { metadata, stackInuse, rss } = processBase(go);
  return {
    fixed: [metadata + stackInuse, metadata + stackInuse + TABLES_GROW],
    perHeapByte: FREE_SLOTS,
    rssBase: [processBase(go, "plain").rss, rss + TABLES_GROW],
    rssPerPeak: RSS_PER_PEAK,
    isMeasured: false,
  };
}

/** The part of the looks with the heap nearest to its goal: free slots are filled up till then. */
const NEAREST = 0.2;

/** @param peakRss of the whole time, where it was watched: looks need not have seen it */
export function memoryShape(
  looks: readonly Look[],
  go: GoVersion | undefined,
  peakRss = 0,
): MemoryShape {
  const told = peakRss > 0 ? { ...unseen(go), peakRss, isMeasured: true } : unseen(go);
  const highest = Math.max(0, ...looks.map(({ stats }) => stats.HeapAlloc));
  if (highest === 0) return told;
  const near = nearGoal(looks.filter(({ stats }) => stats.HeapAlloc >= highest / 4));
  const fixed = near.map(({ stats }) => limitState(stats).nonHeap - unusedOf(stats));
  const unused = near.map(({ stats }) => unusedOf(stats) / stats.HeapAlloc);
  const shape = { ...told, fixed: rangeOf(fixed), perHeapByte: rangeOf(unused) };
  const seen = looks.filter(({ rss }) => rss !== undefined);
  if (seen.length === 0) return shape;
  const rests = seen.map(({ rss, stats }) => Math.max(0, rss! - heapPages(stats)));
  const highestRss = Math.max(peakRss, ...seen.map(({ rss }) => rss!));
  return { ...shape, rssBase: rangeOf(rests), peakRss: highestRss, isMeasured: true };
}

/**
 * RSS is heap pages and the rest: heap pages go with the peak of the heap. How, says the peak that
 * the model finds for the settings of now, which then is the RSS that was seen.
 */
export function withPeak(shape: MemoryShape, peakHeap: number): MemoryShape {
  if (shape.peakRss === undefined) return shape;
  const [low, high] = shape.rssBase;
  const perPeak = Math.max(0, shape.peakRss - (low + high) / 2) / peakHeap;
  return { ...shape, rssPerPeak: [perPeak, perPeak] };
}

function nearGoal(looks: readonly Look[]): readonly Look[] {
  const fill = ({ stats }: Look) =>
    Number.isFinite(stats.NextGC) ? stats.HeapAlloc / stats.NextGC : 0;
  const sorted = [...looks].sort((a, b) => fill(b) - fill(a));
  return sorted.slice(0, Math.max(1, Math.ceil(NEAREST * sorted.length)));
}

function unusedOf(stats: Look["stats"]): number {
  return stats.HeapInuse - stats.HeapAlloc;
}

/** Not given back: also those that are free. */
function heapPages(stats: Look["stats"]): number {
  return stats.HeapSys - stats.HeapReleased;
}

/** From the lower to the upper quartile, so that a single odd look counts little. */
function rangeOf(values: readonly number[]): Range {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (part: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))]!;
  return [at(0.25), at(0.75)];
}
