/**
 * Bytes that are kept for long, in memory of just their length: what Node gives may be a small cut from a
 * piece of 8 KiB that others share, or from one of 16 KiB that zlib packed into, and keeps all of it.
 */
export function ownBytes(bytes: Uint8Array): Uint8Array {
  return bytes.byteLength === bytes.buffer.byteLength ? bytes : new Uint8Array(bytes);
}
