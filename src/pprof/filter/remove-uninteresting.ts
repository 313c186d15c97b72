/**
 * A profile without the frames that it says itself are of no interest: what matches its drop_frames and
 * not its keep_frames goes with everything that it calls. Done once, when a profile is read.
 *
 * Nothing is cut before the first frame from the root that is of interest, so that no sample loses its
 * whole stack.
 */
import { ResidentError } from "../../base/errors.ts";
import { compileRegexp, type Regexp } from "../../base/regexp.ts";
import type { Profile } from "../../model/profile.ts";
import { endStacksAt } from "./end-stacks.ts";
import { keepLines } from "./keep-lines.ts";
import { simplifyFunction } from "./match/simplify-function.ts";
import { StringMatcher } from "./match/string-matcher.ts";

// What a location is.
const OF_INTEREST = 0;
const CUT_BELOW = 1;
const CUT_WITH = 2;

// What a stack has had, from the root to here.
const NOTHING = 0;
const INTEREST = 1;
const CUT = 2;

/** The profile itself where it names no such frames, or in a pattern that is none. */
export function removeUninteresting(profile: Profile): Profile {
  if (profile.dropFrames === "") return profile;
  const drop = compileWhole(profile.dropFrames);
  const keep = profile.keepFrames === "" ? undefined : compileWhole(profile.keepFrames);
  if (drop === undefined || (profile.keepFrames !== "" && keep === undefined)) return profile;
  const isKept = new Uint8Array(profile.lines.length).fill(1);
  const kinds = judgeLocations(profile, drop, keep, isKept);
  return keepLines(cutStacks(profile, kinds), isKept);
}

/** By location. Takes the lines that go, where others of the location stay, out of `isKept`. */
function judgeLocations(
  { locations, lines, functions, strings }: Profile,
  drop: Regexp,
  keep: Regexp | undefined,
  isKept: Uint8Array,
): Uint8Array {
  const dropped = new StringMatcher(strings, (name) => {
    const simple = simplifyFunction(name);
    return name !== "" && drop.test(simple) && keep?.test(simple) !== true;
  });
  const kinds = new Uint8Array(locations.length);
  for (let i = 0; i < locations.length; i++) {
    const start = locations.lineStart[i];
    const last = locations.lineStart[i + 1] - 1;
    let row = last;
    while (
      row >= start &&
      !(lines.func[row] >= 0 && dropped.test(functions.name[lines.func[row]]))
    ) {
      row--;
    }
    if (row < start) continue;
    kinds[i] = row === last ? CUT_WITH : CUT_BELOW;
    if (row < last) isKept.fill(0, start, row + 1);
  }
  return kinds;
}

function cutStacks(profile: Profile, kinds: Uint8Array): Profile {
  const { prefix, location, length } = profile.stacks;
  const state = new Uint8Array(length);
  /** By row: where its stack ends now. */
  const end = new Int32Array(length);
  for (let row = 0; row < length; row++) {
    const caller = prefix[row];
    const before = caller < 0 ? NOTHING : state[caller];
    const kind = kinds[location[row]];
    end[row] = row;
    if (before === CUT) end[row] = end[caller];
    else if (before === INTEREST && kind === CUT_WITH) end[row] = caller;
    const cuts = before === INTEREST && kind !== OF_INTEREST;
    state[row] = cuts || before === CUT ? CUT : kind === OF_INTEREST ? INTEREST : before;
  }
  return endStacksAt(profile, end);
}

/** A wrong pattern in a profile is no reason to refuse the profile: nothing is dropped then. */
function compileWhole(pattern: string): Regexp | undefined {
  try {
    return compileRegexp(`^(${pattern})$`);
  } catch (error) {
    if (error instanceof ResidentError) return undefined;
    throw error;
  }
}
