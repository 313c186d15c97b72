/**
 * The tree of call stacks under construction: a row is a caller's row and a location, and the same
 * pair is always the same row, so that stacks share their common outer part. Rows are found by a
 * hash table of row numbers with open addressing, which costs no object a stack.
 *
 * Rows are only ever added behind their caller: a prefix is smaller than the row that has it.
 */
const FIRST_CAPACITY = 256;
/** Slots are Int32: a row number + 1, or 0 where free. At most a quarter of them are taken. */
const FIRST_SLOTS = 1024;

export class StackTree {
  length = 0;
  prefix = new Int32Array(FIRST_CAPACITY);
  location = new Int32Array(FIRST_CAPACITY);
  private slots = new Int32Array(FIRST_SLOTS);
  private mask = FIRST_SLOTS - 1;
  /** Rows from here on are in the hash table. */
  private firstFound = 0;

  /** The row of `location` called from row `prefix` (-1: a root), added if it is new. */
  child(prefix: number, location: number): number {
    const { slots, mask } = this;
    let slot = hashOf(prefix, location) & mask;
    for (;;) {
      const row = slots[slot] - 1;
      if (row < 0) return this.add(prefix, location, slot);
      if (this.location[row] === location && this.prefix[row] === prefix) return row;
      slot = (slot + 1) & mask;
    }
  }

  /** The same row, or -1 where there is none yet. */
  find(prefix: number, location: number): number {
    const { slots, mask } = this;
    let slot = hashOf(prefix, location) & mask;
    for (;;) {
      const row = slots[slot] - 1;
      if (row < 0) return -1;
      if (this.location[row] === location && this.prefix[row] === prefix) return row;
      slot = (slot + 1) & mask;
    }
  }

  /**
   * Keeps the rows so far, but finds them no more. For a builder that knows that what follows is
   * a part of the tree of its own, and wants a hash table that fits in the processor's cache.
   */
  startPart(): void {
    this.firstFound = this.length;
    this.mask = FIRST_SLOTS - 1;
    this.slots.fill(0, 0, FIRST_SLOTS);
  }

  private add(prefix: number, location: number, slot: number): number {
    const row = this.length++;
    if (row === this.prefix.length) this.growRows();
    this.prefix[row] = prefix;
    this.location[row] = location;
    this.slots[slot] = row + 1;
    if ((this.length - this.firstFound) * 4 > this.mask) this.growSlots();
    return row;
  }

  private growRows(): void {
    this.prefix = doubled(this.prefix);
    this.location = doubled(this.location);
  }

  /** Twice the slots, filled again from the rows. */
  private growSlots(): void {
    const size = (this.mask + 1) * 2;
    if (size > this.slots.length) this.slots = new Int32Array(size);
    else this.slots.fill(0, 0, size);
    this.mask = size - 1;
    const { slots, mask, length } = this;
    for (let row = this.firstFound; row < length; row++) {
      let slot = hashOf(this.prefix[row], this.location[row]) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = row + 1;
    }
  }
}

/** Mixes both numbers so that the low bits depend on all others (two odd multipliers, xor-shift). */
function hashOf(prefix: number, location: number): number {
  let hash = Math.imul(prefix, 0x9e3779b1) ^ Math.imul(location, 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return hash ^ (hash >>> 13);
}

function doubled(column: Int32Array): Int32Array<ArrayBuffer> {
  const bigger = new Int32Array(column.length * 2);
  bigger.set(column);
  return bigger;
}
