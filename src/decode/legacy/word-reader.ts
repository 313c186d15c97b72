/** Words of 32 or 64 bits in either byte order: what binary profiles are made of. */
export interface WordFormat {
  /** Bytes a word. */
  readonly size: 4 | 8;
  readonly isLittle: boolean;
}

export class WordReader {
  /** The last word: bits 0–31 and 32–63. */
  low = 0;
  high = 0;
  /** Offset of the next word. */
  at: number;
  private readonly view: DataView;
  private readonly format: WordFormat;

  constructor(bytes: Uint8Array, at: number, format: WordFormat) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.at = at;
    this.format = format;
  }

  /** Bytes that are left. */
  get left(): number {
    return this.view.byteLength - this.at;
  }

  /** Goes to the next word; where there is no whole one it is 0, and nothing is left. */
  next(): boolean {
    const { view, at } = this;
    const { size, isLittle } = this.format;
    this.low = this.high = 0;
    if (this.left < size) {
      this.at = view.byteLength;
      return false;
    }
    this.at += size;
    this.low = view.getUint32(size === 8 && !isLittle ? at + 4 : at, isLittle);
    if (size === 8) this.high = view.getUint32(isLittle ? at + 4 : at, isLittle);
    return true;
  }

  /** The last word. */
  value(): bigint {
    return (BigInt(this.high) << 32n) | BigInt(this.low);
  }
}
