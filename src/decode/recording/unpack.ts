/**
 * Files of a bundle may be gzip'ed, as Go writes its profiles. Unpacking needs Node, so that it is
 * given from outside; so is the bound on the unpacked size.
 */
import { ResidentError } from "../../base/errors.ts";
import { formatBytes } from "../../base/units.ts";

/** Makes at most `limit` bytes, its own bound where none is given; fails with ResidentError. */
export type Gunzip = (bytes: Uint8Array, options?: { limit?: number }) => Uint8Array;

/** For files that belong together: what all of them unpack to is bounded, too. */
export function gunzipWithin(limit: number, gunzip: Gunzip): Gunzip {
  let left = limit;
  return (bytes) => {
    if (left <= 0) throw tooMuch(limit);
    const unpacked = gunzip(bytes, { limit: left });
    left -= unpacked.length;
    return unpacked;
  };
}

function tooMuch(limit: number): ResidentError {
  const fact = `the files before it unpack to ${formatBytes(limit)} already`;
  return new ResidentError("RES_TOO_LARGE", fact, {
    hint: "Look at its files one by one, if they are genuine.",
  });
}

/** The bytes themselves where they do not start as gzip does (RFC 1952: 1f 8b). */
export function unpack(bytes: Uint8Array, gunzip: Gunzip): Uint8Array {
  return bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzip(bytes) : bytes;
}
