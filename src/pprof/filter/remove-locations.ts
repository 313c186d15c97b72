/**
 * A profile without some locations in its stacks: what they called is called by their callers, and
 * samples that have no other location go. The locations stay in their table.
 *
 * Stacks that come to be the same are not made one row: reports add up by frames, not by rows.
 */
import type { Profile } from "../../model/profile.ts";
import { replaceStacks } from "./replace-stacks.ts";

/** `isRemoved`: by location, 1 for what goes. */
export function removeLocations(profile: Profile, isRemoved: Uint8Array): Profile {
  if (!isRemoved.includes(1)) return profile;
  const { prefix, location, length } = profile.stacks;
  const stacks = { prefix: new Int32Array(length), location: new Int32Array(length) };
  /** By row: the row that stands for what is left of it, -1 where nothing is. */
  const rowOf = new Int32Array(length);
  let rows = 0;
  for (let row = 0; row < length; row++) {
    const caller = prefix[row] < 0 ? -1 : rowOf[prefix[row]];
    rowOf[row] = caller;
    if (isRemoved[location[row]] === 1) continue;
    stacks.prefix[rows] = caller;
    stacks.location[rows] = location[row];
    rowOf[row] = rows++;
  }
  return replaceStacks(profile, stacks, rows, rowOf);
}
