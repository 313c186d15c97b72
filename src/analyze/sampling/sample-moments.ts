/**
 * What the samples of a place add up to, as columns: one row a place (a line of code, a function,
 * the whole profile). A sample is a few additions, so a row costs the same whether it stands for
 * one bucket or for a hundred thousand, and rows can be added and subtracted.
 *
 * Of a bucket with k sampled objects of size s, each taken with chance p (q = 1 − p), N − k objects
 * were not seen. Given k, that number follows the negative binomial distribution (failures before
 * the k-th success), with the cumulants  k·q/p,  k·q/p²,  k·q·(1 + q)/p³. Cumulants of independent
 * buckets add up, those of bytes after scaling by s, s², s³.
 */
import type { SamplingLaw } from "./sampling-law.ts";
import { sampleProbability } from "./sampling-law.ts";

/** k·s and k, what was seen for certain, then the three cumulants of what was not. */
export interface SampleMoments {
  readonly samples: Float64Array;
  readonly seenBytes: Float64Array;
  readonly bytes: Float64Array;
  readonly bytes2: Float64Array;
  readonly bytes3: Float64Array;
  readonly objects: Float64Array;
  readonly objects2: Float64Array;
  readonly objects3: Float64Array;
  /** Smallest and largest object size; Infinity and 0 in an empty row. */
  readonly minSize: Float64Array;
  readonly maxSize: Float64Array;
}

export function emptyMoments(rows: number): SampleMoments {
  const column = () => new Float64Array(rows);
  return {
    samples: column(),
    seenBytes: column(),
    bytes: column(),
    bytes2: column(),
    bytes3: column(),
    objects: column(),
    objects2: column(),
    objects3: column(),
    minSize: column().fill(Number.POSITIVE_INFINITY),
    maxSize: column(),
  };
}

/** What one sampled object of a size stands for: 1/p objects, and the cumulants for k = 1. */
export interface ObjectWeight {
  readonly size: number;
  readonly probability: number;
  readonly objects: number;
  readonly variance: number;
  readonly third: number;
}

/** Weights by size; a profile has few sizes and many samples. */
export class ObjectWeights {
  readonly rate: number;
  readonly law: SamplingLaw;
  private readonly bySize = new Map<number, ObjectWeight>();
  private last: ObjectWeight | undefined;

  constructor(rate: number, law: SamplingLaw) {
    this.rate = rate;
    this.law = law;
  }

  of(size: number): ObjectWeight {
    if (this.last?.size === size) return this.last;
    let weight = this.bySize.get(size);
    if (weight === undefined) {
      weight = weightOf(size, sampleProbability(size, this.rate, this.law));
      this.bySize.set(size, weight);
    }
    this.last = weight;
    return weight;
  }
}

function weightOf(size: number, p: number): ObjectWeight {
  const q = 1 - p;
  const variance = q / (p * p);
  return { size, probability: p, objects: 1 / p, variance, third: (variance * (1 + q)) / p };
}

/** Adds `count` sampled objects. A negative count (a difference of profiles) keeps its variance. */
export function addSample(to: SampleMoments, row: number, count: number, of: ObjectWeight): void {
  const { size } = of;
  const spread = Math.abs(count);
  to.samples[row] += count;
  to.seenBytes[row] += count * size;
  to.objects[row] += count * of.objects;
  to.objects2[row] += spread * of.variance;
  to.objects3[row] += spread * of.third;
  to.bytes[row] += count * of.objects * size;
  to.bytes2[row] += spread * of.variance * size * size;
  to.bytes3[row] += spread * of.third * size * size * size;
  if (size < to.minSize[row]) to.minSize[row] = size;
  if (size > to.maxSize[row]) to.maxSize[row] = size;
}

/**
 * a − b, row by row, for counters of which a is the later reading. Sizes are those of either. Where
 * no sample is left nothing is: the last digits of large sums must not be taken for bytes.
 */
export function subtractMoments(a: SampleMoments, b: SampleMoments): SampleMoments {
  const result = emptyMoments(a.samples.length);
  for (let row = 0; row < result.samples.length; row++) {
    result.minSize[row] = Math.min(a.minSize[row], b.minSize[row]);
    result.maxSize[row] = Math.max(a.maxSize[row], b.maxSize[row]);
    if (a.samples[row] === b.samples[row]) continue;
    for (const field of ADDITIVE) result[field][row] = a[field][row] - b[field][row];
  }
  return result;
}

const ADDITIVE = [
  "samples",
  "seenBytes",
  "bytes",
  "bytes2",
  "bytes3",
  "objects",
  "objects2",
  "objects3",
] as const;
