/** Bytes or a file → a profile that can be asked. */
import { readFile } from "node:fs/promises";
import { ResidentError } from "../base/errors.ts";
import { openReason } from "../collect/open-reason.ts";
import { unpackProfile } from "../collect/profiles/unpack-profile.ts";
import { removeUninteresting } from "../pprof/filter/remove-uninteresting.ts";
import { OpenedProfile } from "./opened-profile.ts";

export interface OpenOptions {
  /** Keeps the frames that the profile itself asks to drop. */
  readonly allFrames?: boolean;
}

/**
 * `source`: a file's path or URL, or its bytes: profile.proto or one of the older forms, gzip or not.
 * Throws a ResidentError where it can't be read, or is no profile.
 */
export async function openProfile(
  source: string | URL | Uint8Array,
  { allFrames = false }: OpenOptions = {},
): Promise<OpenedProfile> {
  const bytes = source instanceof Uint8Array ? source : await readBytes(source);
  const profile = unpackProfile(bytes);
  return new OpenedProfile(allFrames ? profile : removeUninteresting(profile));
}

async function readBytes(path: string | URL): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (error) {
    throw new ResidentError("RES_FILE", `open ${path}: ${openReason(error)}`, { cause: error });
  }
}
