/** From what the user named to the page that shows it, with the profiles that it hands on. */
import { buildPage } from "../../analyze/page/build-page.ts";
import { DecodeError } from "../../base/errors.ts";
import { formatSeconds } from "../../base/units.ts";
import type { ProfileFile } from "../../model/page.ts";
import type { Profile } from "../../model/profile.ts";
import type { ServedProfile } from "../../server/served-profiles.ts";
import { servedProfiles } from "../../server/served-profiles.ts";
import type { CommandContext } from "../command.ts";
import { httpOptions } from "../http-options.ts";

import { openOne } from "../open-recording.ts";
import type { Schedule } from "../options/schedule-options.ts";
import type { TargetFlags } from "../options/target-options.ts";
import type { OpenedPage } from "./opened-page.ts";
import { profilePage } from "./profile-page.ts";

/** @param toFiles how the page gets at the profiles: by address, or within itself */
export async function openPage(
  context: CommandContext,
  words: readonly string[],
  flags: TargetFlags,
  schedule: Schedule | undefined,
  toFiles: (profiles: readonly ServedProfile[]) => readonly ProfileFile[],
): Promise<OpenedPage> {
  try {
    const { recording, bundle } = await openOne(context, words, flags, schedule);
    const profiles = servedProfiles(bundle, recording.target);
    return { page: buildPage(recording, toFiles(profiles)), profiles };
  } catch (error) {
    const profile = await otherProfile(words, flags, error);
    if (profile === undefined) throw error;
    const target = words[0]!;
    return profilePage(profile, { target, source: words, value: "", shown: profile, toFiles });
  }
}

/** A profile of CPU time, locks and the like: no report can be made of it, but its code can be shown. */
async function otherProfile(
  words: readonly string[],
  flags: TargetFlags,
  error: unknown,
): Promise<Profile | undefined> {
  const isOther = error instanceof DecodeError && error.problem.field === "Profile.sample_type";
  if (!isOther || words.length !== 1) return undefined;
  const { readProfile } = await import("../../collect/profiles/read-profile.ts");
  const { profile } = await readProfile(words[0]!, {
    seconds: 0,
    timeout: 0,
    http: httpOptions(flags),
    labels: false,
    warn: () => {},
    sayDuration: formatSeconds,
  });
  return profile;
}
