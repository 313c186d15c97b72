/**
 * Strings on their way into the table of a new profile: each once, by its bytes, in the order of
 * first use. Bytes are compared and not texts, so that strings which no report shows are never
 * decoded, and those that are no UTF-8 stay what they are.
 */
import { Int32Column } from "../base/columns.ts";
import { hashBytes } from "../base/hash-bytes.ts";
import type { StringTable } from "./profile.ts";
import { utf8Strings } from "./utf8-strings.ts";

const FIRST_SLOT_BITS = 8;

export class StringPool {
  private bytes = new Uint8Array(1024);
  private readonly starts = new Int32Column();
  private readonly hashes = new Int32Column();
  /** A string's index + 1, or 0 where free; as many as 32 - shift bits can tell apart. */
  private slots = new Int32Array(1 << FIRST_SLOT_BITS);
  private shift = 32 - FIRST_SLOT_BITS;
  private readonly encoder = new TextEncoder();

  constructor() {
    this.starts.push(0);
    this.addText("");
  }

  get length(): number {
    return this.hashes.length;
  }

  /** The index of a text; of the empty one 0. */
  addText(text: string): number {
    const bytes = this.encoder.encode(text);
    return this.addBytes(bytes, 0, bytes.length);
  }

  /** The index of bytes[start..end). */
  addBytes(bytes: Uint8Array, start: number, end: number): number {
    const hash = hashBytes(bytes, start, end);
    const mask = this.slots.length - 1;
    let slot = hash >>> this.shift;
    for (; this.slots[slot] !== 0; slot = (slot + 1) & mask) {
      const index = this.slots[slot] - 1;
      if (this.hashes.data[index] === hash && this.isAt(index, bytes, start, end)) return index;
    }
    this.slots[slot] = this.length + 1;
    return this.append(bytes, start, end, hash);
  }

  textAt(index: number): string {
    const { data } = this.starts;
    return new TextDecoder().decode(this.bytes.subarray(data[index], data[index + 1]));
  }

  /** The table of what has been added. */
  finish(): StringTable {
    const starts = this.starts.finish();
    return utf8Strings(this.bytes.slice(0, starts[this.length]), starts);
  }

  private append(bytes: Uint8Array, start: number, end: number, hash: number): number {
    const from = this.starts.data[this.length];
    const to = from + end - start;
    if (to > this.bytes.length) this.growBytes(to);
    for (let i = start; i < end; i++) this.bytes[from + i - start] = bytes[i];
    this.starts.push(to);
    const index = this.hashes.push(hash);
    if (this.length * 2 > this.slots.length) this.growSlots();
    return index;
  }

  private isAt(index: number, bytes: Uint8Array, start: number, end: number): boolean {
    const from = this.starts.data[index];
    if (this.starts.data[index + 1] - from !== end - start) return false;
    for (let i = start; i < end; i++) {
      if (this.bytes[from + i - start] !== bytes[i]) return false;
    }
    return true;
  }

  private growBytes(length: number): void {
    const bigger = new Uint8Array(Math.max(length, this.bytes.length * 2));
    bigger.set(this.bytes);
    this.bytes = bigger;
  }

  private growSlots(): void {
    this.shift--;
    this.slots = new Int32Array(this.slots.length * 2);
    const mask = this.slots.length - 1;
    for (let index = 0; index < this.length; index++) {
      let slot = this.hashes.data[index] >>> this.shift;
      while (this.slots[slot] !== 0) slot = (slot + 1) & mask;
      this.slots[slot] = index + 1;
    }
  }
}

/** Brings strings of one table into the pool: from an index there to the one here. */
export class PooledStrings {
  private readonly table: StringTable;
  private readonly pool: StringPool;
  /** Index in the pool + 1, or 0 where it is not known yet. */
  private readonly known: Int32Array;

  constructor(table: StringTable, pool: StringPool) {
    this.table = table;
    this.pool = pool;
    this.known = new Int32Array(table.length);
  }

  indexOf(index: number): number {
    const known = this.known[index];
    if (known !== 0) return known - 1;
    const { utf8 } = this.table;
    const added =
      utf8 === undefined || index + 1 >= utf8.starts.length
        ? this.pool.addText(this.table.get(index))
        : this.pool.addBytes(utf8.bytes, utf8.starts[index], utf8.starts[index + 1]);
    this.known[index] = added + 1;
    return added;
  }
}
