/**
 * The hash table of a table under construction: finds the row that is the same as one in question.
 * What makes rows the same is told by who asks, since it is different columns for each table.
 */
import { Int32Column } from "../../base/columns.ts";

const FIRST_SLOT_BITS = 8;

export class RowSlots {
  private readonly hashes = new Int32Column();
  /** A row + 1, or 0 where free; as many as 32 - shift bits can tell apart. */
  private slots = new Int32Array(1 << FIRST_SLOT_BITS);
  private shift = 32 - FIRST_SLOT_BITS;

  /** The row of this hash for which `isSame`, or -1. The high bits of the hash must be spread well. */
  find(hash: number, isSame: (row: number) => boolean): number {
    const mask = this.slots.length - 1;
    for (let slot = hash >>> this.shift; this.slots[slot] !== 0; slot = (slot + 1) & mask) {
      const row = this.slots[slot] - 1;
      if (this.hashes.data[row] === hash && isSame(row)) return row;
    }
    return -1;
  }

  /** Takes the next row: 0, 1, 2, … */
  add(hash: number): number {
    const row = this.hashes.push(hash);
    if (this.hashes.length * 2 > this.slots.length) this.grow();
    else this.enter(row);
    return row;
  }

  private enter(row: number): void {
    const mask = this.slots.length - 1;
    let slot = this.hashes.data[row] >>> this.shift;
    while (this.slots[slot] !== 0) slot = (slot + 1) & mask;
    this.slots[slot] = row + 1;
  }

  private grow(): void {
    this.shift--;
    this.slots = new Int32Array(this.slots.length * 2);
    for (let row = 0; row < this.hashes.length; row++) this.enter(row);
  }
}
