/**
 * A column of numbers as text, for JSON: whole numbers as the zigzag varints of protobuf, others as
 * little-endian doubles, both in base64. A tenth of the text that JSON makes of large numbers, and
 * read without an object per number. The first letter says which: "v" or "d".
 */
import { VarintReader, VarintWriter } from "./varints.ts";

export type PackedColumn = string;

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const DIGITS = new Uint8Array(128).fill(255);
for (let i = 0; i < ALPHABET.length; i++) DIGITS[ALPHABET.charCodeAt(i)] = i;

/** Exact for whole numbers up to 2^52 and for every double. */
export function packColumn(values: ArrayLike<number>): PackedColumn {
  for (let i = 0; i < values.length; i++) {
    if (!isSmallInteger(values[i]!)) return `d${toBase64(doubleBytes(values))}`;
  }
  return `v${toBase64(varintBytes(values))}`;
}

/** @throws RangeError where the text is no packed column */
export function unpackColumn(column: PackedColumn): Float64Array {
  const bytes = fromBase64(column.slice(1));
  if (column[0] === "v") return readVarints(bytes);
  if (column[0] !== "d" || bytes.length % 8 !== 0) throw new RangeError("not a packed column");
  const view = new DataView(bytes.buffer);
  return Float64Array.from({ length: bytes.length / 8 }, (_, i) => view.getFloat64(i * 8, true));
}

function isSmallInteger(value: number): boolean {
  return Number.isInteger(value) && Math.abs(value) <= 2 ** 52 && !Object.is(value, -0);
}

function doubleBytes(values: ArrayLike<number>): Uint8Array {
  const bytes = new Uint8Array(values.length * 8);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < values.length; i++) view.setFloat64(i * 8, values[i]!, true);
  return bytes;
}

function varintBytes(values: ArrayLike<number>): Uint8Array {
  const writer = new VarintWriter(values.length * 2);
  for (let i = 0; i < values.length; i++) writer.signed(values[i]!);
  return writer.finish();
}

function readVarints(bytes: Uint8Array): Float64Array {
  let count = 0;
  for (let i = 0; i < bytes.length; i++) if (bytes[i]! < 128) count++;
  const values = new Float64Array(count);
  const reader = new VarintReader(bytes);
  for (let row = 0; row < count; row++) values[row] = reader.signed();
  return values;
}

function toBase64(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (let i = 0; i < bytes.length; i += 3) {
    const left = bytes.length - i;
    const triple = (bytes[i]! << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    const digits = ALPHABET[triple >> 18]! + ALPHABET[(triple >> 12) & 63]!;
    const third = left > 1 ? ALPHABET[(triple >> 6) & 63]! : "=";
    parts.push(digits + third + (left > 2 ? ALPHABET[triple & 63]! : "="));
  }
  return parts.join("");
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  const length = text.endsWith("==") ? text.length - 2 : text.length - (text.endsWith("=") ? 1 : 0);
  const bytes = new Uint8Array(Math.floor((length * 3) / 4));
  let at = 0;
  for (let i = 0; i < length; i += 4) {
    let triple = 0;
    for (let j = 0; j < 4; j++) {
      const digit = i + j < length ? DIGITS[text.charCodeAt(i + j) & 127]! : 0;
      if (digit === 255) throw new RangeError("not a packed column");
      triple = (triple << 6) | digit;
    }
    for (let j = 16; j >= 0 && at < bytes.length; j -= 8) bytes[at++] = (triple >> j) & 255;
  }
  return bytes;
}
