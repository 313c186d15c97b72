/**
 * How what stacks hold changes over many heap profiles of one process: a line by least squares
 * through each stack's levels, and how sure it is.
 *
 * Two things make the line unsure, and its interval has both. The levels scatter around it, as a heap
 * that breathes does: Student's interval tells. And they are estimates from samples that walk
 * together, since an object that stays is the same sample in each, so that they can lie on a line that
 * is wrong: the interval of what the last has more than the first tells (code/change.ts), as wide as
 * the weights of a line make it, which trusts the middle of the time more than its ends.
 */
import { changesBetween } from "../code/change.ts";
import type { Interval } from "../sampling/count-interval.ts";
import { HIGH_TAIL } from "../sampling/count-interval.ts";
import { Estimator } from "../sampling/estimate.ts";
import { normalQuantile } from "../sampling/gamma-distribution.ts";
import {
  addSample,
  emptyMoments,
  ObjectWeights,
  type SampleMoments,
  subtractMoments,
} from "../sampling/sample-moments.ts";
import type { SamplingLaw } from "../sampling/sampling-law.ts";
import { slope } from "./slope.ts";

/** Objects that were sampled: in each row `count` of one size, by one stack (-1: not known). */
export interface SampledObjects {
  readonly stack: ArrayLike<number>;
  readonly size: ArrayLike<number>;
  readonly count: ArrayLike<number>;
}

export interface LevelSeries {
  /** Rows that `stack` points to. */
  readonly stacks: number;
  /** What is alive at each time, oldest first. */
  readonly levels: readonly { readonly time: number; readonly alive: SampledObjects }[];
  /** Counters of all allocations at the first and at the last time; null: not known. */
  readonly allocated: { readonly first: SampledObjects; readonly last: SampledObjects } | null;
  /** MemProfileRate. */
  readonly rate: number;
  readonly law: SamplingLaw;
}

export interface StackGrowth {
  readonly stack: number;
  /** Estimate at each time. */
  readonly bytes: readonly number[];
  readonly perSecond: number;
  readonly range: Interval;
  /** False where it may not grow at all, or what one sampled object makes out is all there is to it. */
  readonly isSure: boolean;
  /** From this time on it only grew; null: it did not. */
  readonly since: number | null;
}

export interface GrowingStacks {
  /** Different stacks that held something at any time. */
  readonly stackCount: number;
  /** Those whose line goes up, the steepest first. */
  readonly steepest: readonly StackGrowth[];
}

/** @param series of three levels or more */
export function growingStacks(series: LevelSeries, most: number): GrowingStacks {
  const weights = new ObjectWeights(series.rate, series.law);
  const sums = new LevelSums(series, weights);
  const times = series.levels.map(({ time }) => time);
  const perSecond = slopes(times, sums);
  const seen = Array.from({ length: series.stacks }, (_, row) => row).filter(
    (row) => sums.everHeld[row] === 1,
  );
  // A line goes up through what came late; where nothing is left of it, it has gone again.
  const rising = seen.filter((row) => perSecond[row]! > 0 && sums.last.bytes[row]! > 0);
  rising.sort((a, b) => perSecond[b]! - perSecond[a]! || a - b);
  const rangeOf = ranges(series, sums, times);
  return {
    stackCount: seen.length,
    steepest: rising.slice(0, most).map((stack) => {
      const bytes = sums.bytesOf(stack);
      const range = rangeOf(stack, perSecond[stack]!, bytes);
      const grain = sums.grainOf(stack);
      const isSure = range[0] > 0 && !isOneObject(bytes, sums.objectOf(stack));
      const since = isSure ? onlyGrewSince(times, bytes, grain) : null;
      const rounded = bytes.map(Math.round);
      return { stack, bytes: rounded, perSecond: perSecond[stack]!, range, isSure, since };
    }),
  };
}

/** The levels by stack: estimates at each time, and all moments of the first and the last. */
class LevelSums {
  readonly everHeld: Uint8Array;
  readonly estimator: Estimator;
  /** A column each time. */
  readonly bytes: readonly Float64Array[];
  readonly first: SampleMoments;
  readonly last: SampleMoments;

  constructor({ stacks, levels }: LevelSeries, weights: ObjectWeights) {
    this.estimator = new Estimator(weights);
    this.everHeld = new Uint8Array(stacks);
    this.bytes = levels.map(({ alive }) => this.sum(alive, weights, stacks));
    this.first = momentsOf(levels[0]!.alive, weights, stacks);
    this.last = momentsOf(levels.at(-1)!.alive, weights, stacks);
  }

  bytesOf(row: number): number[] {
    return this.bytes.map((column) => column[row]!);
  }

  /** What one sampled object more or less makes out, by the variance that it brings; in bytes. */
  grainOf(row: number): number {
    const moments = this.last.bytes[row]! > 0 ? this.last : this.first;
    return moments.bytes[row]! > 0 ? moments.bytes2[row]! / moments.bytes[row]! : 0;
  }

  /** What one sampled object is taken for, on the average of what is there at last. */
  objectOf(row: number): number {
    const { samples, bytes } = this.last;
    return samples[row]! > 0 ? bytes[row]! / samples[row]! : 0;
  }

