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

/** Which objects: those alive at the profile's collection, or all since the start. */
export type Population = "inuse" | "alloc";

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
 * Sizes by the `bytes` label (Go ≥ 1.9), else from the values: exact in the text form, inferred in
 * a profile.proto. A label that contradicts the values was put there by something else.
 */
function blockSizes(profile: Profile, objects: ValueColumn, space: ValueColumn): Float64Array {
  const sizes = new Float64Array(profile.samples.length);
  const labelOf = sizeLabels(profile);
  for (let i = 0; i < sizes.length; i++) {
    const n = Math.abs(Number(objects[i]));
    const bytes = Math.abs(Number(space[i]));
    const average = n === 0 ? bytes : bytes / n;
    const label = profile.rawCounts ? 0 : labelOf(i);
    if (label > 0 && agrees(label, n, bytes)) sizes[i] = label;
    else if (profile.rawCounts || n === 0) sizes[i] = average;
    else sizes[i] = inferBlockSize(n, bytes, profile.period);
  }
  return sizes;
}

/** Objects were cut to a whole number, in a difference of two profiles twice. */
function agrees(size: number, objects: number, bytes: number): boolean {
  return Math.abs(bytes - size * objects) <= size * 2 + bytes * 0.01;
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
