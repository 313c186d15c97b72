/**
 * `prune_from`: of every stack what lies below its matching location next to the leaf goes, and inside
 * locations the lines below their innermost match. Only names of functions count. Stacks without a match stay.
 */
import type { Regexp } from "../../base/regexp.ts";
import type { Profile } from "../../model/profile.ts";
import { endStacksAt } from "./end-stacks.ts";
import { keepLines } from "./keep-lines.ts";
import { simplifyFunction } from "./match/simplify-function.ts";
import { StringMatcher } from "./match/string-matcher.ts";

export function pruneFrom(profile: Profile, pattern: Regexp): Profile {
  const isKept = new Uint8Array(profile.lines.length).fill(1);
  const isMatch = findMatches(profile, pattern, isKept);
  const { prefix, location, length } = profile.stacks;
  /** By row: the nearest match from it to the root, else the row itself. */
  const end = new Int32Array(length);
  const isCut = new Uint8Array(length);
  for (let row = 0; row < length; row++) {
    const caller = prefix[row];
    const isInherited = isMatch[location[row]] === 0 && caller >= 0 && isCut[caller] === 1;
    end[row] = isInherited ? end[caller] : row;
    isCut[row] = isInherited || isMatch[location[row]] === 1 ? 1 : 0;
  }
  return keepLines(endStacksAt(profile, end), isKept);
}

/** By location: 1 where a line matches. Takes the lines inside the match out of `isKept`. */
function findMatches(profile: Profile, pattern: Regexp, isKept: Uint8Array): Uint8Array {
  const { locations, lines, functions, strings } = profile;
  const names = new StringMatcher(strings, (name) => {
    return name !== "" && pattern.test(simplifyFunction(name));
  });
  const isMatch = new Uint8Array(locations.length);
  for (let i = 0; i < locations.length; i++) {
    const start = locations.lineStart[i];
    for (let row = start; row < locations.lineStart[i + 1]; row++) {
      const func = lines.func[row];
      if (func < 0 || !names.test(functions.name[func])) continue;
      isMatch[i] = 1;
      isKept.fill(0, start, row);
      break;
    }
  }
  return isMatch;
}
