/**
 * Collections as bytes. A program with a small heap collects ten times a second, so each costs two or three
 * bytes: first runs of numbers without a gap, then by how much each end (milliseconds) lies behind the one
 * before, then each pause (microseconds). Of many, deflate makes about half.
 */
import { VarintReader, VarintWriter } from "../../base/varints.ts";
import type { Collection } from "../store.ts";
import { packBlob, unpackBlob } from "./packed-blob.ts";

/** @param time of the look in milliseconds, near to which the ends are */
export function encodeCollections(collections: readonly Collection[], time: number): Uint8Array {
  const ends = new VarintWriter();
  const pauses = new VarintWriter();
  let before = time;
  for (const { end, pauseNs } of collections) {
    const endMs = Math.round(end * 1000);
    ends.signed(endMs - before);
    pauses.unsigned(Math.max(0, Math.round(pauseNs / 1000)));
    before = endMs;
  }
  const parts = [runsOfNumbers(collections), ends.finish(), pauses.finish()];
  return packBlob(parts, collections.length);
}

/** Of each run how far its first number is from where the one before ended, and its length. */
function runsOfNumbers(collections: readonly Collection[]): Uint8Array {
  const writer = new VarintWriter();
  let next = 0;
  for (let i = 0; i < collections.length; ) {
    const { n } = collections[i];
    let length = 1;
    while (collections[i + length]?.n === n + length) length++;
    writer.signed(n - next);
    writer.unsigned(length);
    next = n + length;
    i += length;
  }
  return writer.finish();
}

/** @throws RangeError where the bytes are not such */
export function decodeCollections(blob: Uint8Array, time: number): Collection[] {
  const { bytes, count } = unpackBlob(blob);
  if (count > bytes.length) throw new RangeError("a list is longer than its bytes");
  const reader = new VarintReader(bytes);
  const numbers = new Float64Array(count);
  for (let i = 0, next = 0; i < count; ) {
    next += reader.signed();
    const length = reader.unsigned();
    if (length === 0 || length > count - i) throw new RangeError("a run of numbers has no end");
    for (let end = i + length; i < end; i++) numbers[i] = next++;
  }
  let end = time;
  const ends = Array.from(numbers, () => {
    end += reader.signed();
    return end / 1000;
  });
  return Array.from(numbers, (n, i) => ({ n, end: ends[i], pauseNs: reader.unsigned() * 1000 }));
}
