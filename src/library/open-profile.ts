/** Bytes or a file → a profile that can be asked. */
import { readFile } from "node:fs/promises";
import { ResidentError } from "../base/errors.ts";
import { loadRegexps } from "../base/regexp.ts";
import { openReason } from "../collect/open-reason.ts";
import { unpackProfile } from "../collect/profiles/unpack-profile.ts";
import { removeUninteresting } from "../pprof/filter/remove-uninteresting.ts";
import { OpenedProfile } from "./opened-profile.ts";
import { switchesOf } from "./options.ts";

export interface OpenOptions {
  /** Keeps the frames that the profile itself asks to drop. */
  readonly allFrames?: boolean;
}

/**
 * `source`: a file's path or URL, or its bytes: profile.proto or one of the older forms, gzip or not.
 * Throws a ResidentError where it can't be read, or is no profile.
 */
export async function openProfile(
  source: string | URL | Uint8Array | ArrayBuffer,
  options: OpenOptions = {},
): Promise<OpenedProfile> {
  const { allFrames } = switchesOf(options, { allFrames: false });
  const profile = await unpackProfile(await bytesOf(source));
  await loadRegexps();
  return new OpenedProfile(allFrames ? profile : removeUninteresting(profile));
}

async function bytesOf(source: string | URL | Uint8Array | ArrayBuffer): Promise<Uint8Array> {
  if (source instanceof Uint8Array) return source;
  if (source instanceof ArrayBuffer) return new Uint8Array(source);
  if (typeof source === "string" || source instanceof URL) return readBytes(source);
  throw new ResidentError("RES_USAGE", "a profile is opened by a path, a file: URL or its bytes");
}

async function readBytes(path: string | URL): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (error) {
    const hint = /^https?:/.test(String(path))
      ? { hint: "Fetch it, and open what came: `(await fetch(url)).arrayBuffer()`." }
      : {};
    throw new ResidentError("RES_FILE", `open ${path}: ${openReason(error)}`, {
      cause: error,
      ...hint,
    });
  }
}
