/** The filters of a report, in the order that pprof applies them. */
import type { Profile } from "../../model/profile.ts";
import type { Settings } from "../settings.ts";

export function applyFilters(
  profile: Profile,
  _settings: Settings,
  _numLabelUnits: ReadonlyMap<string, string>,
  _warn: (message: string) => void,
): Profile {
  return profile;
}
