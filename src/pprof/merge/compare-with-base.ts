/**
 * A profile less another one: what grew is positive, what shrank negative. The base is either only
 * taken away, or also what percentages are of; then its samples carry a label that says so.
 */
import type { Profile } from "../../model/profile.ts";
import { mergeProfiles } from "./merge-profiles.ts";
import { normalizeValues } from "./normalize-values.ts";
import { multiplyValues } from "./scale-values.ts";

export interface BaseOptions {
  /** The base is what 100 % is. */
  readonly isDiff: boolean;
  /** The profile is scaled to the sums of the base first. */
  readonly normalize: boolean;
}

/** Throws RES_USAGE where the two have no value in common. */
export function compareWithBase(
  profile: Profile,
  base: Profile,
  { isDiff, normalize }: BaseOptions,
): Profile {
  const own = normalize ? normalizeValues(profile, base) : profile;
  // The merge leaves out samples of zeros itself.
  const negative = multiplyValues(
    base,
    base.valueTypes.map(() => -1),
  );
  return mergeProfiles([own, negative], isDiff ? 1 : undefined);
}
