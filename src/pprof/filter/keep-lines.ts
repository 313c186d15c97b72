/** A profile whose locations have only some of their lines. The locations themselves all stay. */
import type { Profile } from "../../model/profile.ts";
import { takeLines } from "../aggregate.ts";

/** `isKept`: by row of the line table, 1 for what stays. */
export function keepLines(profile: Profile, isKept: Uint8Array): Profile {
  if (isKept.every((kept) => kept === 1)) return profile;
  const { locations, lines } = profile;
  const lineStart = new Int32Array(locations.length + 1);
  const rows: number[] = [];
  for (let location = 0; location < locations.length; location++) {
    const end = locations.lineStart[location + 1];
    for (let row = locations.lineStart[location]; row < end; row++) {
      if (isKept[row] === 1) rows.push(row);
    }
    lineStart[location + 1] = rows.length;
  }
  return { ...profile, locations: { ...locations, lineStart }, lines: takeLines(lines, rows) };
}
