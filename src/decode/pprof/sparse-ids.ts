/**
 * Ids that are not dense, found by a hash table with open addressing: half the memory of a Map, and no
 * limit of 16 million. The ids themselves are in a column that belongs to the caller, by slot.
 */
import type { Float64Column } from "../../base/columns.ts";
import { hashPair } from "../../base/hash-pair.ts";

const FIRST_BITS = 6;

export class SparseIds {
  private readonly ids: Float64Column;
  /** A slot of `ids` + 1, or 0 where free. */
  private table = new Int32Array(1 << FIRST_BITS);
  private shift = 32 - FIRST_BITS;
  private taken = 0;

  constructor(ids: Float64Column) {
    this.ids = ids;
  }

  /** The slot of an id that was added, or -1. */
  find(id: number): number {
    if (this.taken === 0) return -1;
    const { table } = this;
    const { data } = this.ids;
    const mask = table.length - 1;
    for (let at = this.firstPlace(id); ; at = (at + 1) & mask) {
      const slot = table[at] - 1;
      if (slot < 0 || data[slot] === id) return slot;
    }
  }

  /** Adds the id of a slot, which must not be there yet. */
  add(slot: number): void {
    if ((this.taken + 1) * 4 > this.table.length * 3) this.grow();
    this.taken++;
    this.enter(slot);
  }

  private enter(slot: number): void {
    const { table } = this;
    const mask = table.length - 1;
    let at = this.firstPlace(this.ids.data[slot]);
    while (table[at] !== 0) at = (at + 1) & mask;
    table[at] = slot + 1;
  }

  private firstPlace(id: number): number {
    return hashPair(id | 0, (id / 2 ** 32) | 0) >>> this.shift;
  }

  private grow(): void {
    const old = this.table;
    this.table = new Int32Array(old.length * 2);
    this.shift--;
    for (let at = 0; at < old.length; at++) if (old[at] !== 0) this.enter(old[at] - 1);
  }
}
