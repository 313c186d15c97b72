/**
 * The raw sampled counts behind a heap profile. A profile.proto of Go holds estimates, already
 * divided by the chance of being sampled and cut to whole numbers; the text form holds the counts
 * themselves. Everything that is said about certainty needs the counts.
 */
import { ResidentError } from "../../base/errors.ts";
import type { LabelTable, Profile, ValueColumn } from "../../model/profile.ts";
import { valueTypeIndex } from "../../model/profile.ts";
import { inferBlockSize } from "./infer-block-size.ts";
import { writtenProbability } from "./sampling-law.ts";

/**
 * Which objects: those alive at the profile's collection, all since the start, or those of them
 * that are freed again.
 */
export type Population = "inuse" | "alloc" | "freed";

/** One row a sample of the profile. */
export interface RecoveredSamples {
  readonly length: number;
  /** Size of each object in bytes, as the size class rounds it. */
  readonly size: Float64Array;
  /** Objects that were sampled; negative only in a difference of two profiles. */
  readonly count: Float64Array;
}

/**
 * @throws ResidentError RES_NO_DATA where the profile has no such values: it is no heap profile, or
 *   one that counts only the other population
 */
export function recoverSamples(profile: Profile, population: Population): RecoveredSamples {
  return population === "freed" ? recoverFreed(profile) : recoverCounted(profile, population);
}

/** A freed object was sampled when it was allocated: their counts are differences of counts. */
function recoverFreed(profile: Profile): RecoveredSamples {
  const all = recoverCounted(profile, "alloc");
  const alive = recoverCounted(profile, "inuse").count;
  return { ...all, count: all.count.map((count, i) => count - alive[i]) };
}

function recoverCounted(profile: Profile, population: "inuse" | "alloc"): RecoveredSamples {
  const objects = columnOf(profile, `${population}_objects`);
  const space = columnOf(profile, `${population}_space`);
  const { length } = profile.samples;
  const size = blockSizes(profile, objects, space);
  const count = new Float64Array(length);
  const probabilityOf = memoize((s) => writtenProbability(s, profile.period));
  for (let i = 0; i < length; i++) {
    const bytes = Number(space[i]);
    if (bytes === 0 && Number(objects[i]) === 0) continue;
    // Space lost at most a byte of k·s when it was cut, objects nearly a whole object.
    count[i] = profile.rawCounts
      ? Number(objects[i])
      : atLeastOne((bytes * probabilityOf(size[i])) / size[i]);
  }
  return { length, size, count };
}

/** True where the profile has the objects and the space of that population. */
export function hasPopulation(profile: Profile, population: Population): boolean {
  if (population === "freed")
    return hasPopulation(profile, "alloc") && hasPopulation(profile, "inuse");
  return (
    valueTypeIndex(profile, `${population}_objects`) >= 0 &&
    valueTypeIndex(profile, `${population}_space`) >= 0
  );
}

/** Estimates are made of these, so 64-bit values may round to a double here. */
function columnOf(profile: Profile, type: string): ValueColumn {
  const index = valueTypeIndex(profile, type);
  if (index >= 0) return profile.samples.values[index];
  throw new ResidentError("RES_NO_DATA", `the profile has no values of type ${type}`, {
    hint: "A heap profile of Go has inuse_space, inuse_objects, alloc_space and alloc_objects.",
  });
}

function atLeastOne(count: number): number {
  const whole = Math.round(count);
  return whole === 0 ? Math.sign(count) : whole;
}

/**
 * Sizes by the `bytes` label, else from the values: exact in the text form, inferred in a
 * profile.proto. The label is exact from Go 1.12 on; before, the runtime made it of the scaled values
 * (golang/go#26638), and other tools may mean something else by it.
 */
function blockSizes(profile: Profile, objects: ValueColumn, space: ValueColumn): Float64Array {
  const sizes = new Float64Array(profile.samples.length);
  const labelOf = sizeLabels(profile);
  const weightOf = memoize((size) => size / writtenProbability(size, profile.period));
  for (let i = 0; i < sizes.length; i++) {
    const n = Math.abs(Number(objects[i]));
    const bytes = Math.abs(Number(space[i]));
    const label = profile.rawCounts ? 0 : labelOf(i);
    if (label > 0 && explains(label, weightOf(label), n, bytes)) sizes[i] = label;
    else if (profile.rawCounts || n === 0) sizes[i] = n === 0 ? bytes : bytes / n;
    else sizes[i] = inferBlockSize(n, bytes, profile.period);
  }
  return sizes;
}

/** What is lost when values are cut to whole numbers, some times over in merged profiles. */
const LOST_BYTES = 8;

/**
 * True where the bytes are those of a whole number of sampled objects of this size.
 * @param weight bytes that one sampled object of the size stands for
 */
function explains(size: number, weight: number, objects: number, bytes: number): boolean {
  const misfit = Math.abs(bytes - Math.round(bytes / weight) * weight);
  const isRightNumber = Math.abs(bytes - size * objects) <= size * 2 + bytes * 0.01;
  return isRightNumber && misfit <= LOST_BYTES + bytes * 1e-9;
}

/** The numeric label `bytes` of a sample, or 0. */
function sizeLabels(profile: Profile): (sample: number) => number {
  const { labels } = profile;
  const { labelStart } = profile.samples;
  const isSize = memoize((key) => profile.strings.get(key) === "bytes");
  return (sample) => {
    for (let row = labelStart[sample]; row < labelStart[sample + 1]; row++) {
      if (labels.str[row] < 0 && isSize(labels.key[row])) return numberAt(labels, row);
    }
    return 0;
  };
}

function numberAt(labels: LabelTable, row: number): number {
  return Number(labels.num[row]);
}

function memoize<T>(compute: (key: number) => T): (key: number) => T {
  const known = new Map<number, T>();
  return (key) => {
    let value = known.get(key);
    if (value === undefined) {
      value = compute(key);
      known.set(key, value);
    }
    return value;
  };
}
