/** The collections of a run in a few numbers, from its trace. */
import { knownOrNull } from "../../base/or-null.ts";
import { MiB } from "../../base/units.ts";
import type { GcCycles, GcLog, Scavenges } from "../../model/gc-log.ts";
import type { RunCollections } from "../../model/run.ts";
import { thinSeries } from "./thin-series.ts";

const PERCENT = 100;

/**
 * null where no collection was traced.
 * @param runtimeAt seconds of the run at which the trace's clock began; NaN: not known
 * @param peakAt seconds of the run at which RSS had peaked; undefined: not known
 */
export function runCollections(
  { cycles, scavenges }: GcLog,
  runtimeAt: number,
  peakAt: number | undefined,
): RunCollections | null {
  const { length } = cycles;
  if (length === 0) return null;
  const ends = cycles.at.map((at, i) => runtimeAt + at + durationOf(cycles, i));
  const largest = largestOf(cycles.peak);
  const pauses = cycles.pauseNs.filter((ns) => !Number.isNaN(ns)).sort();
  const cpuPercent = cycles.cpuPercent[length - 1]!;
  return {
    count: length,
    forced: sum(cycles.forced),
    periodic: sum(cycles.periodic),
    resolution: MiB,
    liveAtPeak: liveBefore(cycles, ends, peakAt),
    liveMost: knownOrNull(cycles.live[largestOf(cycles.live)]!),
    liveLast: knownOrNull(cycles.live[length - 1]!),
    heapMost: knownOrNull(cycles.peak[largest]!),
    heapMostAt: knownOrNull(ends[largest]!),
    pauses: {
      total: sum(pauses),
      median: pauses[Math.floor(pauses.length / 2)] ?? 0,
      longest: pauses.at(-1) ?? 0,
    },
    cpuShare: Number.isNaN(cpuPercent) ? null : cpuPercent / PERCENT,
    returned: returnedBy(scavenges),
    live: thinSeries(ends, cycles.live),
  };
}

/** Seconds from the start of a collection to the end of its marking. */
function durationOf(cycles: GcCycles, row: number): number {
  return ((cycles.pauseNs[row]! || 0) + (cycles.markNs[row]! || 0)) / 1e9;
}

/** Marked by the last collection that had ended then. */
function liveBefore(
  cycles: GcCycles,
  ends: Float64Array,
  peakAt: number | undefined,
): number | null {
  if (peakAt === undefined) return null;
  const row = ends.findLastIndex((end) => end <= peakAt);
  return row < 0 ? null : knownOrNull(cycles.live[row]!);
}

/** What the lines say was given back; a level that only rises says nothing of the sum. */
function returnedBy({ work, length }: Scavenges): number | null {
  if (length === 0) return null;
  return sum(work.filter((bytes) => !Number.isNaN(bytes)));
}

/** The row of the largest value, the first of several; NaN counts for nothing. */
function largestOf(values: Float64Array): number {
  return values.reduce((best, value, row) => (value > (values[best] || 0) ? row : best), 0);
}

function sum(values: Float64Array | Uint8Array): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
