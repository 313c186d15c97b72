/**
 * runtime/metrics as lines `name value`, e.g. `/gc/heap/live:bytes 127145600`. The standard library
 * has no such endpoint; programs that print their metrics mostly print them so. Histograms and
 * whatever else is no number are skipped.
 */
import { DecodeError } from "../../base/errors.ts";
import type { MemStats, RuntimeMetrics } from "../../model/mem-stats.ts";
import { infiniteIfOff } from "../memstats/build-mem-stats.ts";
import { memStatsOfMetrics } from "./mem-stats-of-metrics.ts";
import { wholeLines } from "./whole-lines.ts";

const FORMAT = "runtime/metrics";
const LINE = /^(\/[^\s:]+:\S+)\s+([\d.]+(?:e[+-]?\d+)?)\s*$/;

export interface DecodedRuntimeMetrics {
  readonly metrics: RuntimeMetrics;
  /** Where all of /memory/classes is there. */
  readonly memStats?: MemStats;
}

/** "Off" (2^63 − 1 for gomemlimit, 2^64 − 1 for gogc) is Infinity. Fails with DecodeError. */
export function decodeRuntimeMetrics(bytes: Uint8Array): DecodedRuntimeMetrics {
  const metrics = new Map<string, number>();
  for (const line of wholeLines(bytes, FORMAT)) {
    const match = LINE.exec(line);
    const value = match === null ? Number.NaN : Number(match[2]);
    if (match !== null && !Number.isNaN(value)) metrics.set(match[1]!, infiniteIfOff(value));
  }
  if (metrics.size === 0) throw noMetrics();
  const memStats = memStatsOfMetrics(metrics, "runtime/metrics", { line: 1 });
  return memStats === undefined ? { metrics } : { metrics, memStats };
}

function noMetrics(): DecodeError {
  return new DecodeError({
    format: FORMAT,
    at: { line: 1 },
    expected: "lines such as /gc/heap/live:bytes 127145600",
    found: "none",
  });
}
