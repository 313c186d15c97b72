/** The page of a profile that is no recording: its code, and the profile itself to take along. */
import { pageOfProfile } from "../../analyze/page/page-of-profile.ts";
import type { ProfileFile } from "../../model/page.ts";
import type { Profile } from "../../model/profile.ts";
import { encodeProfile } from "../../pprof/encode/encode-profile.ts";
import { sampleIndex } from "../../pprof/sample-index.ts";
import type { ServedProfile } from "../../server/served-profiles.ts";
import { fileStem } from "../../server/served-profiles.ts";
import { gzipPieces } from "../pprof/output/gzip-pieces.ts";
import type { OpenedPage } from "./opened-page.ts";

export interface ProfilePageOptions {
  /** As typed. */
  readonly target: string;
  /** What `resident pprof` reads it from, as words. */
  readonly source: readonly string[];
  /** Name or number of the value to begin with; "": the profile's own. */
  readonly value: string;
  /** What of the profile is shown. */
  readonly shown: Profile;
  readonly toFiles: (profiles: readonly ServedProfile[]) => readonly ProfileFile[];
}

/** Throws RES_USAGE where there is no such value. */
export async function profilePage(
  profile: Profile,
  { target, source, value, shown, toFiles }: ProfilePageOptions,
): Promise<OpenedPage> {
  const type = profile.valueTypes[sampleIndex(profile, value)]?.type ?? "";
  const bytes = Buffer.concat(await gzipPieces(encodeProfile(profile)));
  const name = `${fileStem(target)}.pb.gz`;
  const profiles = [{ snapshot: "profile", kind: "profile", name, bytes }];
  // Who has the page as a file has the profile out of it, and not what it was made of.
  const files = toFiles(profiles).map((file) => (file.url === null ? file : { ...file, source }));
  return { page: pageOfProfile(shown, type, target, files), profiles };
}
