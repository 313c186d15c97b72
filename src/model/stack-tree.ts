/**
 * The tree of call stacks under construction: a row is a caller's row and a location, and the same
 * pair is always the same row, so that stacks share their common outer part. Rows are found by a
 * hash table of row numbers with open addressing, which costs no object a stack.
 *
 * Rows are only ever added behind their caller: a prefix is smaller than the row that has it.
 */
const FIRST_CAPACITY = 256;
/** Slots are Int32: a row number + 1, or 0 where free. At most 7 of 8 are taken. */
const FIRST_SLOTS = 512;

export class StackTree {
  length = 0;
  prefix = new Int32Array(FIRST_CAPACITY);
  location = new Int32Array(FIRST_CAPACITY);
  private slots = new Int32Array(FIRST_SLOTS);
  private mask = FIRST_SLOTS - 1;

  /** The row of `location` called from row `prefix` (-1: a root), added if it is new. */
  child(prefix: number, location: number): number {
    let slot = hashOf(prefix, location) & this.mask;
    for (;;) {
      const row = this.slots[slot] - 1;
      if (row < 0) return this.add(prefix, location, slot);
      if (this.location[row] === location && this.prefix[row] === prefix) return row;
      slot = (slot + 1) & this.mask;
    }
  }

  private add(prefix: number, location: number, slot: number): number {
    const row = this.length++;
    if (row === this.prefix.length) this.growRows();
    this.prefix[row] = prefix;
    this.location[row] = location;
    this.slots[slot] = row + 1;
    if (this.length * 8 > this.slots.length * 7) this.growSlots();
    return row;
  }

  private growRows(): void {
    const capacity = this.prefix.length * 2;
    this.prefix = copyInto(new Int32Array(capacity), this.prefix);
    this.location = copyInto(new Int32Array(capacity), this.location);
  }

  /** Twice the slots, filled again from the rows: the old table may go before the new one comes. */
  private growSlots(): void {
    const size = this.slots.length * 2;
    this.slots = new Int32Array(0);
    const slots = new Int32Array(size);
    const mask = size - 1;
    for (let row = 0; row < this.length; row++) {
      let slot = hashOf(this.prefix[row], this.location[row]) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = row + 1;
    }
    this.slots = slots;
    this.mask = mask;
  }
}

/** Mixes both numbers so that the low bits depend on all others (two odd multipliers, xor-shift). */
function hashOf(prefix: number, location: number): number {
  let hash = Math.imul(prefix, 0x9e3779b1) ^ Math.imul(location, 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return hash ^ (hash >>> 13);
}

function copyInto(target: Int32Array, source: Int32Array): Int32Array<ArrayBuffer> {
  target.set(source);
  return target as Int32Array<ArrayBuffer>;
}
