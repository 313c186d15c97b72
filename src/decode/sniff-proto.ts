/**
 * Whether bytes look like an (unpacked) profile.proto. The format has no magic number, so that the
 * top-level fields are walked: each must have a number and a wire type that Profile has, and end
 * within the input. Text of tabs and line ends can pass for that, so that there must also be a
 * byte that text does not have: a profile has many (the tag of every index into its strings).
 */

/** A head shorter than this is taken for the whole input. */
const SHORTEST_CUT = 4096;

const VARINT = 0;
const LENGTH_DELIMITED = 2;
/** Enough to be sure of it. */
const MAX_FIELDS = 32;

/** Wire types by field number of Profile: 1 sample_type … 15 doc_url; comments may be packed. */
const WIRE_TYPES: readonly (readonly number[])[] = [
  [],
  ...Array.from({ length: 6 }, () => [LENGTH_DELIMITED]),
  ...Array.from({ length: 4 }, () => [VARINT]),
  [LENGTH_DELIMITED],
  [VARINT],
  [VARINT, LENGTH_DELIMITED],
  [VARINT],
  [VARINT],
];

const FIRST_TEXT_BYTE = 0x09;

/** `head` is the whole input, or at least its first 4 KiB. */
export function looksLikeProfileProto(head: Uint8Array): boolean {
  return head.some((byte) => byte < FIRST_TEXT_BYTE) && hasFieldsOfProfile(head);
}

function hasFieldsOfProfile(head: Uint8Array): boolean {
  const isWhole = head.length < SHORTEST_CUT;
  let position = 0;
  let fields = 0;
  while (position < head.length && fields < MAX_FIELDS) {
    const next = skipField(head, position);
    if (next < 0) return false;
    if (next > head.length) return !isWhole && fields > 0;
    position = next;
    fields++;
  }
  return fields > 0;
}

/** The position behind the field at `position`, or -1 where Profile has no such field. */
function skipField(bytes: Uint8Array, position: number): number {
  const tag = bytes[position]!;
  const wireType = tag & 7;
  if (tag >= 0x80 || !WIRE_TYPES[tag >> 3]?.includes(wireType)) return -1;
  const end = endOfVarint(bytes, position + 1);
  if (wireType === VARINT || end < 0) return end;
  return end + readVarint(bytes, position + 1, end);
}

/** Behind the varint; -1 where it has more than ten bytes; beyond the input where it is cut off. */
function endOfVarint(bytes: Uint8Array, position: number): number {
  for (let i = position; i < position + 10; i++) {
    if (i >= bytes.length) return bytes.length + 1;
    if (bytes[i]! < 0x80) return i + 1;
  }
  return -1;
}

function readVarint(bytes: Uint8Array, position: number, end: number): number {
  let value = 0;
  for (let i = Math.min(end, bytes.length) - 1; i >= position; i--) {
    value = value * 128 + (bytes[i]! & 0x7f);
  }
  return value;
}
