/** A hash of some bytes for tables in memory: not the same in every process, as hashPair's is. */
import { hashPair } from "./hash-pair.ts";

/** A signed 32-bit integer of bytes[start..end); its high bits are the ones that are spread well. */
export function hashBytes(bytes: Uint8Array, start: number, end: number): number {
  let hash = end - start;
  for (let i = start; i < end; i++) hash = hashPair(hash ^ (hash >>> 15), bytes[i]);
  return hash;
}
