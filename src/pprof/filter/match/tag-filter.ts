/**
 * `tagfocus` and `tagignore`: `[key=]value`, where the value is a range of numbers (tag-range.ts) or a
 * list of patterns separated by commas. With a key, one of the label's values must match one of the
 * patterns; without, each of the patterns must match some `key:value` of the sample.
 */
import type { Regexp } from "../../../base/regexp.ts";
import type { Profile } from "../../../model/profile.ts";
import { isNumeric } from "../../labels.ts";
import { compileNamed } from "./pattern-option.ts";
import { StringMatcher } from "./string-matcher.ts";
import { type InRange, parseTagRange } from "./tag-range.ts";

/** Whether a row of the label table matches one of the conditions. */
type LabelTest = (row: number) => boolean;

export interface TagFilter {
  /** One test a condition; a sample matches if each of them holds for one of its labels. */
  conditions(profile: Profile): LabelTest[];
}

/**
 * Undefined for an empty text. Says through `warn` when it takes the value for a range, which a
 * pattern of digits may not have been meant as. Throws RES_USAGE for a wrong pattern.
 */
export function compileTagFilter(
  name: string,
  text: string,
  numLabelUnits: ReadonlyMap<string, string>,
  warn: (message: string) => void,
): TagFilter | undefined {
  if (text === "") return undefined;
  const equals = text.indexOf("=");
  const key = equals < 0 ? "" : text.slice(0, equals);
  const value = text.slice(equals + 1);
  const range = parseTagRange(value);
  if (range !== undefined) {
    warn(`${name}:Interpreted '${value}' as range, not regexp`);
    return { conditions: (profile) => [rangeTest(profile, key, range, numLabelUnits)] };
  }
  const patterns = value.split(",").map((pattern) => compileNamed(name, pattern));
  if (key === "") {
    return { conditions: (profile) => patterns.map((pattern) => pairTest(profile, pattern)) };
  }
  return { conditions: (profile) => [valueTest(profile, key, patterns)] };
}

/** By sample: 1 where the filter matches it. */
export function matchSamples(profile: Profile, filter: TagFilter): Uint8Array {
  const { length, labelStart } = profile.samples;
  const matches = new Uint8Array(length).fill(1);
  for (const test of filter.conditions(profile)) {
    for (let i = 0; i < length; i++) {
      if (matches[i] === 1 && !hasLabel(test, labelStart[i], labelStart[i + 1])) matches[i] = 0;
    }
  }
  return matches;
}

function hasLabel(test: LabelTest, start: number, end: number): boolean {
  for (let row = start; row < end; row++) if (test(row)) return true;
  return false;
}

/** Key "": of any key. The same numbers recur, so each is scaled once a key. */
function rangeTest(
  profile: Profile,
  key: string,
  isInRange: InRange,
  units: ReadonlyMap<string, string>,
): LabelTest {
  const { labels, strings } = profile;
  const isKey = keyTest(profile, key);
  const known = new Map<number, Map<number | bigint, boolean>>();
  return (row) => {
    if (!isNumeric(labels, row) || !isKey(labels.key[row])) return false;
    const ofKey = known.get(labels.key[row]) ?? new Map<number | bigint, boolean>();
    known.set(labels.key[row], ofKey);
    const before = ofKey.get(labels.num[row]);
    if (before !== undefined) return before;
    const matches = isInRange(labels.num[row], units.get(strings.get(labels.key[row])) ?? "");
    ofKey.set(labels.num[row], matches);
    return matches;
  };
}

function valueTest(profile: Profile, key: string, patterns: readonly Regexp[]): LabelTest {
  const { labels, strings } = profile;
  const isKey = keyTest(profile, key);
  const values = new StringMatcher(strings, (text) => patterns.some((each) => each.test(text)));
  return (row) => labels.str[row] >= 0 && isKey(labels.key[row]) && values.test(labels.str[row]);
}

function pairTest({ labels, strings }: Profile, pattern: Regexp): LabelTest {
  const known = new Map<number, boolean>();
  return (row) => {
    if (labels.str[row] < 0) return false;
    const pair = labels.key[row] * strings.length + labels.str[row];
    const before = known.get(pair);
    if (before !== undefined) return before;
    const text = `${strings.get(labels.key[row])}:${strings.get(labels.str[row])}`;
    const matches = pattern.test(text);
    known.set(pair, matches);
    return matches;
  };
}

function keyTest({ strings }: Profile, key: string): (index: number) => boolean {
  if (key === "") return () => true;
  const keys = new StringMatcher(strings, (text) => text === key);
  return (index) => keys.test(index);
}
