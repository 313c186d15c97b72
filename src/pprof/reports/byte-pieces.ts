/**
 * Puts together a report of hundreds of megabytes without a string for each line: what recurs is
 * encoded once and copied. The buffer is used again for the next piece, so whoever gets one has to
 * write it, or copy it, before asking for more.
 */
const CAPACITY = 256 * 1024;
/** The largest number that is put together digit by digit: ten of them at most. */
const MAX_DIGITS = 2 ** 31 - 1;
const ZERO = 0x30;
const SPACE = 0x20;

export class BytePieces {
  private buffer = new Uint8Array(CAPACITY);
  private length = 0;
  private readonly encoder = new TextEncoder();

  /** True where the piece so far should be taken before more is added. */
  get isFull(): boolean {
    return this.length > CAPACITY / 2;
  }

  /** The piece so far; the next one begins. */
  take(): Uint8Array {
    const piece = this.buffer.subarray(0, this.length);
    this.length = 0;
    return piece;
  }

  add(bytes: Uint8Array): void {
    if (this.length + bytes.length > this.buffer.length) this.grow(bytes.length);
    const { buffer, length } = this;
    // A call costs more than a short loop.
    if (bytes.length > 48) buffer.set(bytes, length);
    else for (let i = 0; i < bytes.length; i++) buffer[length + i] = bytes[i]!;
    this.length += bytes.length;
  }

  /** A whole number, with spaces in front up to `width` and at least one. */
  addNumber(value: number | bigint, width: number): void {
    if (!(value >= 0 && value <= MAX_DIGITS)) {
      this.add(this.encoder.encode(` ${String(value).padStart(width - 1)}`));
      return;
    }
    if (this.length + width > this.buffer.length) this.grow(width);
    const { buffer, length } = this;
    let at = length + width;
    let rest = Number(value);
    do {
      const tenth = (rest / 10) | 0;
      buffer[--at] = ZERO + rest - tenth * 10;
      rest = tenth;
    } while (rest > 0);
    while (at > length) buffer[--at] = SPACE;
    this.length += width;
  }

  private grow(needed: number): void {
    const bigger = new Uint8Array(Math.max(this.buffer.length * 2, this.length + needed));
    bigger.set(this.buffer.subarray(0, this.length));
    this.buffer = bigger;
  }
}
