/**
 * A profile without some locations in its stacks: what they called is called by their callers, and
 * samples that have no other location go. The locations stay in their table.
 */
import type { Profile } from "../../model/profile.ts";
import { keepStackFrames } from "./keep-stack-frames.ts";

/** `isRemoved`: by location, 1 for what goes. */
export function removeLocations(profile: Profile, isRemoved: Uint8Array): Profile {
  if (!isRemoved.includes(1)) return profile;
  return keepStackFrames(profile, (location) => isRemoved[location] !== 1);
}
