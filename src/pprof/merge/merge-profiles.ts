/**
 * Several profiles as one, as `go tool pprof A B` has them. What the profiles don't all have is left
 * out, and what they have in different units is told in one.
 */
import { ResidentError } from "../../base/errors.ts";
import type { Profile } from "../../model/profile.ts";
import { withCommonTypes } from "./common-types.ts";
import { withCommonUnits } from "./common-units.ts";
import { mergeTables } from "./merge-tables.ts";

/**
 * Samples of the profiles from `baseFrom` on are labelled as those of a base. A single profile stays as it is, with its ids and its zeros. Throws RES_USAGE, in the words of
 * pprof, where the profiles have no value in common.
 */
export function mergeProfiles(profiles: readonly Profile[], baseFrom?: number): Profile {
  if (profiles.length === 0) throw new ResidentError("RES_USAGE", "no profiles to merge");
  const comparable = withCommonUnits(withCommonTypes(profiles));
  return comparable.length === 1 ? comparable[0]! : mergeTables(comparable, baseFrom);
}
