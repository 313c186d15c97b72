/**
 * The plain number fields of one small message, by field number: a place to read them into that is
 * used again for each message of its kind, so that fields may come in any order and repeat (the
 * last one counts) without an object a message.
 */
import { type FieldSchema, type MessageSchema, VARINT } from "./message-schema.ts";
import { isExact, numberOf, type WireReader } from "./wire-reader.ts";

export class ScalarFields {
  private readonly reader: WireReader;
  private readonly schema: MessageSchema;
  private readonly isNumber: Uint8Array;
  private readonly low: Int32Array;
  private readonly high: Int32Array;
  /** Where each value starts; for a field that is not there, where its message does. */
  private readonly offset: Int32Array;

  constructor(reader: WireReader, schema: MessageSchema) {
    const size = Math.max(...Object.keys(schema.fields).map(Number)) + 1;
    this.reader = reader;
    this.schema = schema;
    this.isNumber = Uint8Array.from({ length: size }, (_, field) =>
      isNumberType(schema.fields[field]) ? 1 : 0,
    );
    this.low = new Int32Array(size);
    this.high = new Int32Array(size);
    this.offset = new Int32Array(size);
  }

  /** Reads a whole message of plain number fields, from its length on. */
  readMessage(): void {
    const outer = this.reader.enter();
    this.begin();
    while (this.reader.pos < this.reader.end) this.take(this.reader.tag());
    this.reader.leave(outer);
  }

  /** All fields are 0 again. */
  begin(): void {
    for (let field = 0; field < this.low.length; field++) {
      this.low[field] = 0;
      this.high[field] = 0;
      this.offset[field] = this.reader.pos;
    }
  }

  /** Reads or skips the field with this tag. */
  take(tag: number): void {
    const field = tag >>> 3;
    if ((tag & 7) !== VARINT || this.isNumber[field] !== 1) {
      this.reader.skip(tag, this.schema);
      return;
    }
    this.offset[field] = this.reader.pos;
    this.reader.varint();
    this.low[field] = this.reader.low;
    this.high[field] = this.reader.high;
  }

  lowOf(field: number): number {
    return this.low[field];
  }

  highOf(field: number): number {
    return this.high[field];
  }

  offsetOf(field: number): number {
    return this.offset[field];
  }

  bool(field: number): number {
    return this.isZero(field) ? 0 : 1;
  }

  isZero(field: number): boolean {
    return (this.low[field] | this.high[field]) === 0;
  }

  /** A signed integer that plain numbers hold exactly, else a DecodeError. */
  number(field: number): number {
    if (isExact(this.low[field], this.high[field])) {
      return numberOf(this.low[field], this.high[field]);
    }
    throw this.problem(field, "an integer of at most 2^53");
  }

  unsigned(field: number): bigint {
    this.reader.low = this.low[field];
    this.reader.high = this.high[field];
    return this.reader.unsigned();
  }

  signed(field: number): bigint {
    return BigInt.asIntN(64, this.unsigned(field));
  }

  /** An index into the string table; each string has a tag and a length, which bounds it. */
  stringIndex(field: number): number {
    const index = this.low[field];
    if (this.high[field] !== 0 || index < 0 || index >= this.reader.bytes.length) {
      throw this.problem(field, "the index of a string");
    }
    return index;
  }

  private problem(field: number, expected: string): Error {
    return this.reader.problem(this.offset[field], expected, this.signed(field).toString());
  }
}

function isNumberType(field: FieldSchema | undefined): boolean {
  return field?.type === "varint" || field?.type === "varints";
}
