/**
 * Whole numbers as the varints of protobuf: seven bits a byte, the lowest first; signed ones in zigzag.
 * Beyond 32 bits by division, as shifts would cut: exact up to 2^53, signed ones up to 2^52.
 */
const FIRST_CAPACITY = 64;
const LONGEST = 8;

export class VarintWriter {
  length = 0;
  private bytes: Uint8Array<ArrayBuffer>;

  /** @param capacity bytes, a guess */
  constructor(capacity = FIRST_CAPACITY) {
    this.bytes = new Uint8Array(capacity);
  }

  unsigned(value: number): void {
    if (this.length + LONGEST > this.bytes.length) this.grow();
    const { bytes } = this;
    let rest = value;
    while (rest >= 128) {
      bytes[this.length++] = (rest % 128) + 128;
      rest = Math.floor(rest / 128);
    }
    bytes[this.length++] = rest;
  }

  signed(value: number): void {
    this.unsigned(value < 0 ? -2 * value - 1 : 2 * value);
  }

  /** What was written, as a view. */
  finish(): Uint8Array<ArrayBuffer> {
    return this.bytes.subarray(0, this.length);
  }

  private grow(): void {
    const bigger = new Uint8Array(this.bytes.length * 2 + LONGEST);
    bigger.set(this.bytes);
    this.bytes = bigger;
  }
}

export class VarintReader {
  private readonly bytes: Uint8Array;
  private at: number;

  constructor(bytes: Uint8Array, start = 0) {
    this.bytes = bytes;
    this.at = start;
  }

  /** @throws RangeError where the bytes end within a number */
  unsigned(): number {
    let value = 0;
    let scale = 1;
    for (;;) {
      const byte = this.bytes[this.at++];
      if (byte === undefined) throw new RangeError("a number is cut off");
      value += (byte & 127) * scale;
      if (byte < 128) return value;
      scale *= 128;
    }
  }

  /** @throws RangeError where the bytes end within a number */
  signed(): number {
    const value = this.unsigned();
    return value % 2 === 1 ? -(value + 1) / 2 : value / 2;
  }
}
