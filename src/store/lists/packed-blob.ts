/** The bytes of a list with their number of entries before them, deflated where that makes them fewer. */
import { deflateRawSync, inflateRawSync } from "node:zlib";
import { VarintReader, VarintWriter } from "../../base/varints.ts";

/** Below this deflate wins nothing and costs 30 µs. */
const WORTH_DEFLATING = 200;
/** What a list of sites can never have: against a blob that unpacks without end. */
const MAX_BYTES = 1 << 27;

/** Head: twice the entries, and one more where the rest is deflated. */
export function packBlob(parts: readonly Uint8Array[], count: number): Uint8Array {
  const plain = Buffer.concat(parts);
  const deflated = plain.length < WORTH_DEFLATING ? plain : deflateRawSync(plain);
  const isDeflated = deflated.length < plain.length;
  const head = new VarintWriter(8);
  head.unsigned(2 * count + (isDeflated ? 1 : 0));
  return Buffer.concat([head.finish(), isDeflated ? deflated : plain]);
}

/** @throws RangeError where the bytes are not such */
export function unpackBlob(blob: Uint8Array): {
  readonly bytes: Uint8Array;
  readonly count: number;
} {
  let start = 0;
  while (blob[start] >= 128) start++;
  const head = new VarintReader(blob).unsigned();
  const rest = blob.subarray(start + 1);
  return { bytes: head % 2 === 1 ? inflate(rest) : rest, count: Math.floor(head / 2) };
}

function inflate(bytes: Uint8Array): Uint8Array {
  try {
    return inflateRawSync(bytes, { maxOutputLength: MAX_BYTES });
  } catch (error) {
    throw new RangeError("a list does not unpack", { cause: error });
  }
}
