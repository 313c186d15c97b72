/**
 * Lines that end in a line feed, of any length: Java's profiles are read by these, where what is
 * left behind the last line end counts only in the table of locations.
 */
import { isSpaceByte, trimSpace } from "./go-space.ts";

const NEWLINE = 0x0a;

export class WholeLines {
  readonly bytes: Uint8Array;
  /** The line is bytes[start..end), without white space around it. */
  start = 0;
  end = 0;
  /** Offset of the next line. */
  private at: number;
  private lineStart: number;
  private readonly decoder = new TextDecoder("utf-8", { ignoreBOM: true });

  constructor(bytes: Uint8Array, from: number) {
    this.bytes = bytes;
    this.at = from;
    this.lineStart = from;
  }

  /** Goes to the next line; false where no line end follows. */
  next(): boolean {
    const found = this.bytes.indexOf(NEWLINE, this.at);
    if (found < 0) return false;
    this.take(found);
    return true;
  }

  /** The same, but what is left behind the last line end is a line, too. */
  nextOrRest(): boolean {
    if (this.next()) return true;
    if (this.at >= this.bytes.length) return false;
    this.take(this.bytes.length);
    return true;
  }

  /** The line at hand is the next one again. */
  back(): void {
    this.at = this.lineStart;
  }

  isBlank(): boolean {
    return this.start === this.end || this.trimmedText() === "";
  }

  trimmedText(): string {
    return trimSpace(this.decoder.decode(this.bytes.subarray(this.start, this.end)));
  }

  private take(end: number): void {
    const { bytes } = this;
    this.lineStart = this.at;
    this.start = this.at;
    this.end = end;
    this.at = end + 1;
    while (this.start < this.end && isSpaceByte(bytes[this.start]!)) this.start++;
    while (this.start < this.end && isSpaceByte(bytes[this.end - 1]!)) this.end--;
  }
}
