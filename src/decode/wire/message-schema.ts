/**
 * What a decoder knows of a protobuf message: names and kinds of its fields. Decoders read by
 * field numbers, with code of their own; the schema tells known fields from unknown ones, and
 * names the place of an error (message-path.ts).
 */
export interface MessageSchema {
  readonly name: string;
  /** By field number. */
  readonly fields: Readonly<Record<number, FieldSchema>>;
}

export interface FieldSchema {
  readonly name: string;
  /** `varints` may be packed or not; `bytes` is a string too. */
  readonly type: "varint" | "varints" | "bytes" | MessageSchema;
  /** True where paths number the occurrences, as in `sample[812]`. */
  readonly repeated?: boolean;
}

export const VARINT = 0;
const FIXED64 = 1;
export const LENGTH_DELIMITED = 2;
const FIXED32 = 5;

const WIRE_TYPE_NAMES: Readonly<Record<number, string>> = {
  [VARINT]: "a varint",
  [FIXED64]: "8 bytes",
  [LENGTH_DELIMITED]: "a length and bytes",
  3: "the start of a group",
  4: "the end of a group",
  [FIXED32]: "4 bytes",
};

export function wireTypeName(wireType: number): string {
  return `${WIRE_TYPE_NAMES[wireType] ?? "no known encoding"} (wire type ${wireType})`;
}

/** Bytes that a value of this wire type has, or -1 where the value itself tells. */
export function fixedLength(wireType: number): number {
  if (wireType === FIXED64) return 8;
  return wireType === FIXED32 ? 4 : -1;
}
