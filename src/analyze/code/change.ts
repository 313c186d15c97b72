/**
 * How much a level changed between two moments, row by row, with an interval of the change.
 *
 * Two estimates of live memory must not be subtracted as if they were independent: an object that
 * survived is the same sample in both, so it adds nothing to the change and nothing to its
 * uncertainty. What does is what came and what went:  change = gained − lost.  Of one process the
 * allocation counters bound both: gained is at most what was allocated in between, lost at most what
 * was freed. Of two processes everything before was lost and everything after was gained.
 */
import type { Interval } from "../sampling/count-interval.ts";
import type { Estimate, Estimator } from "../sampling/estimate.ts";
import { type SampleMoments, subtractMoments } from "../sampling/sample-moments.ts";

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

/** Rows of all of them are the same places, or stacks. */
export interface TwoMoments {
  readonly before: SampleMoments;
  readonly after: SampleMoments;
  /** What was allocated in between; undefined where nothing tells. */
  readonly allocated: SampleMoments | undefined;
  /** For what was sampled at the first moment, and at the second. */
  readonly first: Estimator;
  readonly second: Estimator;
}

export function changesBetween(moments: TwoMoments): (row: number) => Change {
  const { before, after, allocated, first, second } = moments;
  const flow = allocated === undefined ? undefined : flowOf(allocated, before, after);
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

/** Allocated and freed in between. */
function flowOf(gained: SampleMoments, before: SampleMoments, after: SampleMoments): Flow {
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
