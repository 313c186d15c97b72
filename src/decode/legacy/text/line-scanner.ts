/**
 * Walks over the lines of a text without making strings of them, as Go's `bufio.Scanner` does: a
 * line of 64 KiB ends it, which is an error only to those that ask. Files of this kind have
 * millions of lines, of which most are read from their bytes.
 */

import { TOO_LONG, unreadable } from "../unreadable.ts";
import { isSpaceByte, trimSpace } from "./go-space.ts";

/** The scanner's buffer must hold a line together with its end. */
const MAX_LINE = 65_535;

const NEWLINE = 0x0a;
const RETURN = 0x0d;
const HASH = 0x23;

/** What announces the memory map. */
const SENTINELS = ["--- Memory map: ---", "MAPPED_LIBRARIES:"].map((text) =>
  new TextEncoder().encode(text),
);

export class LineScanner {
  readonly bytes: Uint8Array;
  /** The line is bytes[start..end), without its line end; empty before the first and after all. */
  start = 0;
  end = 0;
  private next: number;
  private isTooLong = false;
  private readonly decoder = new TextDecoder("utf-8", { ignoreBOM: true });

  constructor(bytes: Uint8Array, from = 0) {
    this.bytes = bytes;
    this.next = from;
  }

  /** Goes to the next line; false where there is none, and behind a line that is too long. */
  scan(): boolean {
    const { bytes, next } = this;
    this.start = this.end = bytes.length;
    if (next >= bytes.length || this.isTooLong) return false;
    const found = bytes.indexOf(NEWLINE, next);
    const end = found < 0 ? bytes.length : found;
    this.isTooLong = end - next > MAX_LINE;
    if (this.isTooLong) return false;
    this.start = next;
    this.end = end > next && bytes[end - 1] === RETURN ? end - 1 : end;
    this.next = end + 1;
    return true;
  }

  /** Fails where a line that is too long has ended the walk. */
  check(): void {
    if (this.isTooLong) throw unreadable(TOO_LONG);
  }

  text(): string {
    return this.decoder.decode(this.bytes.subarray(this.start, this.end));
  }

  trimmedText(): string {
    return trimSpace(this.text());
  }

  /** Whether the line is blank, or its first letter a #. */
  isSpaceOrComment(): boolean {
    const { bytes, end } = this;
    let at = this.start;
    while (at < end && isSpaceByte(bytes[at]!)) at++;
    if (at === end || bytes[at] === HASH) return true;
    if (bytes[at]! < 0x80) return false;
    const text = this.trimmedText();
    return text === "" || text.startsWith("#");
  }

  startsWith(ascii: string): boolean {
    if (this.end - this.start < ascii.length) return false;
    for (let i = 0; i < ascii.length; i++) {
      if (this.bytes[this.start + i] !== ascii.charCodeAt(i)) return false;
    }
    return true;
  }

  /** Whether the line announces the memory map. */
  isSentinel(): boolean {
    return SENTINELS.some((sentinel) => this.includes(sentinel));
  }

  private includes(wanted: Uint8Array): boolean {
    const { bytes } = this;
    const last = this.end - wanted.length;
    for (let at = this.start; at <= last; at++) {
      if (bytes[at] === wanted[0] && wanted.every((byte, i) => bytes[at + i] === byte)) return true;
    }
    return false;
  }
}
