/**
 * `show_from`: every stack begins at its first matching location from the root, and inside that
 * location at the outermost matching line. Samples without a match go. A mapping's match keeps all
 * lines of its locations.
 */
import type { Regexp } from "../../base/regexp.ts";
import type { Profile } from "../../model/profile.ts";
import { keepLines } from "./keep-lines.ts";
import { keepStackFrames } from "./keep-stack-frames.ts";
import { FrameMatcher } from "./match/frame-matcher.ts";

export function showFrom(
  profile: Profile,
  pattern: Regexp,
): { readonly profile: Profile; readonly matched: boolean } {
  const isKept = new Uint8Array(profile.lines.length).fill(1);
  const isStart = findStarts(profile, pattern, isKept);
  return {
    profile: keepStackFrames(
      keepLines(profile, isKept),
      (location, isBelow) => isBelow || isStart[location] === 1,
    ),
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
