/**
 * What each location has in all samples: in itself, where it is the leaf, and below it. A location
 * counts as often as it occurs in a stack, recursion and all, since a line of source is shown with
 * all calls that go through it.
 */
import type { Profile, ValueColumn } from "../../../model/profile.ts";
import { exactParts } from "../../graph/sample-values.ts";

export interface LocationValues {
  /** By location. */
  readonly flat: Float64Array;
  readonly cum: Float64Array;
  /** 1 for each location of a sample, also of one whose value is 0. */
  readonly isSampled: Uint8Array;
}

/** `divisors`: each sample counts as the mean that it is. */
export function locationValues(
  profile: Profile,
  values: ValueColumn,
  divisors: ValueColumn | undefined,
): LocationValues {
  const column = divisors === undefined ? values : means(values, divisors);
  const { parts, combine } = exactParts(column);
  const sums = parts.map((part) => sumOf(profile, part));
  const all = (read: (sum: (typeof sums)[number]) => Float64Array) =>
    read(sums[0]!).map((_, i) => Number(combine(sums.map((sum) => read(sum)[i]!))));
  return {
    flat: all((sum) => sum.flat),
    cum: all((sum) => sum.cum),
    isSampled: sampledLocations(profile),
  };
}

function means(values: ValueColumn, divisors: ValueColumn): Float64Array {
  return Float64Array.from({ length: values.length }, (_, i) => {
    const divisor = Number(divisors[i]);
    const value = Number(values[i]);
    return divisor === 0 ? value : Math.trunc(value / divisor);
  });
}

function sumOf({ samples, stacks, locations }: Profile, values: Float64Array) {
  const flat = new Float64Array(locations.length);
  const cum = new Float64Array(locations.length);
  const below = new Float64Array(stacks.length);
  for (let i = 0; i < samples.length; i++) {
    const stack = samples.stack[i];
    if (stack < 0) continue;
    below[stack] += values[i];
    flat[stacks.location[stack]] += values[i];
  }
  // Callers come before callees: backward, each row is complete when it is added to its caller's.
  for (let row = stacks.length - 1; row >= 0; row--) {
    cum[stacks.location[row]] += below[row];
    if (stacks.prefix[row] >= 0) below[stacks.prefix[row]] += below[row];
  }
  return { flat, cum };
}

function sampledLocations({ samples, stacks, locations }: Profile): Uint8Array {
  const isReached = new Uint8Array(stacks.length);
  const isSampled = new Uint8Array(locations.length);
  for (let i = 0; i < samples.length; i++) {
    if (samples.stack[i] >= 0) isReached[samples.stack[i]] = 1;
  }
  for (let row = stacks.length - 1; row >= 0; row--) {
    if (isReached[row] === 0) continue;
    isSampled[stacks.location[row]] = 1;
    if (stacks.prefix[row] >= 0) isReached[stacks.prefix[row]] = 1;
  }
  return isSampled;
}
