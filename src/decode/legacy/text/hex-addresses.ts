/**
 * Finds the numbers 0x… within bytes, wherever they stand, as the reference does. A number is given
 * as its two halves of 32 bits.
 */
import { malformedSample } from "../unreadable.ts";

const ZERO = 0x30;
const LETTER_X = 0x78;
const NOT_A_DIGIT = 16;

/** By byte: the value of a lower-case hexadecimal digit. */
const DIGITS = Uint8Array.from({ length: 256 }, (_, byte) => {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  return byte >= 0x61 && byte <= 0x66 ? byte - 0x57 : NOT_A_DIGIT;
});

class HexAddresses {
  low = 0;
  high = 0;
  private readonly bytes: Uint8Array;
  private at: number;
  private readonly end: number;

  constructor(bytes: Uint8Array, start: number, end: number) {
    this.bytes = bytes;
    this.at = start;
    this.end = end;
  }

  /**
   * Goes to the next number; false where there is none.
   * @param onOverflow is called with a number of more than 64 bits, and throws
   */
  next(onOverflow: (number: string) => never): boolean {
    const { bytes, end } = this;
    for (let at = this.at; at + 2 < end; at++) {
      if (bytes[at] !== ZERO || bytes[at + 1] !== LETTER_X) continue;
      if (DIGITS[bytes[at + 2]!] === NOT_A_DIGIT) continue;
      this.read(at, onOverflow);
      return true;
    }
    this.at = end;
    return false;
  }

  private read(from: number, onOverflow: (number: string) => never): void {
    const { bytes, end } = this;
    let at = from + 2;
    let low = 0;
    let high = 0;
    let isTooLarge = false;
    for (; at < end; at++) {
      const digit = DIGITS[bytes[at]!]!;
      if (digit === NOT_A_DIGIT) break;
      isTooLarge ||= high >>> 28 !== 0;
      high = (high << 4) | (low >>> 28);
      low = (low << 4) | digit;
    }
    if (isTooLarge) onOverflow(new TextDecoder().decode(bytes.subarray(from, at)));
    this.low = low >>> 0;
    this.high = high >>> 0;
    this.at = at;
  }
}

/** The line at hand of whatever walks over lines. */
export interface Line {
  readonly bytes: Uint8Array;
  trimmedText(): string;
}

/**
 * Takes each number 0x… of bytes[start..end), a part of the line at hand. Fails with the
 * reference's message for one of more than 64 bits.
 */
export function eachAddress(
  line: Line,
  start: number,
  end: number,
  take: (low: number, high: number) => void,
): void {
  const found = new HexAddresses(line.bytes, start, end);
  const onOverflow = (number: string): never => {
    const reason = `failed to parse as hex 64-bit number: ${number}`;
    throw malformedSample(line.trimmedText(), reason);
  };
  while (found.next(onOverflow)) take(found.low, found.high);
}
