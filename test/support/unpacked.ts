/** A file's bytes, out of their gzip where they are in one. */
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";

export function readUnpacked(path: string): Uint8Array {
  const bytes = readFileSync(path);
  return bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes;
}
