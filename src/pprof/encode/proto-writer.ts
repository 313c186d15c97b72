/**
 * Protocol-buffer messages as bytes, in one array that grows. Fields are written in the order of the
 * calls; a field that is 0 is left out by the functions that end in `Opt`, as encoders do where
 * nothing tells 0 from nothing.
 */
const FIRST_CAPACITY = 1 << 12;
/** The most bytes that a tag and a value have. */
const FIELD_BYTES = 15;
const EXACT = 2 ** 53;

export class ProtoWriter {
  private bytes = new Uint8Array(FIRST_CAPACITY);
  /** Bytes since the last piece was taken. */
  length = 0;

  /** What has been written since the last time, outside of any message that has not ended. */
  take(): Uint8Array {
    const piece = this.bytes.subarray(0, this.length);
    this.bytes = new Uint8Array(this.bytes.length);
    this.length = 0;
    return piece;
  }

  /** Begins a message in a field; returns what `end` needs to know. */
  begin(field: number): number {
    this.reserve(FIELD_BYTES);
    this.small((field << 3) | 2);
    this.small(0);
    return this.length;
  }

  /** Ends the message that `begin` began, by writing its length in front of it. */
  end(start: number): void {
    const length = this.length - start;
    if (length >= 0x80) {
      this.reserve(FIELD_BYTES);
      const moved = length < 2 ** 14 ? 1 : length < 2 ** 21 ? 2 : length < 2 ** 28 ? 3 : 4;
      this.bytes.copyWithin(start + moved, start, this.length);
      this.length = start - 1;
      this.small(length);
      this.length += length;
    } else this.bytes[start - 1] = length;
  }

  /** A value of up to 64 bits; a negative one as its two's complement. */
  value(field: number, value: number | bigint): void {
    this.reserve(FIELD_BYTES);
    this.small(field << 3);
    this.varint(value);
  }

  valueOpt(field: number, value: number | bigint): void {
    if (value) this.value(field, value);
  }

  text(field: number, bytes: Uint8Array): void {
    this.reserve(FIELD_BYTES + bytes.length);
    this.small((field << 3) | 2);
    this.small(bytes.length);
    this.bytes.set(bytes, this.length);
    this.length += bytes.length;
  }

  /** What has been written elsewhere. */
  add(from: Uint8Array, start: number, end: number): void {
    this.reserve(end - start);
    const { bytes } = this;
    let { length } = this;
    // A call costs more than a short loop.
    for (let i = start; i < end; i++) bytes[length++] = from[i];
    this.length = length;
  }

  /** A value without a tag, of a packed field. */
  packed(value: number | bigint): void {
    this.reserve(FIELD_BYTES);
    this.varint(value);
  }

  private varint(value: number | bigint): void {
    if (typeof value === "bigint") {
      const low = Number(BigInt.asIntN(32, value));
      this.halves(low, Number(BigInt.asIntN(32, value >> 32n)));
    } else if (value >= 0 && value < 2 ** 31) this.small(value);
    else if (value >= -EXACT && value <= EXACT) {
      const high = Math.floor(value / 2 ** 32);
      this.halves((value - high * 2 ** 32) | 0, high | 0);
    } else throw new RangeError(`${value} is not a whole number of up to 53 bits`);
  }

  /** Of at most 31 bits. */
  private small(value: number): void {
    const { bytes } = this;
    let { length } = this;
    let rest = value;
    for (; rest >= 0x80; rest >>>= 7) bytes[length++] = (rest & 0x7f) | 0x80;
    bytes[length++] = rest;
    this.length = length;
  }

  private halves(low: number, high: number): void {
    let [a, b] = [low >>> 0, high >>> 0];
    while (b !== 0 || a >= 0x80) {
      this.bytes[this.length++] = (a & 0x7f) | 0x80;
      a = ((a >>> 7) | (b << 25)) >>> 0;
      b >>>= 7;
    }
    this.bytes[this.length++] = a;
  }

  private reserve(more: number): void {
    if (this.length + more <= this.bytes.length) return;
    const bigger = new Uint8Array(Math.max(this.length + more, this.bytes.length * 2));
    bigger.set(this.bytes.subarray(0, this.length));
    this.bytes = bigger;
  }
}
