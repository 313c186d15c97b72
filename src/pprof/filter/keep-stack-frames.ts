/**
 * A profile with some frames of its stacks, by one pass over their table: a caller's row comes first.
 * What a frame that goes had called is called by its caller.
 *
 * Stacks that come to be the same are not made one row: reports add up by frames, not by rows.
 */
import type { Profile } from "../../model/profile.ts";
import { endStacksAt } from "./end-stacks.ts";
import { keepSamples } from "./keep-samples.ts";

/**
 * `isKept` gets a frame's location, and whether a frame nearer to the root was kept. Samples without
 * a frame that is kept go.
 */
export function keepStackFrames(
  profile: Profile,
  isKept: (location: number, isBelow: boolean) => boolean,
): Profile {
  const { prefix, location, length } = profile.stacks;
  const stacks = { prefix: new Int32Array(length), location: new Int32Array(length) };
  /** By row: the row that stands for what is left of it, -1 where nothing is. */
  const rowOf = new Int32Array(length);
  let rows = 0;
  for (let row = 0; row < length; row++) {
    const caller = prefix[row] < 0 ? -1 : rowOf[prefix[row]];
    rowOf[row] = caller;
    if (!isKept(location[row], caller >= 0)) continue;
    stacks.prefix[rows] = caller;
    stacks.location[rows] = location[row];
    rowOf[row] = rows++;
  }
  return replaceStacks(profile, stacks, rows, rowOf);
}

/** The first `rows` of new stacks, with `rowOf` from old rows to new ones, -1 for none. */
function replaceStacks(
  profile: Profile,
  { prefix, location }: { prefix: Int32Array; location: Int32Array },
  rows: number,
  rowOf: Int32Array,
): Profile {
  const isKept = new Uint8Array(profile.samples.length);
  const { samples } = endStacksAt(profile, rowOf);
  for (let i = 0; i < isKept.length; i++) isKept[i] = samples.stack[i] < 0 ? 0 : 1;
  const stacks = {
    length: rows,
    prefix: prefix.subarray(0, rows),
    location: location.subarray(0, rows),
  };
  return keepSamples({ ...profile, samples, stacks }, isKept);
}
