/**
 * The steps between reading and reporting that most command lines don't need: each is loaded when
 * there is something for it to do.
 */
import { loadRegexps } from "../../../base/regexp.ts";
import type { Profile } from "../../../model/profile.ts";
import type { BaseOptions } from "../../../pprof/merge/compare-with-base.ts";

/** Throws where the profiles have no value in common. */
export async function mergeProfiles(profiles: readonly Profile[]): Promise<Profile> {
  const [first, ...others] = profiles;
  if (first !== undefined && others.length === 0 && hasDistinctTypes(first)) return first;
  const merge = await import("../../../pprof/merge/merge-profiles.ts");
  return merge.mergeProfiles(profiles);
}

/** Of types that are twice in a profile, even of one alone, the merge keeps none. */
function hasDistinctTypes({ valueTypes }: Profile): boolean {
  return (
    valueTypes.length > 0 && new Set(valueTypes.map(({ type }) => type)).size === valueTypes.length
  );
}

/** `profile` less `base`. */
export async function compareWithBase(
  profile: Profile,
  base: Profile,
  options: BaseOptions,
): Promise<Profile> {
  const compare = await import("../../../pprof/merge/compare-with-base.ts");
  return compare.compareWithBase(profile, base, options);
}

/** Without the frames that the profile itself asks to drop, unless all are wanted. */
export async function withoutUninteresting(profile: Profile, all: boolean): Promise<Profile> {
  if (all || profile.dropFrames === "") return profile;
  await loadRegexps();
  const { removeUninteresting } = await import("../../../pprof/filter/remove-uninteresting.ts");
  return removeUninteresting(profile);
}
