/**
 * Unsigned 64-bit integers by their halves, where a bigint a row would cost too much: a growing
 * column of them, and the halves of one that is finished.
 */
const IS_LITTLE_ENDIAN = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

/** Where in the halves of row `i` those of `halvesOf` stand: at 2 i + LOW and 2 i + HIGH. */
export const LOW = IS_LITTLE_ENDIAN ? 0 : 1;
export const HIGH = 1 - LOW;

export class Uint64Column {
  length = 0;
  /** Of the rows so far, as `halvesOf` has them, and of more that are not yet there. */
  halves = new Int32Array(8);

  push(low: number, high: number): void {
    if (this.length * 2 === this.halves.length) this.grow();
    this.halves[this.length * 2 + LOW] = low;
    this.halves[this.length * 2 + HIGH] = high;
    this.length++;
  }

  finish(): BigUint64Array {
    return new BigUint64Array(this.halves.slice(0, this.length * 2).buffer);
  }

  private grow(): void {
    const bigger = new Int32Array(this.halves.length * 2);
    bigger.set(this.halves);
    this.halves = bigger;
  }
}

/** A view of the column: two signed 32-bit integers a row. */
export function halvesOf(column: BigUint64Array): Int32Array {
  return new Int32Array(column.buffer, column.byteOffset, column.length * 2);
}
