/**
 * What changed between two heap profiles, by place in the source, with an interval of the change.
 *
 * Two estimates of live memory must not be subtracted as if they were independent: an object that
 * survived is the same sample in both, so it adds nothing to the change and nothing to its
 * uncertainty. What does is what came and what went:  change = gained − lost.  Of one process the
 * allocation counters bound both: gained is at most what was allocated in between, lost at most what
 * was freed. Of two processes everything before was lost and everything after was gained.
 *
 * Levels (`inuse_*`) and counters (`alloc_*`) go the same way; of a counter nothing is lost.
 */
import type { GoVersion } from "../../model/go-version.ts";
import type { StackFrame } from "../../model/goroutines.ts";
import type { Profile } from "../../model/profile.ts";
import type { HeapValueName } from "../../model/results.ts";
import type { Interval } from "../sampling/count-interval.ts";
import type { Estimate } from "../sampling/estimate.ts";
import { hasPopulation } from "../sampling/recover-samples.ts";
import { type SampleMoments, subtractMoments } from "../sampling/sample-moments.ts";
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

/** Differences in whole bytes and objects, after − before, with 95 % intervals. */
export interface Change {
  readonly before: Estimate;
  readonly after: Estimate;
  readonly bytes: number;
  readonly bytesRange: Interval;
  readonly objects: number;
  readonly objectsRange: Interval;
  /** True where the interval of the bytes does not hold 0. */
  readonly significant: boolean;
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
  const before = shared.sums(0, population);
  const after = shared.sums(1, population);
  const first = shared.estimator(0);
  const second = shared.estimator(1);
  const flow = flowBetween(shared, options, before, after);
  return (row) => {
    const hasFlow = flow !== undefined && isSmaller(flow, after, row);
    const gained = hasFlow ? flow.gained : after;
    const lost = hasFlow ? flow.lost : before;
    return changeOf(
      first.estimate(before, row),
      second.estimate(after, row),
      second.estimate(gained, row),
      first.estimate(lost, row),
    );
  };
}

interface Flow {
  readonly gained: SampleMoments;
  readonly lost: SampleMoments;
}

/** Allocated and freed in between; undefined where the profiles cannot tell. */
function flowBetween(
  shared: SharedPlaces,
  options: DiffOptions,
  before: SampleMoments,
  after: SampleMoments,
): Flow | undefined {
  const [first, second] = shared.profiles;
  const canTell = hasPopulation(first, "alloc") && hasPopulation(second, "alloc");
  if (!options.sameProcess || !canTell || first.period !== second.period) return undefined;
  const gained = subtractMoments(shared.sums(1, "alloc"), shared.sums(0, "alloc"));
  return { gained, lost: subtractMoments(gained, subtractMoments(after, before)) };
}

/** A counter that went back is no counter of one process: then its word is not taken. */
function isSmaller({ gained, lost }: Flow, after: SampleMoments, row: number): boolean {
  const isCounter = gained.samples[row] >= 0 && lost.samples[row] >= 0;
  return isCounter && gained.samples[row] <= after.samples[row];
}

function changeOf(before: Estimate, after: Estimate, gained: Estimate, lost: Estimate): Change {
  const bytes = after.bytes - before.bytes;
  const bytesRange = rangeOfDifference(
    bytes,
    [gained.bytes, gained.bytesRange],
    [lost.bytes, lost.bytesRange],
  );
  const objects = after.objects - before.objects;
  const objectsRange = rangeOfDifference(
    objects,
    [gained.objects, gained.objectsRange],
    [lost.objects, lost.objectsRange],
  );
  const significant = bytesRange[0] > 0 || bytesRange[1] < 0;
  return { before, after, bytes, bytesRange, objects, objectsRange, significant };
}

/**
 * Interval of a difference of two independent estimates from their own intervals: G. Y. Zou and
 * A. Donner, "Construction of confidence limits about effect measures", Statistics in Medicine 27
 * (2008). Each side contributes its distance to the bound that matters, in quadrature.
 */
function rangeOfDifference(
  difference: number,
  [gain, gainRange]: readonly [number, Interval],
  [loss, lossRange]: readonly [number, Interval],
): Interval {
  const down = Math.hypot(gain - gainRange[0], lossRange[1] - loss);
  const up = Math.hypot(gainRange[1] - gain, loss - lossRange[0]);
  return [Math.floor(difference - down), Math.ceil(difference + up)];
}
