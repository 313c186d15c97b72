/**
 * `focus`, `ignore`, `hide` and `show`. The first two choose samples: one stays if a location of its
 * stack matches focus and none matches ignore. The other two drop lines inside locations, for every
 * sample that has them; a location without lines leaves the stacks, a sample without locations goes.
 *
 * Each location is judged once and each row of the stack table once, after its caller's.
 */
import type { Regexp } from "../../base/regexp.ts";
import type { Profile } from "../../model/profile.ts";
import { keepLines } from "./keep-lines.ts";
import { keepSamples } from "./keep-samples.ts";
import { FrameMatcher } from "./match/frame-matcher.ts";
import { removeLocations } from "./remove-locations.ts";

export interface NamePatterns {
  readonly focus?: Regexp | undefined;
  readonly ignore?: Regexp | undefined;
  readonly hide?: Regexp | undefined;
  readonly show?: Regexp | undefined;
}

/** Which of the patterns matched something, in a sample or not. */
export type NameMatches = Record<keyof NamePatterns, boolean>;

export interface NameFiltered {
  readonly profile: Profile;
  readonly matched: NameMatches;
}

// What a location, and what a stack of them, means for its samples.
const PLAIN = 0;
const FOCUSED = 1;
const IGNORED = 2;

/** With no pattern at all, the profile itself; with any, samples without a stack go too. */
export function filterByName(profile: Profile, patterns: NamePatterns): NameFiltered {
  const matched = { focus: false, ignore: false, hide: false, show: false };
  if (Object.values(patterns).every((pattern) => pattern === undefined)) {
    return { profile, matched };
  }
  const chosen = keepSamples(profile, chosenSamples(profile, patterns, matched));
  return { profile: showLines(chosen, patterns, matched), matched };
}

function chosenSamples(profile: Profile, patterns: NamePatterns, matched: NameMatches): Uint8Array {
  const { prefix, location, length } = profile.stacks;
  const locations = judgeLocations(profile, patterns, matched);
  const stacks = new Uint8Array(length);
  for (let row = 0; row < length; row++) {
    const inherited = prefix[row] < 0 ? PLAIN : stacks[prefix[row]];
    const own = locations[location[row]];
    stacks[row] = own > inherited ? own : inherited;
  }
  const { stack } = profile.samples;
  const isChosen = new Uint8Array(stack.length);
  for (let i = 0; i < stack.length; i++) {
    if (stack[i] >= 0 && stacks[stack[i]] === FOCUSED) isChosen[i] = 1;
  }
  return isChosen;
}

/** A location that is ignored does not count as focused. */
function judgeLocations(
  profile: Profile,
  { focus, ignore }: NamePatterns,
  matched: NameMatches,
): Uint8Array {
  const focuses = matcherOf(profile, focus);
  const ignores = matcherOf(profile, ignore);
  const judged = new Uint8Array(profile.locations.length);
  for (let i = 0; i < judged.length; i++) {
    if (ignores?.location(i) === true) {
      matched.ignore = true;
      judged[i] = IGNORED;
    } else if (focuses === undefined || focuses.location(i)) {
      matched.focus = true;
      judged[i] = FOCUSED;
    }
  }
  return judged;
}

/**
 * Where hide matches a mapping, no line of it is left; where show does, all are. A location that had
 * no lines is not hidden by hide, but is by show.
 */
function showLines(profile: Profile, { hide, show }: NamePatterns, matched: NameMatches): Profile {
  if (hide === undefined && show === undefined) return profile;
  const { locations, lines } = profile;
  const isKept = new Uint8Array(lines.length).fill(1);
  const isHidden = new Uint8Array(locations.length);
  if (hide !== undefined) matched.hide = hideLines(profile, hide, isKept, isHidden);
  if (show !== undefined) matched.show = keepShown(profile, show, isKept, isHidden);
  return removeLocations(keepLines(profile, isKept), isHidden);
}

function hideLines(
  profile: Profile,
  hide: Regexp,
  isKept: Uint8Array,
  isHidden: Uint8Array,
): boolean {
  const matcher = new FrameMatcher(profile, hide);
  let matched = false;
  for (let i = 0; i < isHidden.length; i++) {
    if (!matcher.location(i)) continue;
    matched = true;
    const all = matcher.mapping(i);
    const left = keepWhere(profile, i, isKept, (row) => !all && !matcher.line(row));
    if (left === 0) isHidden[i] = 1;
  }
  return matched;
}

function keepShown(
  profile: Profile,
  show: Regexp,
  isKept: Uint8Array,
  isHidden: Uint8Array,
): boolean {
  const { func } = profile.lines;
  const matcher = new FrameMatcher(profile, show);
  let matched = false;
  for (let i = 0; i < isHidden.length; i++) {
    const all = matcher.mapping(i);
    // A line without a function can't be judged and stays.
    const left = keepWhere(profile, i, isKept, (row) => all || func[row] < 0 || matcher.line(row));
    if (left > 0) matched = true;
    else isHidden[i] = 1;
  }
  return matched;
}

/** Drops the location's lines that `keeps` refuses; how many are left. */
function keepWhere(
  { locations }: Profile,
  location: number,
  isKept: Uint8Array,
  keeps: (row: number) => boolean,
): number {
  let left = 0;
  for (let row = locations.lineStart[location]; row < locations.lineStart[location + 1]; row++) {
    if (isKept[row] === 1 && !keeps(row)) isKept[row] = 0;
    left += isKept[row];
  }
  return left;
}

function matcherOf(profile: Profile, pattern: Regexp | undefined): FrameMatcher | undefined {
  return pattern === undefined ? undefined : new FrameMatcher(profile, pattern);
}
