/**
 * Which strings of a profile match a pattern. A profile has many frames and few names, and a regular
 * expression costs more than all else in a filter, so each string is tried at most once.
 */
import type { Regexp } from "../../../base/regexp.ts";
import type { StringTable } from "../../../model/profile.ts";

const UNKNOWN = 0;
const NO = 1;
const YES = 2;

export class StringMatcher {
  private readonly strings: StringTable;
  private readonly matches: (text: string) => boolean;
  /** By string. */
  private readonly known: Uint8Array;

  constructor(strings: StringTable, matches: (text: string) => boolean) {
    this.strings = strings;
    this.matches = matches;
    this.known = new Uint8Array(strings.length);
  }

  /** Whether the string of this index matches. */
  test(index: number): boolean {
    const known = this.known[index];
    if (known !== UNKNOWN) return known === YES;
    const matches = this.matches(this.strings.get(index));
    this.known[index] = matches ? YES : NO;
    return matches;
  }
}

export function matcherOf(strings: StringTable, pattern: Regexp): StringMatcher {
  return new StringMatcher(strings, (text) => pattern.test(text));
}
