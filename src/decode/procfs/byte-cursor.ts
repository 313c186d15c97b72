/**
 * A position in the bytes of a kernel table, with the few steps that such tables need. Works on
 * bytes because smaps of a large process is 60 MB of text, of which only the numbers are wanted;
 * a string a line would cost more than the reading. Fails with the line that it stands on.
 */
import { DecodeError } from "../../base/errors.ts";

const NEWLINE = 0x0a;
const RETURN = 0x0d;
const SPACE = 0x20;
const MAX_EXCERPT = 48;
/** More hexadecimal digits than a 64-bit address has. */
const MAX_HEX_DIGITS = 16;

const HEX_DIGIT = new Int8Array(256).fill(-1);
for (let digit = 0; digit < 16; digit++) HEX_DIGIT["0123456789abcdef".charCodeAt(digit)] = digit;

export function isHexDigit(byte: number): boolean {
  return HEX_DIGIT[byte]! >= 0;
}

export class ByteCursor {
  readonly bytes: Uint8Array;
  readonly format: string;
  position = 0;

  constructor(bytes: Uint8Array, format: string) {
    this.bytes = bytes;
    this.format = format;
  }

  get atEnd(): boolean {
    return this.position >= this.bytes.length;
  }

  /** The byte here, -1 at the end. */
  peek(): number {
    return this.position < this.bytes.length ? this.bytes[this.position]! : -1;
  }

  /**
   * A lower-case hexadecimal number of up to 64 bits. Exact where its last twelve bits are zero,
   * which the caller has to check: addresses and offsets of mappings are multiples of a page.
   */
  hex(what: string): number {
    const start = this.position;
    let value = 0;
    while (this.position < this.bytes.length) {
      const digit = HEX_DIGIT[this.bytes[this.position]!]!;
      if (digit < 0) break;
      value = value * 16 + digit;
      this.position++;
    }
    const digits = this.position - start;
    if (digits === 0 || digits > MAX_HEX_DIGITS) this.fail(what, start);
    return value;
  }

  /** A decimal number; beyond 2^53 it is rounded to the nearest double. */
  decimal(what: string): number {
    const { bytes } = this;
    const start = this.position;
    let value = 0;
    while (this.position < bytes.length) {
      const digit = bytes[this.position]! - 0x30;
      if (digit < 0 || digit > 9) break;
      value = value * 10 + digit;
      this.position++;
    }
    if (this.position === start) this.fail(what, start);
    return value;
  }

  /** Steps over this one byte, or fails. */
  expect(byte: number, what: string): void {
    if (this.peek() !== byte) this.fail(what);
    this.position++;
  }

  skipSpaces(): void {
    while (this.bytes[this.position] === SPACE) this.position++;
  }

  /** Steps over a line end (`\n`, `\r\n`) or stands at the end of the input. */
  expectLineEnd(what: string): void {
    if (this.peek() === RETURN) this.position++;
    if (this.atEnd) return;
    this.expect(NEWLINE, what);
  }

  /** The end of this line, without its line end. */
  lineEnd(): number {
    const { bytes } = this;
    let end = this.position;
    while (end < bytes.length && bytes[end] !== NEWLINE) end++;
    return end > this.position && bytes[end - 1] === RETURN ? end - 1 : end;
  }

  skipLine(): void {
    const { bytes } = this;
    while (this.position < bytes.length && bytes[this.position] !== NEWLINE) this.position++;
    if (this.position < bytes.length) this.position++;
  }

  fail(expected: string, at = this.position): never {
    throw new DecodeError({
      format: this.format,
      at: { line: this.lineNumber(at) },
      expected,
      found: this.excerpt(at),
    });
  }

  private lineNumber(at: number): number {
    let line = 1;
    for (let i = this.bytes.indexOf(NEWLINE); i >= 0 && i < at; line++) {
      i = this.bytes.indexOf(NEWLINE, i + 1);
    }
    return line;
  }

  private excerpt(at: number): string {
    if (at >= this.bytes.length) return "the end of the input";
    const text = new TextDecoder().decode(this.bytes.subarray(at, at + MAX_EXCERPT));
    return JSON.stringify(text.split("\n", 1)[0]);
  }
}
