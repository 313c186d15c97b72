/**
 * Puts together a report of hundreds of megabytes without a string for each line: what recurs is
 * encoded once and copied. The buffer is used again for the next piece, so whoever gets one has to
 * write it, or copy it, before asking for more.
 */
const CAPACITY = 256 * 1024;

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

  addText(text: string): void {
    this.add(this.encoder.encode(text));
  }

  private grow(needed: number): void {
    const bigger = new Uint8Array(Math.max(this.buffer.length * 2, this.length + needed));
    bigger.set(this.buffer.subarray(0, this.length));
    this.buffer = bigger;
  }
}
