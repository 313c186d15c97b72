/**
 * Which frames a pattern matches: a line by the name or the source file of its function, a location
 * by the file of its mapping. What the match of a mapping means is each filter's own rule.
 */
import type { Regexp } from "../../../base/regexp.ts";
import type { Profile } from "../../../model/profile.ts";
import { matcherOf } from "./string-matcher.ts";

export class FrameMatcher {
  private readonly profile: Profile;
  /** By function and by mapping: 1 where it matches. */
  private readonly functions: Uint8Array;
  private readonly mappings: Uint8Array;

  constructor(profile: Profile, pattern: Regexp) {
    const { functions, mappings, strings } = profile;
    const names = matcherOf(strings, pattern);
    this.profile = profile;
    this.functions = new Uint8Array(functions.length);
    for (let i = 0; i < functions.length; i++) {
      const matches = names.test(functions.name[i]) || names.test(functions.filename[i]);
      this.functions[i] = matches ? 1 : 0;
    }
    this.mappings = Uint8Array.from(mappings.filename, (file) => (names.test(file) ? 1 : 0));
  }

  /** A row of the line table; one without a function never matches. */
  line(row: number): boolean {
    const func = this.profile.lines.func[row];
    return func >= 0 && this.functions[func] === 1;
  }

  /** The mapping that the location is in, if any. */
  mapping(location: number): boolean {
    const mapping = this.profile.locations.mapping[location];
    return mapping >= 0 && this.mappings[mapping] === 1;
  }

  /** The location by its mapping or by one of its lines. */
  location(location: number): boolean {
    const { lineStart } = this.profile.locations;
    const end = lineStart[location + 1];
    for (let row = lineStart[location]; row < end; row++) if (this.line(row)) return true;
    return this.mapping(location);
  }
}
