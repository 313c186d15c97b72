/**
 * From what the samples add up to (sample-moments.ts) to a number with its 95 % interval.
 *
 * Where all objects have one size the interval is exact (count-interval.ts). Where sizes differ, the
 * sum of scaled counts has no simple distribution; it is taken as a gamma distribution, shifted,
 * with the same mean, variance and third cumulant. The upper bound counts one sampled object more,
 * of the size that weighs most, as Garwood's does. With equal weights this is Garwood's interval to
 * the digit, and without the shift it is the one of M. P. Fay and E. J. Feuer, "Confidence intervals
 * for directly standardized rates", Statistics in Medicine 16 (1997). The simulation in
 * test/analyze/sampling-simulation.test.ts holds it against a known truth.
 */
import { HIGH_TAIL, type Interval, LOW_TAIL, populationInterval } from "./count-interval.ts";
import { gammaQuantile, normalQuantile } from "./gamma-distribution.ts";
import type { ObjectWeight, ObjectWeights, SampleMoments } from "./sample-moments.ts";

/** An estimate of a population, in whole bytes and objects, with 95 % intervals. */
export interface Estimate {
  readonly bytes: number;
  readonly bytesRange: Interval;
  readonly objects: number;
  readonly objectsRange: Interval;
  /** Objects that were really sampled. */
  readonly samples: number;
  /** False where the relative standard error is above that of five samples (45 %). */
  readonly resolvable: boolean;
}

/** Of fewer the relative standard error is too large for a number to say anything. */
export const FEWEST_SAMPLES = 5;
/**
 * The exact interval is computed where it differs from the gamma one: below this chance the binomial
 * is a Poisson variable to a part in a thousand, and above this count either is a normal one.
 */
const SMALL_CHANCE = 0.001;
const MANY_SAMPLES = 10_000;

/** Makes estimates of sums; remembers those of one size, of which a profile has many equal ones. */
export class Estimator {
  readonly weights: ObjectWeights;
  private readonly ofOneSize = new Map<number, Map<number, Ranges>>();

  constructor(weights: ObjectWeights) {
    this.weights = weights;
  }

  estimate(moments: SampleMoments, row: number): Estimate {
    const bytes = moments.bytes[row];
    const ranges = moments.maxSize[row] === 0 ? NOTHING : this.rangesOf(moments, row);
    return {
      bytes: within(Math.round(bytes), ranges.bytes),
      bytesRange: ranges.bytes,
      objects: within(Math.round(moments.objects[row]), ranges.objects),
      objectsRange: ranges.objects,
      samples: moments.samples[row],
      resolvable: bytes !== 0 && moments.bytes2[row] * FEWEST_SAMPLES <= bytes * bytes,
    };
  }

  private rangesOf(moments: SampleMoments, row: number): Ranges {
    const size = moments.minSize[row];
    const weight = this.weights.of(size);
    const samples = moments.samples[row];
    const isOneSize = size === moments.maxSize[row];
    if (!isOneSize || hasBothSigns(moments, row, weight)) return gammaRanges(moments, row, weight);
    let known = this.ofOneSize.get(size);
    if (known === undefined) {
      known = new Map();
      this.ofOneSize.set(size, known);
    }
    let ranges = known.get(samples);
    if (ranges === undefined) {
      ranges = isExactWorthIt(samples, weight)
        ? exactRanges(samples, weight)
        : gammaRanges(moments, row, weight);
      known.set(samples, ranges);
    }
    return ranges;
  }
}

/** In a difference of profiles some samples take away, so that the sum is no count of any. */
function hasBothSigns(moments: SampleMoments, row: number, { variance }: ObjectWeight): boolean {
  const expected = moments.samples[row] * variance;
  return Math.abs(moments.objects2[row] - expected) > 1e-6 * Math.abs(expected);
}

/**
 * Large objects are sampled nearly for certain: then the interval is a whole number of objects, and
 * count ÷ chance lies a few bytes beside it.
 */
function within(value: number, [low, high]: Interval): number {
  return Math.min(high, Math.max(low, value));
}

interface Ranges {
  readonly bytes: Interval;
  readonly objects: Interval;
}

const NOTHING: Ranges = { bytes: [0, 0], objects: [0, 0] };

function exactRanges(samples: number, { size, probability }: ObjectWeight): Ranges {
  const objects = populationInterval(samples, probability);
  return { objects, bytes: outwards([objects[0] * size, objects[1] * size]) };
}

function gammaRanges(moments: SampleMoments, row: number, smallest: ObjectWeight): Ranges {
  return {
    bytes: bytesRange(moments, row, smallest),
    objects: objectsRange(moments, row, smallest),
  };
}

function isExactWorthIt(samples: number, weight: ObjectWeight): boolean {
  const isCount = Number.isInteger(samples) && samples >= 0;
  return isCount && samples <= MANY_SAMPLES && weight.probability > SMALL_CHANCE;
}

function bytesRange(moments: SampleMoments, row: number, smallest: ObjectWeight): Interval {
  const { size, variance, third } = smallest;
  const seen = moments.seenBytes[row];
  const unseen = cumulants(moments.bytes[row] - seen, moments.bytes2[row], moments.bytes3[row]);
  const extra = cumulants(
    size * (smallest.objects - 1),
    size * size * variance,
    size * size * size * third,
  );
  return bounds(seen, unseen, extra);
}

function objectsRange(moments: SampleMoments, row: number, smallest: ObjectWeight): Interval {
  const seen = moments.samples[row];
  const unseen = cumulants(
    moments.objects[row] - seen,
    moments.objects2[row],
    moments.objects3[row],
  );
  return bounds(seen, unseen, cumulants(smallest.objects - 1, smallest.variance, smallest.third));
}

interface Cumulants {
  readonly mean: number;
  readonly variance: number;
  readonly third: number;
}

function cumulants(mean: number, variance: number, third: number): Cumulants {
  return { mean, variance, third };
}

/** @param extra what one more sampled object would stand for, beyond itself */
function bounds(seen: number, unseen: Cumulants, extra: Cumulants): Interval {
  const more = cumulants(
    unseen.mean + extra.mean,
    unseen.variance + extra.variance,
    unseen.third + extra.third,
  );
  // Only a difference of profiles has less than nothing unseen: then nothing bounds it from below.
  if (unseen.mean < 0 || seen < 0) {
    const reach = normalQuantile(HIGH_TAIL) * Math.sqrt(more.variance);
    return outwards([seen + unseen.mean - reach, seen + unseen.mean + reach]);
  }
  const low = Math.max(0, shiftedGammaQuantile(unseen, LOW_TAIL));
  const high = Math.max(unseen.mean, shiftedGammaQuantile(more, HIGH_TAIL));
  return outwards([seen + low, seen + high]);
}

/**
 * Quantile of the shifted gamma distribution (Pearson's type III) with the given cumulants: shape
 * 4·κ₂³/κ₃², scale κ₃/(2·κ₂), shift κ₁ − shape · scale.
 */
function shiftedGammaQuantile(of: Cumulants, probability: number): number {
  if (of.variance <= 0 || of.third <= 0) return of.mean;
  const scale = of.third / (2 * of.variance);
  const shape = of.variance / (scale * scale);
  return of.mean + scale * (gammaQuantile(shape, probability) - shape);
}

/** To whole numbers without cutting anything off; sums of doubles are allowed their last digits. */
function outwards(range: Interval): Interval {
  return [Math.floor(range[0] * (1 + 1e-12)), Math.ceil(range[1] * (1 - 1e-12))];
}
