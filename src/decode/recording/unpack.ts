/**
 * Files of a bundle may be gzip'ed, as Go writes its profiles. Unpacking needs Node, so that it is
 * given from outside; so is the bound on the unpacked size.
 */
/** Fails with ResidentError. */
export type Gunzip = (bytes: Uint8Array) => Uint8Array;

/** The bytes themselves where they do not start as gzip does (RFC 1952: 1f 8b). */
export function unpack(bytes: Uint8Array, gunzip: Gunzip): Uint8Array {
  return bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzip(bytes) : bytes;
}
