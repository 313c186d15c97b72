/**
 * The tree of the stacks of merged profiles. Its rows are found by a hash table as those of a
 * StackTree are; but a profile that is like the one before has its stacks in the same order, so the
 * row behind the last one that was found is looked at first, which needs no hash.
 */
import { hashPair } from "../../base/hash-pair.ts";
import type { StackTable } from "../../model/profile.ts";

const FIRST_CAPACITY = 256;

export class MergedStacks {
  length = 0;
  private prefix = new Int32Array(FIRST_CAPACITY);
  private location = new Int32Array(FIRST_CAPACITY);
  /** A row + 1, or 0 where free: at most half of them are taken. */
  private slots = new Int32Array(FIRST_CAPACITY * 2);
  private shift = 32 - Math.log2(FIRST_CAPACITY * 2);
  /** Where the next row is looked for first. */
  private next = 0;

  /** The row of `location` called from row `prefix` (-1: a root), added if it is new. */
  child(prefix: number, location: number): number {
    const { next } = this;
    if (next < this.length && this.prefix[next] === prefix && this.location[next] === location) {
      return this.next++;
    }
    const mask = this.slots.length - 1;
    let slot = hashPair(prefix, location) >>> this.shift;
    let row = this.slots[slot] - 1;
    while (row >= 0 && (this.location[row] !== location || this.prefix[row] !== prefix)) {
      slot = (slot + 1) & mask;
      row = this.slots[slot] - 1;
    }
    if (row < 0) row = this.add(prefix, location, slot);
    this.next = row + 1;
    return row;
  }

  /** Makes room for so many rows in all: for the first source, since others mostly add few. */
  reserve(rows: number): void {
    if (rows <= this.prefix.length) return;
    const capacity = 2 ** Math.ceil(Math.log2(rows));
    this.prefix = grown(this.prefix, capacity);
    this.location = grown(this.location, capacity);
    this.slots = new Int32Array(capacity * 2);
    this.shift = 32 - Math.log2(capacity * 2);
    for (let row = 0; row < this.length; row++) {
      this.slots[this.freeSlot(this.prefix[row], this.location[row])] = row + 1;
    }
  }

  finish(): StackTable {
    const { length } = this;
    return {
      length,
      prefix: this.prefix.subarray(0, length),
      location: this.location.subarray(0, length),
    };
  }

  private add(prefix: number, location: number, slot: number): number {
    const row = this.length;
    const isFull = row === this.prefix.length;
    if (isFull) this.reserve(row * 2);
    this.prefix[row] = prefix;
    this.location[row] = location;
    this.slots[isFull ? this.freeSlot(prefix, location) : slot] = row + 1;
    this.length++;
    return row;
  }

  private freeSlot(prefix: number, location: number): number {
    const mask = this.slots.length - 1;
    let slot = hashPair(prefix, location) >>> this.shift;
    while (this.slots[slot] !== 0) slot = (slot + 1) & mask;
    return slot;
  }
}

function grown(column: Int32Array, capacity: number): Int32Array<ArrayBuffer> {
  const bigger = new Int32Array(capacity);
  bigger.set(column);
  return bigger;
}
