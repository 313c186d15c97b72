/** Frames made of labels: `tagroot` at the root of a sample's stack, `tagleaf` at its leaf. */
import type { Profile } from "../../model/profile.ts";
import type { Settings } from "../settings.ts";

export function addTagFrames(
  profile: Profile,
  _settings: Settings,
  _warn: (message: string) => void,
): Profile {
  return profile;
}
