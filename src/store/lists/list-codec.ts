/**
 * Lists as bytes: a list is written as what is different from the list before it, the first of a chain as
 * what is different from nothing. For each id that differs: how far it is from the id before, and how
 * much more it counts now; of both a varint. So what stays the same costs nothing, and what changes
 * about two bytes. All steps come before all changes, which deflate likes better.
 */
import { VarintReader, VarintWriter } from "../../base/varints.ts";
import { type CountedList, EMPTY_LIST } from "./counted-list.ts";
import { packBlob, unpackBlob } from "./packed-blob.ts";

/** No bytes where both lists are the same. */
export function encodeDifference(before: CountedList, after: CountedList): Uint8Array {
  const steps = new VarintWriter();
  const changes = new VarintWriter();
  let last = -1;
  let count = 0;
  let b = 0;
  let a = 0;
  while (b < before.ids.length || a < after.ids.length) {
    const idBefore = b < before.ids.length ? before.ids[b] : Number.POSITIVE_INFINITY;
    const idAfter = a < after.ids.length ? after.ids[a] : Number.POSITIVE_INFINITY;
    const id = Math.min(idBefore, idAfter);
    const change =
      (idAfter === id ? after.counts[a++] : 0) - (idBefore === id ? before.counts[b++] : 0);
    if (change === 0) continue;
    steps.unsigned(id - last - 1);
    changes.signed(change);
    last = id;
    count++;
  }
  return count === 0 ? new Uint8Array(0) : packBlob([steps.finish(), changes.finish()], count);
}

/**
 * The list after those differences.
 * @throws RangeError where the bytes are no such list
 */
export function applyDifference(before: CountedList, blob: Uint8Array): CountedList {
  if (blob.length === 0) return before;
  const difference = readDifference(blob);
  return before.ids.length === 0 ? difference : addLists(before, difference);
}

function readDifference(blob: Uint8Array): CountedList {
  const { bytes, count } = unpackBlob(blob);
  if (count > bytes.length) throw new RangeError("a list is longer than its bytes");
  const reader = new VarintReader(bytes);
  const ids = new Int32Array(count);
  const counts = new Float64Array(count);
  let id = -1;
  for (let i = 0; i < count; i++) {
    id += reader.unsigned() + 1;
    ids[i] = id;
  }
  for (let i = 0; i < count; i++) counts[i] = reader.signed();
  return { ids, counts };
}

/** Those that a difference, or a list of additions, names. */
export function idsOfDifference(blob: Uint8Array): Int32Array {
  return blob.length === 0 ? EMPTY_LIST.ids : readDifference(blob).ids;
}

export function idsOfAdditions(bytes: Uint8Array): Int32Array {
  return decodeAdditions(bytes).added.ids;
}

/** Counts added up, id by id; what comes to nothing is left out. */
export function addLists(one: CountedList, other: CountedList): CountedList {
  if (other.ids.length === 0) return one;
  if (one.ids.length === 0) return other;
  const length = one.ids.length + other.ids.length;
  const ids = new Int32Array(length);
  const counts = new Float64Array(length);
  let end = 0;
  let i = 0;
  let j = 0;
  while (i < one.ids.length || j < other.ids.length) {
    const idOne = i < one.ids.length ? one.ids[i] : Number.POSITIVE_INFINITY;
    const idOther = j < other.ids.length ? other.ids[j] : Number.POSITIVE_INFINITY;
    const id = Math.min(idOne, idOther);
    const sum = (idOne === id ? one.counts[i++] : 0) + (idOther === id ? other.counts[j++] : 0);
    if (sum === 0) continue;
    ids[end] = id;
    counts[end++] = sum;
  }
  return { ids: ids.subarray(0, end), counts: counts.subarray(0, end) };
}

/**
 * What was added since some milliseconds before: a list that stands for itself. Below 0, where the clock
 * was put back meanwhile, nobody knows how long it took: 0.
 */
export function encodeAdditions(added: CountedList, milliseconds: number): Uint8Array {
  const since = new VarintWriter();
  since.unsigned(Math.max(0, milliseconds));
  const blob = encodeDifference(EMPTY_LIST, added);
  const bytes = new Uint8Array(since.length + blob.length);
  bytes.set(since.finish());
  bytes.set(blob, since.length);
  return bytes;
}

/** @throws RangeError where the bytes are no such list */
export function decodeAdditions(bytes: Uint8Array): {
  readonly milliseconds: number;
  readonly added: CountedList;
} {
  let end = 0;
  while (bytes[end] >= 128) end++;
  const milliseconds = new VarintReader(bytes).unsigned();
  return { milliseconds, added: applyDifference(EMPTY_LIST, bytes.subarray(end + 1)) };
}
