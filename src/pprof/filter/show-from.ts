/**
 * `show_from`: every stack begins at its first matching location from the root, and inside that
 * location at the outermost matching line. Samples without a match go. A mapping's match keeps all
 * lines of its locations.
 */
import type { Regexp } from "../../base/regexp.ts";
import type { Profile } from "../../model/profile.ts";
import { FrameMatcher } from "./frame-matcher.ts";
import { keepLines } from "./keep-lines.ts";
import { replaceStacks } from "./replace-stacks.ts";

export function showFrom(
  profile: Profile,
  pattern: Regexp,
): { readonly profile: Profile; readonly matched: boolean } {
  const isKept = new Uint8Array(profile.lines.length).fill(1);
  const isStart = findStarts(profile, pattern, isKept);
  return {
    profile: startAt(keepLines(profile, isKept), isStart),
    matched: isStart.includes(1),
  };
}

/** By location: 1 where it matches. Takes the lines outside the match out of `isKept`. */
function findStarts(profile: Profile, pattern: Regexp, isKept: Uint8Array): Uint8Array {
  const { lineStart, length } = profile.locations;
  const matcher = new FrameMatcher(profile, pattern);
  const isStart = new Uint8Array(length);
  for (let i = 0; i < length; i++) {
    if (matcher.mapping(i)) {
      isStart[i] = 1;
      continue;
    }
    let last = lineStart[i + 1] - 1;
    while (last >= lineStart[i] && !matcher.line(last)) last--;
    if (last < lineStart[i]) continue;
    isStart[i] = 1;
    isKept.fill(0, last + 1, lineStart[i + 1]);
  }
  return isStart;
}

function startAt(profile: Profile, isStart: Uint8Array): Profile {
  const { prefix, location, length } = profile.stacks;
  const stacks = { prefix: new Int32Array(length), location: new Int32Array(length) };
  const rowOf = new Int32Array(length);
  let rows = 0;
  for (let row = 0; row < length; row++) {
    const caller = prefix[row] < 0 ? -1 : rowOf[prefix[row]];
    if (caller < 0 && isStart[location[row]] === 0) {
      rowOf[row] = -1;
      continue;
    }
    stacks.prefix[rows] = caller;
    stacks.location[rows] = location[row];
    rowOf[row] = rows++;
  }
  return replaceStacks(profile, stacks, rows, rowOf);
}
