/**
 * MemStats from named numbers. Four formats spell the same record, so each brings its own names to
 * Go's and leaves the checks to this one place: every level is there, a whole number, and exact.
 */
import { DecodeError, type DecodeProblem } from "../../base/errors.ts";
import type { MemStats, MemStatsSource } from "../../model/mem-stats.ts";

const LEVELS = [
  "Sys",
  "HeapAlloc",
  "HeapSys",
  "HeapIdle",
  "HeapInuse",
  "HeapReleased",
  "HeapObjects",
  "StackInuse",
  "StackSys",
  "MSpanInuse",
  "MSpanSys",
  "MCacheInuse",
  "MCacheSys",
  "BuckHashSys",
] as const;
/** Rounded beyond 2^53, which a busy process can reach; NaN where the source has none. */
const COUNTERS = ["TotalAlloc", "Mallocs", "Frees"] as const;
const OPTIONAL = ["GCSys", "OtherSys", "NumGC", "NumForcedGC", "MaxRSS"] as const;
const ARENA_AND_METADATA = [
  "HeapSys",
  "StackSys",
  "MSpanSys",
  "MCacheSys",
  "BuckHashSys",
] as const satisfies readonly (typeof LEVELS)[number][];

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };
type Lists = Pick<MemStats, "PauseNs" | "PauseEnd" | "BySize">;

/** What a format found, under the names of Go's fields. LastGC is in seconds here. */
export interface MemStatsFields {
  readonly source: MemStatsSource;
  /** Named in errors. */
  readonly format: string;
  readonly at: DecodeProblem["at"];
  readonly numbers: ReadonlyMap<string, number>;
  readonly lists?: Lists;
}

/**
 * Fails with DecodeError where a level is missing, negative or beyond 2^53. GCAndOtherSys is
 * GCSys + OtherSys, or where a source lacks them what Sys leaves after its other parts.
 */
export function buildMemStats(fields: MemStatsFields): MemStats {
  const levels = takeAll(fields, LEVELS, requireLevel);
  const optional = takeOptional(fields);
  const { GCSys, OtherSys } = optional;
  const rest = levels.Sys - ARENA_AND_METADATA.reduce((sum, name) => sum + levels[name], 0);
  const GCAndOtherSys = GCSys !== undefined && OtherSys !== undefined ? GCSys + OtherSys : rest;
  if (GCAndOtherSys < 0) throw problem(fields, "Sys", "at least the sum of its parts", levels.Sys);
  return {
    source: fields.source,
    ...levels,
    ...takeAll(fields, COUNTERS, requireCounter),
    GCAndOtherSys,
    NextGC: requireNextGC(fields),
    ...optional,
    ...fields.lists,
  };
}

/**
 * The runtime says "no limit" as 2^64 − 1 or 2^63 − 1. The heap goal with GOGC=off is the latter
 * less the memory limit's headroom (measured on Go 1.26: 0.97 × 2^63). All of them are Infinity in
 * the model; no real size comes near.
 */
export function infiniteIfOff(value: number): number {
  return value >= 2 ** 62 ? Number.POSITIVE_INFINITY : value;
}

function takeAll<Name extends string>(
  fields: MemStatsFields,
  names: readonly Name[],
  take: (fields: MemStatsFields, name: Name) => number,
): Record<Name, number> {
  return Object.fromEntries(names.map((name) => [name, take(fields, name)])) as Record<
    Name,
    number
  >;
}

function requireLevel(fields: MemStatsFields, name: string): number {
  const value = fields.numbers.get(name);
  if (value === undefined) throw problem(fields, name, "a number", "none");
  if (!Number.isSafeInteger(value) || value < 0) {
    throw problem(fields, name, "a whole number from 0 to 2^53", value);
  }
  return value;
}

function requireCounter(fields: MemStatsFields, name: string): number {
  const value = fields.numbers.get(name);
  if (value === undefined) throw problem(fields, name, "a number", "none");
  if (value < 0 || value === Number.POSITIVE_INFINITY) {
    throw problem(fields, name, "a count", value);
  }
  return value;
}

function requireNextGC(fields: MemStatsFields): number {
  const value = fields.numbers.get("NextGC");
  if (value === undefined) throw problem(fields, "NextGC", "a number", "none");
  if (!(value >= 0)) throw problem(fields, "NextGC", "a size in bytes", value);
  return infiniteIfOff(value);
}

function takeOptional(fields: MemStatsFields): Partial<MemStats> {
  const taken: Mutable<Partial<MemStats>> = {};
  for (const name of OPTIONAL) {
    if (fields.numbers.has(name)) taken[name] = requireLevel(fields, name);
  }
  for (const name of ["LastGC", "GCCPUFraction"] as const) {
    const value = fields.numbers.get(name);
    if (value === undefined) continue;
    if (!Number.isFinite(value)) throw problem(fields, name, "a finite number", value);
    taken[name] = value;
  }
  return taken;
}

function problem(
  { format, at }: MemStatsFields,
  field: string,
  expected: string,
  found: string | number,
): DecodeError {
  return new DecodeError({ format, at, field, expected, found: String(found) });
}