  private sum({ stack, size, count }: SampledObjects, weights: ObjectWeights, rows: number) {
    const bytes = new Float64Array(rows);
    for (let i = 0; i < stack.length; i++) {
      const row = stack[i]!;
      if (row < 0 || count[i] === 0) continue;
      bytes[row]! += count[i]! * size[i]! * weights.of(size[i]!).objects;
      this.everHeld[row] = 1;
    }
    return bytes;
  }
}

function momentsOf(
  { stack, size, count }: SampledObjects,
  weights: ObjectWeights,
  rows: number,
): SampleMoments {
  const moments = emptyMoments(rows);
  for (let i = 0; i < stack.length; i++) {
    const row = stack[i]!;
    if (row >= 0 && count[i] !== 0) addSample(moments, row, count[i]!, weights.of(size[i]!));
  }
  return moments;
}

/** By stack: bytes a second. Of what each has more than at first, so that what stays is 0 to the digit. */
function slopes(times: readonly number[], { bytes, everHeld }: LevelSums): Float64Array {
  const weights = lineWeights(times);
  const perSecond = new Float64Array(everHeld.length);
  const first = bytes[0]!;
  bytes.forEach((column, i) => {
    for (let row = 0; row < column.length; row++) {
      perSecond[row]! += weights[i]! * (column[row]! - first[row]!);
    }
  });
  return perSecond;
}

/** The slope of the line is the sum of the levels with these weights. */
function lineWeights(times: readonly number[]): number[] {
  const mean = times.reduce((sum, time) => sum + time, 0) / times.length;
  const square = times.reduce((sum, time) => sum + (time - mean) ** 2, 0);
  return times.map((time) => (time - mean) / square);
}

/**
 * What comes and goes between two times moves all levels behind it, so the line gives it the sum of
 * their weights. Against a change that counts the same whenever it came, the error is larger by this.
 */
function unevenness(times: readonly number[]): number {
  const weights = lineWeights(times);
  const seconds = times.at(-1)! - times[0]!;
  let behind = 0;
  let squares = 0;
  for (let i = times.length - 1; i > 0; i--) {
    behind += weights[i]!;
    squares += behind ** 2 * (times[i]! - times[i - 1]!);
  }
  return Math.sqrt(squares * seconds);
}

function ranges(
  series: LevelSeries,
  sums: LevelSums,
  times: readonly number[],
): (row: number, perSecond: number, bytes: readonly number[]) => Interval {
  const { estimator } = sums;
  const changeOf = changesBetween({
    before: sums.first,
    after: sums.last,
    allocated: allocatedBetween(series, estimator.weights),
    first: estimator,
    second: estimator,
  });
  const seconds = times.at(-1)! - times[0]!;
  const factor = unevenness(times) / seconds;
  return (row, perSecond, bytes) => {
    const change = changeOf(row);
    const line = slope(times.map((t, i) => ({ t, value: bytes[i]! })));
    const scatter = line?.range === undefined ? 0 : line.range[1] - line.perSecond;
    const down = factor * (change.bytes - change.bytesRange[0]);
    const up = factor * (change.bytesRange[1] - change.bytes);
    return [perSecond - Math.hypot(scatter, down), perSecond + Math.hypot(scatter, up)];
  };
}

function allocatedBetween(
  { allocated, stacks }: LevelSeries,
  weights: ObjectWeights,
): SampleMoments | undefined {
  if (allocated === null) return undefined;
  const last = momentsOf(allocated.last, weights, stacks);
  return subtractMoments(last, momentsOf(allocated.first, weights, stacks));
}

/** Less than two of them, whatever their sizes. */
const ONE_AND_A_HALF = 1.5;

/**
 * One sampled object more than at first shows that there are such objects, not that they become more.
 * A slice that is made anew, larger each time, is one object too: it goes up more than once, never down.
 */
function isOneObject(bytes: readonly number[], object: number): boolean {
  if (bytes.at(-1)! - bytes[0]! > ONE_AND_A_HALF * object) return false;
  const steps = bytes.slice(1).map((value, i) => value - bytes[i]!);
  return steps.filter((step) => step > 0).length < 2 || steps.some((step) => step < 0);
}

const CERTAIN = normalQuantile(HIGH_TAIL) ** 2;

/**
 * A fall by F bytes is F / grain sampled objects, give or take its root: more than chance where F is
 * above z² grains. It only grew since the last such fall; and since the last time that it was, but
 * for chance, no more than then.
 */
function onlyGrewSince(
  times: readonly number[],
  bytes: readonly number[],
  grain: number,
): number | null {
  const chance = CERTAIN * grain;
  let start = bytes.length - 1;
  let lowest = bytes[start]!;
  while (start > 0 && bytes[start - 1]! - lowest <= chance) {
    start--;
    lowest = Math.min(lowest, bytes[start]!);
  }
  const base = bytes[start]!;
  const begin = bytes.findLastIndex((value) => value - base <= chance);
  return begin >= bytes.length - 1 ? null : times[Math.max(start, begin)]!;
}
