/** The bytes of a profile as they come, gzip or not → the profile, with pprof's words for failures. */
import { DecodeError, ResidentError } from "../../base/errors.ts";
import { decodeAnyProfile } from "../../decode/legacy/decode-any-profile.ts";
import type { Profile } from "../../model/profile.ts";
import { gunzip, isGzip } from "../gunzip.ts";

/** What marks samples as those of a base, which change what 100 % is. */
const BASE_KEY = "pprof::base";

/** Without `labels` those of samples are left out, unless the profile has been compared with a base. */
export function unpackProfile(bytes: Uint8Array, { labels = true } = {}): Profile {
  const unpacked = isGzip(bytes) ? unpack(bytes) : bytes;
  return decodeAnyProfile(unpacked, { labels: labels || hasBaseKey(unpacked) });
}

function hasBaseKey({ buffer, byteOffset, length }: Uint8Array): boolean {
  return Buffer.from(buffer, byteOffset, length).includes(BASE_KEY);
}

function unpack(bytes: Uint8Array): Uint8Array {
  try {
    return gunzip(bytes);
  } catch (error) {
    if (!(error instanceof ResidentError) || error.code !== "RES_DECODE") throw error;
    const message = `decompressing profile: ${reasonOf(error)}`;
    throw new ResidentError("RES_DECODE", message, { cause: error });
  }
}

/** What Go says of a stream that is cut; of other damage what zlib says, and where. */
function reasonOf(error: ResidentError): string {
  const { code } = (error.cause ?? {}) as NodeJS.ErrnoException;
  if (code === "Z_BUF_ERROR") return "unexpected EOF";
  if (/incorrect (?:data|length) check/.test(error.message)) return "gzip: invalid checksum";
  return error instanceof DecodeError ? error.message : `gzip: ${error.message}`;
}
