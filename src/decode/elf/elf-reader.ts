/**
 * Numbers out of an ELF file in its own byte order and word size. Every read is checked against
 * the size of the source before anything is allocated, and against what the source really gave.
 */
import { DecodeError } from "../../base/errors.ts";
import type { ByteSource } from "./byte-source.ts";

export interface ElfLayout {
  readonly bits: 32 | 64;
  readonly littleEndian: boolean;
}

export class ElfReader {
  readonly source: ByteSource;
  readonly layout: ElfLayout;
  /** Bytes of an address: 4 or 8. */
  readonly wordSize: 4 | 8;

  constructor(source: ByteSource, layout: ElfLayout) {
    this.source = source;
    this.layout = layout;
    this.wordSize = layout.bits === 64 ? 8 : 4;
  }

  /** Exactly `length` bytes at `offset`; fails with DecodeError where the file has fewer. */
  bytes(offset: number, length: number, field: string): Uint8Array {
    const inside = offset >= 0 && length >= 0 && offset + length <= this.source.size;
    const bytes = inside ? this.source.read(offset, length) : undefined;
    if (bytes === undefined || bytes.length < length) {
      throw elfProblem(offset, field, `${length} bytes`, `a file of ${this.source.size} bytes`);
    }
    return bytes;
  }

  /** A view of exactly `length` bytes at `offset`, for the methods below. */
  view(offset: number, length: number, field: string): ElfView {
    return new ElfView(this.bytes(offset, length, field), this.layout);
  }
}

/** A few bytes of the file; offsets are relative to their start. Out of range throws RangeError,
 * which means a bug here: the length was fixed when the view was made. */
export class ElfView {
  readonly length: number;
  private readonly data: DataView;
  private readonly layout: ElfLayout;

  constructor(bytes: Uint8Array, layout: ElfLayout) {
    this.length = bytes.length;
    this.data = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.layout = layout;
  }

  u8(at: number): number {
    return this.data.getUint8(at);
  }

  u16(at: number): number {
    return this.data.getUint16(at, this.layout.littleEndian);
  }

  u32(at: number): number {
    return this.data.getUint32(at, this.layout.littleEndian);
  }

  /** Beyond 2^53 only approximately: such an address or size is out of every file's range. */
  u64(at: number): number {
    const [low, high] = this.layout.littleEndian ? [at, at + 4] : [at + 4, at];
    return this.u32(high) * 2 ** 32 + this.u32(low);
  }

  /** An address, offset or size: 4 or 8 bytes. */
  word(at: number): number {
    return this.layout.bits === 64 ? this.u64(at) : this.u32(at);
  }
}

export function elfProblem(
  offset: number,
  field: string,
  expected: string,
  found: string,
): DecodeError {
  return new DecodeError({ format: "elf", at: { offset }, field, expected, found });
}
