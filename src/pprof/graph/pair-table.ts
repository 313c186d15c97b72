/** Numbers pairs of non-negative integers in the order of their first use. */
import { hashPair } from "../../base/hash-pair.ts";

const FIRST_CAPACITY = 1024;

export class PairTable {
  length = 0;
  first = new Int32Array(FIRST_CAPACITY);
  second = new Int32Array(FIRST_CAPACITY);
  private slots = new Int32Array(FIRST_CAPACITY * 2);

  /** The number of the pair, a new one if there is none yet. */
  find(first: number, second: number): number {
    const mask = this.slots.length - 1;
    let slot = hashOf(first, second) & mask;
    for (;;) {
      const row = this.slots[slot] - 1;
      if (row < 0) return this.add(first, second);
      if (this.first[row] === first && this.second[row] === second) return row;
      slot = (slot + 1) & mask;
    }
  }

  private add(first: number, second: number): number {
    if (this.length === this.first.length) this.grow();
    const row = this.length++;
    this.first[row] = first;
    this.second[row] = second;
    this.enter(row);
    return row;
  }

  private enter(row: number): void {
    const mask = this.slots.length - 1;
    let slot = hashOf(this.first[row], this.second[row]) & mask;
    while (this.slots[slot] !== 0) slot = (slot + 1) & mask;
    this.slots[slot] = row + 1;
  }

  private grow(): void {
    const capacity = this.length * 2;
    this.first = copy(this.first, capacity);
    this.second = copy(this.second, capacity);
    this.slots = new Int32Array(capacity * 2);
    for (let row = 0; row < this.length; row++) this.enter(row);
  }
}

function hashOf(first: number, second: number): number {
  const mixed = hashPair(first, second);
  return mixed ^ (mixed >>> 15);
}

function copy(from: Int32Array, capacity: number): Int32Array<ArrayBuffer> {
  const to = new Int32Array(capacity);
  to.set(from);
  return to;
}
