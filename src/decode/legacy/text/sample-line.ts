/**
 * Finds the shape `numbers … @ addresses` within a line, from its bytes: the samples of heap,
 * contention and Java profiles. The reference looks for a pattern that may begin anywhere in the
 * line; a walk over the runs of digits finds the same match in time linear in the line.
 */
const MINUS = 0x2d;
const BLANK = 0x20;
const AT = 0x40;
const COLON = 0x3a;
const OPEN = 0x5b;
const CLOSE = 0x5d;

/** Bounds of the numbers in the order of the line, and of the part with the addresses. */
export class SampleLine {
  readonly starts = new Int32Array(4);
  readonly ends = new Int32Array(4);
  stackStart = 0;
  stackEnd = 0;
  /** Where the match begins. */
  start = 0;
  private bytes: Uint8Array = new Uint8Array(0);
  private at = 0;
  private end = 0;

  /** `-1: -8 [2: 16] @ 0x… 0x…` */
  matchHeap(bytes: Uint8Array, start: number, end: number): boolean {
    return this.match(bytes, start, end, () => this.heapFrom());
  }

  /** `12 34 @ 0x…`; both numbers may touch, and then the last digit is the second. */
  matchContention(bytes: Uint8Array, start: number, end: number): boolean {
    return this.match(bytes, start, end, () => this.contentionFrom());
  }

  /** `12  34  @  0x…` */
  matchJava(bytes: Uint8Array, start: number, end: number): boolean {
    return this.match(bytes, start, end, () => this.javaFrom());
  }

  /** Tries each run of digits as the first number; none that begins within a run can match then. */
  private match(bytes: Uint8Array, start: number, end: number, rest: () => boolean): boolean {
    this.bytes = bytes;
    this.end = end;
    for (let at = start; at < end; at++) {
      if (!isDigit(bytes[at]!)) continue;
      this.at = at;
      this.digits(0);
      const runEnd = this.at;
      this.start = at;
      if (rest()) return true;
      at = runEnd;
    }
    return false;
  }

  private heapFrom(): boolean {
    const { bytes, starts } = this;
    // A line begins behind a line end or at 0, so that what is before the digits is in the line.
    if (bytes[this.start - 1] === MINUS) starts[0] = --this.start;
    const hasInuse = this.byte(COLON) && this.blanks() && this.signedDigits(1) && this.blanks();
    if (!hasInuse || !this.byte(OPEN) || !this.blanks() || !this.digits(2)) return false;
    const hasAlloc = this.byte(COLON) && this.blanks() && this.digits(3) && this.blanks();
    return hasAlloc && this.byte(CLOSE) && this.byte(BLANK) && this.byte(AT) && this.stack();
  }

  private contentionFrom(): boolean {
    const { starts, ends } = this;
    const runEnd = this.at;
    if (this.blanks() && this.digits(1) && this.byte(BLANK) && this.byte(AT)) return this.stack();
    this.at = runEnd;
    if (runEnd - starts[0]! < 2 || !this.byte(BLANK) || !this.byte(AT)) return false;
    starts[1] = ends[0] = runEnd - 1;
    ends[1] = runEnd;
    return this.stack();
  }

  private javaFrom(): boolean {
    if (!this.someBlanks() || !this.digits(1) || !this.someBlanks()) return false;
    return this.byte(AT) && this.someBlanks() && this.stack();
  }

  private byte(wanted: number): boolean {
    if (this.at >= this.end || this.bytes[this.at] !== wanted) return false;
    this.at++;
    return true;
  }

  private blanks(): true {
    while (this.at < this.end && this.bytes[this.at] === BLANK) this.at++;
    return true;
  }

  private someBlanks(): boolean {
    return this.byte(BLANK) && this.blanks();
  }

  private signedDigits(field: number): boolean {
    const start = this.at;
    this.byte(MINUS);
    if (!this.digits(field)) return false;
    this.starts[field] = start;
    return true;
  }

  /** One digit or more, the number of this index. */
  private digits(field: number): boolean {
    const start = this.at;
    while (this.at < this.end && isDigit(this.bytes[this.at]!)) this.at++;
    this.starts[field] = start;
    this.ends[field] = this.at;
    return this.at > start;
  }

  private stack(): true {
    this.stackStart = this.at;
    while (this.at < this.end && isOfAddresses(this.bytes[this.at]!)) this.at++;
    this.stackEnd = this.at;
    return true;
  }
}

function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39;
}

/** Blanks, x and lower-case hexadecimal digits, in any order. */
function isOfAddresses(byte: number): boolean {
  return isDigit(byte) || (byte >= 0x61 && byte <= 0x66) || byte === BLANK || byte === 0x78;
}
