/**
 * What changed between two heap profiles, by place in the source, with an interval of the change.
 *
 * How the interval comes about is in change.ts.
 *
 * Levels (`inuse_*`) and counters (`alloc_*`) go the same way; of a counter nothing is lost.
 */
import type { GoVersion } from "../../model/go-version.ts";
import type { StackFrame } from "../../model/goroutines.ts";
import type { Profile } from "../../model/profile.ts";
import type { HeapValueName } from "../../model/results.ts";
import { hasPopulation } from "../sampling/recover-samples.ts";
import { type SampleMoments, subtractMoments } from "../sampling/sample-moments.ts";
import { type Change, changesBetween } from "./change.ts";
import type { Granularity } from "./frames.ts";
import { populationOf } from "./heap-samples.ts";
import { SharedPlaces } from "./shared-places.ts";

export interface DiffOptions {
  readonly value: HeapValueName;
  readonly granularity: Granularity;
  readonly limit?: number;
  /** The profiles are of one process, the first the earlier one, at the same MemProfileRate. */
  readonly sameProcess: boolean;
}

export type CodeChange = StackFrame & Change;

export interface CodeDiff {
  readonly value: HeapValueName;
  readonly granularity: Granularity;
  /** Largest change first, whichever way it goes. */
  readonly lines: readonly CodeChange[];
  readonly lineCount: number;
  readonly total: Change;
}

/** @throws ResidentError RES_NO_DATA where a profile has no such values */
export function diffCode(
  before: Profile,
  after: Profile,
  go: GoVersion | undefined,
  options: DiffOptions,
): CodeDiff {
  const shared = new SharedPlaces([before, after], go, options.granularity);
  const changeOf = changesBy(shared, options);
  const size = options.value.endsWith("_space") ? "bytes" : "objects";
  const lines = shared.places
    .map((place, row): CodeChange => ({ ...place, ...changeOf(row) }))
    .filter((line) => line.before.samples !== 0 || line.after.samples !== 0)
    .sort((a, b) => Math.abs(b[size]) - Math.abs(a[size]) || compareText(a, b));
  return {
    value: options.value,
    granularity: options.granularity,
    lines: lines.slice(0, options.limit),
    lineCount: lines.length,
    total: changeOf(shared.totalRow),
  };
}

function compareText(a: CodeChange, b: CodeChange): number {
  if (a.function !== b.function) return a.function < b.function ? -1 : 1;
  return a.line - b.line;
}

function changesBy(shared: SharedPlaces, options: DiffOptions): (row: number) => Change {
  const population = populationOf(options.value);
  return changesBetween({
    before: shared.sums(0, population),
    after: shared.sums(1, population),
    allocated: allocatedBetween(shared, options),
    first: shared.estimator(0),
    second: shared.estimator(1),
  });
}

/** undefined where the profiles cannot tell. */
function allocatedBetween(shared: SharedPlaces, options: DiffOptions): SampleMoments | undefined {
  const [first, second] = shared.profiles;
  const canTell = hasPopulation(first, "alloc") && hasPopulation(second, "alloc");
  if (!options.sameProcess || !canTell || first.period !== second.period) return undefined;
  return subtractMoments(shared.sums(1, "alloc"), shared.sums(0, "alloc"));
}
