/**
 * For each stack the frame that allocated, and the stack it lies in: one forward pass over the tree
 * of prefixes, because a caller always comes before what it calls.
 */
import type { Profile } from "../../model/profile.ts";
import type { Frames } from "./frames.ts";

/** One row a stack. */
export interface StackOwners {
  /** Place (index of Frames.places) that a sample with this leaf stack is counted for. */
  readonly place: Int32Array;
  /** The stack whose location holds that place: the stack itself or one of its callers. */
  readonly stack: Int32Array;
}

/** What a stack's place is, from worst to best; a worse one gives way to its caller's. */
const ADDRESS = 0;
const RUNTIME = 1;
const OWN = 2;

/**
 * A stack of nothing but the runtime belongs to its leaf, and so does one without any name. A
 * location without a name in a stack that has some is a runtime frame: text profiles leave those
 * out.
 */
export function attributeStacks(profile: Profile, frames: Frames): StackOwners {
  const { length, prefix, location } = profile.stacks;
  const place = new Int32Array(length);
  const stack = new Int32Array(length);
  const rank = new Uint8Array(length);
  for (let i = 0; i < length; i++) {
    const here = location[i];
    const caller = prefix[i];
    const own = frames.ownFrame(here);
    const rankHere = own !== undefined ? OWN : frames.isNamed(here) ? RUNTIME : ADDRESS;
    if (caller >= 0 && rank[caller] > rankHere) {
      place[i] = place[caller];
      stack[i] = stack[caller];
      rank[i] = rank[caller];
    } else {
      place[i] = frames.placeOf(own ?? frames.leafFrame(here));
      stack[i] = i;
      rank[i] = rankHere;
    }
  }
  return { place, stack };
}
