/** Random profiles of which some lines have no function, as in profiles without symbols. */
import fc from "fast-check";
import type { Profile } from "../../../src/model/profile.ts";

export function withNamelessLines(profiles: fc.Arbitrary<Profile>): fc.Arbitrary<Profile> {
  const masks = fc.oneof(fc.constant(0), fc.integer());
  return fc.tuple(profiles, masks).map(([profile, mask]) => {
    const func = profile.lines.func.map((each, i) => ((mask >> (i % 31)) & 1 ? -1 : each));
    return { ...profile, lines: { ...profile.lines, func } };
  });
}
