/**
 * Decodes profile.proto, the format of every Go profile since 1.8 and of most other profilers:
 * from the bytes straight into the columns of a Profile, in one pass. Tables may come in any order
 * and refer to what comes behind them; what refers is resolved when everything has been read.
 *
 * It does not gunzip, scale, symbolize or drop anything.
 */
import { ResidentError } from "../../base/errors.ts";
import type { Profile } from "../../model/profile.ts";
import { PprofDecoder, type PprofOptions } from "./pprof-decoder.ts";

/** Offsets are 32-bit integers. */
const MAX_LENGTH = 2 ** 31 - 1;

/**
 * `bytes`: the profile, unpacked. Throws a DecodeError with the offset and the path of the field
 * where a profile is not a valid one; an id or a line number beyond 2^53 is one of those.
 * Sample values and labels beyond 2^53 make their column a BigInt64Array.
 */
export function decodePprof(bytes: Uint8Array, options: PprofOptions = {}): Profile {
  if (bytes.length > MAX_LENGTH) throw tooLarge(bytes.length);
  const decoder = new PprofDecoder(bytes, options);
  decoder.read(bytes.length);
  return decoder.finish();
}

function tooLarge(length: number): ResidentError {
  return new ResidentError(
    "RES_TOO_LARGE",
    `A profile of ${length} bytes is more than the ${MAX_LENGTH} that can be decoded.`,
  );
}
