/**
 * Which frame of a stack it belongs to. What is asked of a location is asked once, there being far fewer
 * of them than stacks; a stack is then followed from its leaf outwards, which mostly ends soon,
 * because Go hides the runtime's own frames.
 */
import type { Profile } from "../../model/profile.ts";
import type { Frames } from "./frames.ts";

/** What a location is, from worst to best; a worse one gives way to what called it. */
const ADDRESS = 0;
const ALLOCATOR = 1;
const RUNTIME = 2;
const LIBRARY = 3;
const PROGRAM = 4;

/**
 * A stack of nothing but the runtime belongs to its leaf, or to what called the allocator there
 * (runtime.main, for mallocgc ← makechan ← main). One without any name belongs to its leaf's
 * address; a location without a name in a stack that has some is a runtime frame, which text
 * profiles leave out.
 */
export class StackOwners {
  private readonly prefix: Int32Array;
  private readonly location: Int32Array;
  private readonly rank: Uint8Array;
  private readonly place: Int32Array;

  constructor(profile: Profile, frames: Frames) {
    const { length } = profile.locations;
    this.prefix = profile.stacks.prefix;
    this.location = profile.stacks.location;
    this.rank = new Uint8Array(length);
    this.place = new Int32Array(length);
    for (let location = 0; location < length; location++) {
      const program = frames.programFrame(location);
      const own = program ?? frames.ownFrame(location);
      this.rank[location] = program === undefined ? rankOf(frames, location, own) : PROGRAM;
      this.place[location] = frames.placeOf(own ?? frames.leafFrame(location));
    }
  }

  /** The stack, of this one and its callers, whose location holds the frame that allocated. */
  ownerOf(stack: number): number {
    let owner = stack;
    let best = this.rank[this.location[stack]];
    for (let at = this.prefix[stack]; at >= 0 && best < PROGRAM; at = this.prefix[at]) {
      const rank = this.rank[this.location[at]];
      if (rank <= best) continue;
      best = rank;
      owner = at;
    }
    return owner;
  }

  /** The place (index of Frames.places) that a stack stands for when it is an owner. */
  placeOf(owner: number): number {
    return this.place[this.location[owner]];
  }
}

function rankOf(frames: Frames, location: number, own: number | undefined): number {
  if (own !== undefined) return LIBRARY;
  if (!frames.isNamed(location)) return ADDRESS;
  return frames.isAllocator(location) ? ALLOCATOR : RUNTIME;
}
