/** A growing column of unsigned 64-bit integers, from their halves: no bigint a row. */
const IS_LITTLE_ENDIAN = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;
const LOW = IS_LITTLE_ENDIAN ? 0 : 1;
const HIGH = 1 - LOW;

export class Uint64Column {
  private length = 0;
  private halves = new Int32Array(8);

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
