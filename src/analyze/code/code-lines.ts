/**
 * The lines of code that hold the heap (or allocated it), each with its 95 % interval: what
 * `resident top` prints and what the ledger hangs below the live objects.
 *
 * One pass over the tree of stacks says which line each stack belongs to, one pass over the samples
 * adds them up; names and intervals are made for the lines that are asked for only.
 */
import type { GoVersion } from "../../model/go-version.ts";
import type { Profile } from "../../model/profile.ts";
import type { CodeLine } from "../../model/report.ts";
import type { HeapValueName } from "../../model/results.ts";
import type { Estimate } from "../sampling/estimate.ts";
import { hasPopulation } from "../sampling/recover-samples.ts";
import type { SampleMoments } from "../sampling/sample-moments.ts";
import { unseenBound } from "../sampling/sampling-law.ts";
import { callersOf } from "./callers.ts";
import { Frames, type Granularity } from "./frames.ts";
import { HeapSamples, populationOf } from "./heap-samples.ts";
import { sumByAny, sumByOwner } from "./place-sums.ts";
import { StackOwners } from "./stack-owners.ts";

export interface CodeLineOptions {
  readonly value: HeapValueName;
  readonly granularity: Granularity;
  /** Give no more than so many lines. */
  readonly limit?: number;
  /** Count a sample for every place on its stack, once each, in place of the innermost. */
  readonly cumulative?: boolean;
}

export interface CodeSummary {
  readonly value: HeapValueName;
  readonly granularity: Granularity;
  /** Largest first, by bytes or by objects as `value` says. Places that hold nothing are left out. */
  readonly lines: readonly CodeLine[];
  /** Of how many places `lines` are the largest. */
  readonly lineCount: number;
  readonly total: Estimate;
  /** Objects that were really sampled, in all. */
  readonly sampleCount: number;
  /** MemProfileRate in bytes; 1 or 0: every allocation was recorded. */
  readonly rate: number;
  /** The most bytes that a line without any sample could hold (95 %). */
  readonly unseenBound: number;
}

/** @throws ResidentError RES_NO_DATA where the profile has no such values */
export function codeLines(
  profile: Profile,
  go: GoVersion | undefined,
  options: CodeLineOptions,
): CodeSummary {
  const samples = new HeapSamples(profile, go, populationOf(options.value));
  const frames = new Frames(profile, options.granularity);
  const sums =
    options.cumulative === true ? sumByAny(samples, frames) : sumByOwner(samples, frames);
  const { moments } = sums;
  const key = options.value.endsWith("_space") ? moments.bytes : moments.objects;
  const order = rowsByValue(frames, moments, key);
  const total = samples.estimate(moments, sums.heaviestStack.length);
  return {
    value: options.value,
    granularity: options.granularity,
    lines: order.slice(0, options.limit).map(
      (row): CodeLine => ({
        ...frames.places[row],
        ...samples.estimate(moments, row),
        callers: callersOf(profile, frames, sums.heaviestStack[row], row),
      }),
    ),
    lineCount: order.length,
    total,
    sampleCount: total.samples,
    rate: profile.period,
    unseenBound: unseenBound(profile.period),
  };
}

/** The estimate of all live objects in a profile. */
export function totalInuse(profile: Profile, go: GoVersion | undefined): Estimate {
  const samples = new HeapSamples(profile, go, "inuse");
  const moments = samples.sumBy(1, () => 0);
  return samples.estimate(moments, 0);
}

/** The estimate of all that was allocated and freed again; undefined where the profile does not count it. */
export function totalFreed(profile: Profile, go: GoVersion | undefined): Estimate | undefined {
  if (!hasPopulation(profile, "freed")) return undefined;
  const samples = new HeapSamples(profile, go, "freed");
  return samples.estimate(
    samples.sumBy(1, () => 0),
    0,
  );
}

/**
 * Live objects that were allocated in a function, or by the runtime on its behalf; `runtime.malg` for
 * the g structs of goroutines.
 */
export function functionBytes(profile: Profile, go: GoVersion | undefined, name: string): Estimate {
  const samples = new HeapSamples(profile, go, "inuse");
  const frames = new Frames(profile, "functions");
  const owners = new StackOwners(profile, frames);
  const nameOf = (stack: number) => frames.places[owners.placeOf(owners.ownerOf(stack))].function;
  const moments = samples.sumBy(1, (stack) => (stack >= 0 && nameOf(stack) === name ? 0 : -1));
  return samples.estimate(moments, 0);
}

/** Rows of places that hold something, largest first; equal ones by name, so that output never wavers. */
function rowsByValue(frames: Frames, moments: SampleMoments, key: Float64Array): number[] {
  const rows: number[] = [];
  for (let row = 0; row < key.length - 1; row++) {
    if (moments.samples[row] !== 0 || key[row] !== 0) rows.push(row);
  }
  return rows.sort((a, b) => key[b] - key[a] || compareNames(frames, a, b));
}

function compareNames(frames: Frames, a: number, b: number): number {
  const one = frames.places[a];
  const other = frames.places[b];
  if (one.function !== other.function) return one.function < other.function ? -1 : 1;
  if (one.file !== other.file) return one.file < other.file ? -1 : 1;
  return one.line - other.line;
}
