/**
 * The ids of one table of a profile. A message may refer to an id before its definition, so each
 * id gets a slot when it is first seen; the definition gives the slot its row. Ids that are dense,
 * as encoders write them, are an array look-up; others go through a hash table.
 */
import { Float64Column, Int32Column } from "../../base/columns.ts";
import type { ScalarFields } from "../wire/scalar-fields.ts";
import type { WireReader } from "../wire/wire-reader.ts";
import { SparseIds } from "./sparse-ids.ts";

const FIRST_DENSE = 1024;
/** A message that defines an id has at least four bytes: tag, length, tag, id. */
const BYTES_A_DEFINITION = 4;

export class IdTable {
  /** By id: slot + 1, or 0 for an id not seen yet. Ids beyond its end are in `sparse`. */
  dense = new Int32Array(FIRST_DENSE);
  private readonly sparse: SparseIds;
  /** By slot: the row that defines it, or -1. */
  private readonly row = new Int32Column();
  /** By slot: the offset at which it was first seen. */
  private readonly firstSeen = new Int32Column();
  private readonly ids = new Float64Column();
  private readonly reader: WireReader;
  /** "location", "function", "mapping" */
  private readonly noun: string;

  constructor(reader: WireReader, noun: string) {
    this.reader = reader;
    this.noun = noun;
    this.sparse = new SparseIds(this.ids);
  }

  /** Slots so far. */
  get length(): number {
    return this.ids.length;
  }

  /** The slot of the id in these two halves; `offset` is where it stands. */
  slotOf(low: number, high: number, offset: number): number {
    const id = (high >>> 0) * 4294967296 + (low >>> 0);
    if (id < this.dense.length && this.dense[id] !== 0) return this.dense[id] - 1;
    if (id === 0) throw this.reader.problem(offset, `the id of a ${this.noun}`, "0");
    if (id > Number.MAX_SAFE_INTEGER) throw this.tooLarge(offset, low, high);
    const slot = this.sparse.find(id);
    return slot < 0 ? this.add(id, offset) : slot;
  }

  /** The slot of the id in a field of a message. */
  slotIn(fields: ScalarFields, field: number): number {
    return this.slotOf(fields.lowOf(field), fields.highOf(field), fields.offsetOf(field));
  }

  /** Takes the id of the message that becomes row `row`. */
  define(fields: ScalarFields, field: number, row: number): number {
    const slot = this.slotIn(fields, field);
    if (this.row.data[slot] >= 0) {
      const expected = `an id that no other ${this.noun} has`;
      throw this.reader.problem(fields.offsetOf(field), expected, `${this.ids.data[slot]} again`);
    }
    this.row.data[slot] = row;
    return this.ids.data[slot];
  }

  /**
   * Replaces slots by rows; -1 stays. Fails where an id was used and never defined, unless such an id
   * is to mean none.
   */
  resolve(slots: Int32Array, takesUnknown = false): void {
    const { data } = this.row;
    for (let slot = 0; slot < this.row.length; slot++) {
      if (data[slot] < 0 && !takesUnknown) throw this.undefinedId(slot);
    }
    for (let i = 0; i < slots.length; i++) if (slots[i] >= 0) slots[i] = data[slots[i]];
  }

  private add(id: number, offset: number): number {
    this.ids.push(id);
    this.firstSeen.push(offset);
    const slot = this.row.push(-1);
    if (id >= this.dense.length) this.growDense(id);
    if (id < this.dense.length) this.dense[id] = slot + 1;
    else this.sparse.add(slot);
    return slot;
  }

  /** Larger, if the id is one of those that this many bytes can define as 1, 2, 3, … */
  private growDense(id: number): void {
    const limit = this.reader.bytes.length / BYTES_A_DEFINITION;
    if (id > limit) return;
    const dense = new Int32Array(Math.min(Math.ceil(limit) + 1, Math.max(id + 1, id * 2)));
    this.dense = dense;
    const { data } = this.ids;
    for (let slot = 0; slot < this.ids.length; slot++) {
      if (data[slot] < dense.length) dense[data[slot]] = slot + 1;
    }
  }

  private tooLarge(offset: number, low: number, high: number): Error {
    this.reader.low = low;
    this.reader.high = high;
    return this.reader.problem(offset, "an id below 2^53", this.reader.unsigned().toString());
  }

  private undefinedId(slot: number): Error {
    const offset = this.firstSeen.data[slot];
    const expected = `the id of a ${this.noun} in the profile`;
    return this.reader.problem(offset, expected, `${this.ids.data[slot]}, which none has`);
  }
}
