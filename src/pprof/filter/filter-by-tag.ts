/** A profile with the samples that `tagfocus` matches and `tagignore` does not. */
import type { Profile } from "../../model/profile.ts";
import { keepSamples } from "./keep-samples.ts";
import { matchSamples, type TagFilter } from "./match/tag-filter.ts";

export interface TagFiltered {
  readonly profile: Profile;
  /** Whether some sample matched; true for a filter that is not there. */
  readonly focusMatched: boolean;
  readonly ignoreMatched: boolean;
}

export function filterByTag(
  profile: Profile,
  focus: TagFilter | undefined,
  ignore: TagFilter | undefined,
): TagFiltered {
  const focused = focus && matchSamples(profile, focus);
  const ignored = ignore && matchSamples(profile, ignore);
  const isKept = new Uint8Array(profile.samples.length);
  for (let i = 0; i < isKept.length; i++) {
    isKept[i] = focused?.[i] !== 0 && ignored?.[i] !== 1 ? 1 : 0;
  }
  return {
    profile: keepSamples(profile, isKept),
    focusMatched: focused?.includes(1) ?? true,
    ignoreMatched: ignored?.includes(1) ?? true,
  };
}
