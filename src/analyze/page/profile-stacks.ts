/**
 * The stacks of a profile in a table that is shared with others, of a page or of the recorder: for each
 * row of the profile's tree the row there.
 */
import type { StackFrame } from "../../model/goroutines.ts";
import type { Profile } from "../../model/profile.ts";
import { Frames } from "../code/frames.ts";

/** What gives places and stacks their rows. */
export interface StackRows {
  frameOf(place: StackFrame): number;
  childOf(prefix: number, frame: number): number;
}

/** Only stacks that a sample ends in, and their callers, get a row; the others stay -1. */
export function addProfileStacks(builder: StackRows, profile: Profile): Int32Array {
  const { stacks, samples } = profile;
  const used = new Uint8Array(stacks.length);
  for (let i = 0; i < samples.length; i++) if (samples.stack[i] >= 0) used[samples.stack[i]] = 1;
  for (let i = stacks.length - 1; i >= 0; i--) {
    if (used[i] === 1 && stacks.prefix[i] >= 0) used[stacks.prefix[i]] = 1;
  }
  const rowOf = stackRows(builder, profile);
  const rows = new Int32Array(stacks.length).fill(-1);
  for (let i = 0; i < stacks.length; i++) if (used[i] === 1) rows[i] = rowOf(i);
  return rows;
}

const UNKNOWN = -2;

/** The row of a stack of the profile, which with its callers gets one when it is first asked for. */
export function stackRows(builder: StackRows, profile: Profile): (stack: number) => number {
  const { prefix, location, length } = profile.stacks;
  const rows = new Int32Array(length).fill(UNKNOWN);
  const chainOf = frameChains(builder, profile);
  return (stack) => {
    const path: number[] = [];
    let at = stack;
    for (; at >= 0 && rows[at] === UNKNOWN; at = prefix[at]) path.push(at);
    let row = at < 0 ? -1 : rows[at];
    for (let i = path.length - 1; i >= 0; i--) {
      for (const frame of chainOf(location[path[i]])) row = builder.childOf(row, frame);
      rows[path[i]] = row;
    }
    return row;
  };
}

/**
 * By location: its frames, the outermost first, so that what was inlined comes after its caller. The
 * text form of profiles has addresses without a name below main and in the allocator: left out, unless
 * nothing has a name.
 */
function frameChains(
  builder: StackRows,
  profile: Profile,
): (location: number) => readonly number[] {
  const frames = new Frames(profile, "lines");
  const hasNoise = profile.rawCounts && profile.lines.length > 0;
  const known: (readonly number[])[] = [];
  return (location) => {
    let chain = known[location];
    if (chain === undefined) {
      const isNoise = hasNoise && !frames.isNamed(location);
      chain = isNoise ? [] : chainOf(builder, frames, location);
      known[location] = chain;
    }
    return chain;
  };
}

function chainOf(builder: StackRows, frames: Frames, location: number): number[] {
  const chain: number[] = [];
  frames.forEachFrame(location, (frame) => {
    chain.push(builder.frameOf(frames.places[frames.placeOf(frame)]));
  });
  return chain.reverse();
}
