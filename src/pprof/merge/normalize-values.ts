/** A profile of as much as another: each type of value is scaled to the same sum. */
import type { Profile, ValueColumn } from "../../model/profile.ts";
import { checkTypes } from "./merge-headers.ts";
import { scaleValues } from "./scale-values.ts";

/** Throws RES_USAGE where the two have not the same value types. */
export function normalizeValues(profile: Profile, base: Profile): Profile {
  checkTypes(profile, base);
  const factors = profile.samples.values.map((column, i) => {
    const own = sumOf(column);
    return own === 0 ? 0 : sumOf(base.samples.values[i]!) / own;
  });
  return scaleValues(profile, factors);
}

/** As the reference adds up: in 64 bits, and rounded only at the end. */
function sumOf(column: ValueColumn): number {
  let sum = 0n;
  let exact = 0;
  for (let row = 0; row < column.length; row++) {
    const value = column[row];
    if (typeof value === "bigint") sum += value;
    else if (Math.abs(exact + value) < 2 ** 53) exact += value;
    else sum += BigInt(value);
  }
  return Number(BigInt.asIntN(64, sum + BigInt(exact)));
}
