/**
 * Reads the protobuf wire format. Every read is checked against the end of the message that it is
 * in, and what does not fit is a DecodeError with its offset and the path of its field.
 *
 * A varint is left in `low` and `high`, the two halves of the 64-bit value: numbers can't hold all
 * of them, and a bigint each would cost more than all the rest of decoding.
 */
import { DecodeError } from "../../base/errors.ts";
import { pathAt } from "./message-path.ts";
import {
  fixedLength,
  LENGTH_DELIMITED,
  type MessageSchema,
  VARINT,
  wireTypeName,
} from "./message-schema.ts";

const EXACT_HIGH = 2 ** 21;

export class WireReader {
  readonly bytes: Uint8Array;
  pos = 0;
  /** End of the message that is being read. */
  end: number;
  /** The last varint: bits 0–31 and 32–63, both as signed 32-bit integers. */
  low = 0;
  high = 0;
  private readonly format: string;
  private readonly schema: MessageSchema;
  private readonly halves = new DataView(new ArrayBuffer(8));

  constructor(bytes: Uint8Array, format: string, schema: MessageSchema) {
    this.bytes = bytes;
    this.end = bytes.length;
    this.format = format;
    this.schema = schema;
  }

  /** Reads a tag: field number × 8 + wire type. */
  tag(): number {
    const start = this.pos;
    this.varint();
    if (this.high !== 0 || this.low < 0 || this.low >>> 3 === 0) {
      throw this.problem(start, "the number of a field", this.unsigned().toString());
    }
    return this.low;
  }

  /** Reads a varint into `low` and `high`. */
  varint(): void {
    if (this.pos >= this.end) throw this.cut("a number");
    const byte = this.bytes[this.pos++];
    this.low = byte;
    this.high = 0;
    if (byte >= 0x80) this.longVarint(byte & 0x7f);
  }

  /** Reads a length and makes what it spans the current message; gives the end to `leave` with. */
  enter(): number {
    const outer = this.end;
    this.end = this.lengthEnd();
    return outer;
  }

  /** Ends the message that `enter` began, read to its end or not. */
  leave(outer: number): void {
    this.pos = this.end;
    this.end = outer;
  }

  /** Reads a length and gives the offset behind the bytes that it spans, which are there. */
  lengthEnd(): number {
    const start = this.pos;
    const byte = this.bytes[start];
    if (byte < 0x80 && start + byte < this.end) {
      this.pos++;
      return start + 1 + byte;
    }
    this.varint();
    const left = this.end - this.pos;
    if (this.high !== 0 || this.low < 0 || this.low > left) {
      throw this.problem(start, `a length of at most ${left} bytes`, this.unsigned().toString());
    }
    return this.pos + this.low;
  }

  /** Skips the value of a field that `schema` lacks; a known field has the wrong wire type. */
  skip(tag: number, schema: MessageSchema): void {
    const wireType = tag & 7;
    const field = schema.fields[tag >>> 3];
    const length = fixedLength(wireType);
    if (field !== undefined) {
      const expected = wireTypeName(field.type === "varint" ? VARINT : LENGTH_DELIMITED);
      throw this.problem(this.pos - 1, expected, wireTypeName(wireType));
    }
    if (wireType === VARINT) this.varint();
    else if (wireType === LENGTH_DELIMITED) this.pos = this.lengthEnd();
    else if (length < 0) throw this.problem(this.pos - 1, "a field", wireTypeName(wireType));
    else if (this.end - this.pos < length) throw this.cut(`${length} bytes`);
    else this.pos += length;
  }

  /** The last varint as an unsigned integer. */
  unsigned(): bigint {
    this.halves.setInt32(0, this.high);
    this.halves.setInt32(4, this.low);
    return this.halves.getBigUint64(0);
  }

  /** What is wrong with the field that holds the byte at `offset`. */
  problem(
    offset: number,
    expected: string,
    found: string,
    options: { hint?: string } = {},
  ): DecodeError {
    const field = pathAt(this.bytes, offset, this.schema);
    return new DecodeError(
      { format: this.format, at: { offset }, field, expected, found },
      options,
    );
  }

  /** Seven bits a byte, lowest first: four bytes fill bits 0–27, the fifth spans both halves. */
  private longVarint(first: number): void {
    const start = this.pos - 1;
    let low = first;
    let high = 0;
    for (let shift = 7; ; shift += 7) {
      if (this.pos >= this.end) throw this.cut("the rest of a number");
      const byte = this.bytes[this.pos++];
      const bits = byte & 0x7f;
      if (shift < 28) low |= bits << shift;
      else if (shift === 28) {
        low |= bits << 28;
        high = bits >>> 4;
      } else high |= bits << (shift - 32);
      if (shift === 63 && byte > 1) throw this.problem(start, "at most 64 bits", "more");
      if (byte < 0x80) break;
    }
    this.low = low;
    this.high = high;
  }

  private cut(expected: string): DecodeError {
    const found =
      this.end === this.bytes.length ? "the end of the input" : "the end of its message";
    return this.problem(Math.max(0, Math.min(this.pos, this.end) - 1), expected, found);
  }
}

/** True if the 64-bit integer of these halves is exact as a number: |v| ≤ 2^53. */
export function isExact(low: number, high: number): boolean {
  return high >= -EXACT_HIGH && (high < EXACT_HIGH || (high === EXACT_HIGH && low === 0));
}

/** The signed 64-bit integer of these halves as a number, rounded unless `isExact`. */
export function numberOf(low: number, high: number): number {
  return high * 4294967296 + (low >>> 0);
}
