/**
 * The tree of call stacks under construction: a row is a caller's row and a location, and the same
 * pair is always the same row, so that stacks share their common outer part. Rows are found by a
 * hash table of row numbers with open addressing, which costs no object a stack. A row whose caller
 * is the row right before it is not in the table, as it is found there: long paths that share nothing
 * with others, of which damaged profiles are full, so cost two numbers a frame.
 *
 * Rows are only ever added behind their caller: a prefix is smaller than the row that has it.
 */
import { hashPair } from "../base/hash-pair.ts";

const FIRST_CAPACITY = 256;
/** Slots are Int32: a row number + 1, or 0 where free. */
const FIRST_SLOT_BITS = 12;
const MANY_SLOT_BITS = 18;

export class StackTree {
  length = 0;
  prefix = new Int32Array(FIRST_CAPACITY);
  location = new Int32Array(FIRST_CAPACITY);
  private slots = new Int32Array(1 << FIRST_SLOT_BITS);
  /** As many slots as 32 - shift bits can tell apart are in use. */
  private shift = 32 - FIRST_SLOT_BITS;
  /** Rows from here on are found. */
  private firstFound = 0;
  /** Slots that are taken. */
  private taken = 0;

  /** The row of `location` called from row `prefix` (-1: a root), added if it is new. */
  child(prefix: number, location: number): number {
    const row = this.find(prefix, location);
    return row < 0 ? this.add(prefix, location) : row;
  }

  /** The row of `location` called from row `prefix`, or -1 where there is none yet. */
  find(prefix: number, location: number): number {
    if (this.isNext(prefix, location)) return prefix + 1;
    const { slots, shift } = this;
    const mask = -1 >>> shift;
    for (let slot = hashPair(prefix, location) >>> shift; ; slot = (slot + 1) & mask) {
      const row = slots[slot] - 1;
      if (row < 0) return -1;
      if (this.location[row] === location && this.prefix[row] === prefix) return row;
    }
  }

  /**
   * The row of the locations data[start..end) called one from the other, the first of them from
   * `prefix`. Below a row that is new, all rows are.
   */
  descend(prefix: number, data: Int32Array, start: number, end: number): number {
    const { slots, shift } = this;
    const mask = -1 >>> shift;
    let row = prefix;
    for (let i = start; i < end; i++) {
      if (this.isNext(row, data[i])) {
        row++;
        continue;
      }
      let slot = hashPair(row, data[i]) >>> shift;
      let next = slots[slot] - 1;
      while (next >= 0 && (this.location[next] !== data[i] || this.prefix[next] !== row)) {
        slot = (slot + 1) & mask;
        next = slots[slot] - 1;
      }
      if (next < 0) return this.addChain(row, data, i, end);
      row = next;
    }
    return row;
  }

  /**
   * A row that is never asked for, so that the next one has its number.
   * @param prefix of no row, and the same for all of them
   */
  skip(prefix: number): void {
    const row = this.length++;
    if (row === this.prefix.length) this.reserve(row * 2);
    this.prefix[row] = prefix;
    this.location[row] = prefix;
  }

  /** Makes room for so many rows in all. */
  reserve(rows: number): void {
    this.prefix = grown(this.prefix, rows);
    this.location = grown(this.location, rows);
  }

  /**
   * Keeps the rows so far, but need not find them any more. For a builder that knows that what
   * follows is a part of the tree of its own, and wants a hash table that fits in the processor's
   * cache.
   */
  startPart(): void {
    this.firstFound = this.length;
    if (this.taken === 0) return;
    this.shift = 32 - FIRST_SLOT_BITS;
    this.clearSlots();
  }

  /** True where the row behind `prefix` is that of `location` called from it. */
  private isNext(prefix: number, location: number): boolean {
    const row = prefix + 1;
    return row < this.length && this.prefix[row] === prefix && this.location[row] === location;
  }

  private addChain(prefix: number, data: Int32Array, start: number, end: number): number {
    let row = prefix;
    for (let i = start; i < end; i++) row = this.add(row, data[i]);
    return row;
  }

  /** A new row, which must not be there yet. */
  private add(prefix: number, location: number): number {
    const row = this.length++;
    if (row === this.prefix.length) this.reserve(row * 2);
    this.prefix[row] = prefix;
    this.location[row] = location;
    if (prefix !== row - 1) {
      this.enter(row);
      if (isFull(this.taken, this.shift)) this.growSlots();
    }
    return row;
  }

  private enter(row: number): void {
    const { slots, shift } = this;
    this.taken++;
    const mask = -1 >>> shift;
    let slot = hashPair(this.prefix[row], this.location[row]) >>> shift;
    while (slots[slot] !== 0) slot = (slot + 1) & mask;
    slots[slot] = row + 1;
  }

  /** Twice the slots, filled again from the rows. */
  private growSlots(): void {
    this.shift--;
    this.clearSlots();
    for (let row = this.firstFound; row < this.length; row++) {
      if (this.prefix[row] !== row - 1) this.enter(row);
    }
  }

  private clearSlots(): void {
    this.taken = 0;
    const size = 2 ** (32 - this.shift);
    if (size > this.slots.length) this.slots = new Int32Array(size);
    else this.slots.fill(0, 0, size);
  }
}

/** Of a small table a quarter may be taken, which is fast; of a large one 7/8, which saves memory. */
function isFull(taken: number, shift: number): boolean {
  return shift > 32 - MANY_SLOT_BITS ? taken > 1 << (30 - shift) : taken > 7 * 2 ** (29 - shift);
}

function grown(column: Int32Array, length: number): Int32Array<ArrayBuffer> {
  const bigger = new Int32Array(Math.max(length, column.length));
  bigger.set(column);
  return bigger;
}
