/**
 * In which order a merge meets the locations of a source: sample after sample, each from its leaf on.
 * Told by passes over the table of stacks, from end to end, since walking up from each sample would
 * wait for memory: samples come in no order.
 */
import type { Profile } from "../../model/profile.ts";

/** By row of the stacks: the first sample that is used and passes it, -1 where none does. */
export function firstSamples({ stacks, samples }: Profile, isUsed: Uint8Array): Int32Array {
  const first = new Int32Array(stacks.length).fill(-1);
  for (let i = samples.length - 1; i >= 0; i--) {
    if (isUsed[i] === 1 && samples.stack[i] >= 0) first[samples.stack[i]] = i;
  }
  for (let row = stacks.length - 1; row >= 0; row--) {
    const caller = stacks.prefix[row];
    if (first[row] < 0 || caller < 0) continue;
    if (first[caller] < 0 || first[row] < first[caller]) first[caller] = first[row];
  }
  return first;
}

/** The locations on stacks that samples pass, `first` as `firstSamples` has it. */
export function locationOrder({ stacks, locations }: Profile, first: Int32Array): number[] {
  // Of a location the stack where it is met first: of all that one sample passes, the innermost.
  const metAt = new Int32Array(locations.length).fill(-1);
  for (let row = 0; row < stacks.length; row++) {
    if (first[row] < 0) continue;
    const known = metAt[stacks.location[row]];
    if (known < 0 || first[row] <= first[known]) metAt[stacks.location[row]] = row;
  }
  const met: number[] = [];
  for (let location = 0; location < metAt.length; location++) {
    if (metAt[location] >= 0) met.push(location);
  }
  return met.sort((a, b) => first[metAt[a]] - first[metAt[b]] || metAt[b] - metAt[a]);
}
