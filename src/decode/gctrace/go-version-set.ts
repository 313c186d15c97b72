/**
 * The minor versions of Go that could have written a log, as bits: each line's form rules some out.
 * A set rather than a range, because some forms were given up and came back (scavtrace).
 */
import type { GoVersionRange } from "../../model/gc-log.ts";
import { NEWEST_MINOR, OLDEST_MINOR } from "../../model/go-version.ts";

export const ANY_VERSION = setOf([[OLDEST_MINOR]]);

/** Bits of the minors in the given ranges; a range without an end reaches to the newest. */
export function setOf(ranges: readonly (readonly [from: number, to?: number])[]): number {
  let set = 0;
  for (const [from, to = NEWEST_MINOR] of ranges) {
    for (let minor = from; minor <= to; minor++) set |= 1 << minor;
  }
  return set;
}

/** From the lowest to the highest of the set, open where that is the newest; undefined where no version fits all lines. */
export function rangeOf(set: number): GoVersionRange | undefined {
  if (set === 0) return undefined;
  const highest = 31 - Math.clz32(set);
  const fromMinor = 31 - Math.clz32(set & -set);
  return highest === NEWEST_MINOR ? { fromMinor } : { fromMinor, toMinor: highest };
}
