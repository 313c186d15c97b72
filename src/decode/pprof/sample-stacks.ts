/**
 * The location ids of one sample after the other, and the tree of stacks that they grow into. A
 * sample lists its leaf first, a stack is found from its root, so a sample's ids are collected
 * before they are looked up.
 */
import { StackTree } from "../../model/stack-tree.ts";
import type { WireReader } from "../wire/wire-reader.ts";
import type { IdTable } from "./id-table.ts";

const FIRST_DEPTH = 64;

export class SampleStacks {
  readonly tree = new StackTree();
  private readonly reader: WireReader;
  private readonly ids: IdTable;
  /** Location slots of the sample that is being read, leaf first. */
  private path = new Int32Array(FIRST_DEPTH);
  private depth = 0;

  constructor(reader: WireReader, ids: IdTable) {
    this.reader = reader;
    this.ids = ids;
  }

  begin(): void {
    this.depth = 0;
  }

  /** One id, not packed. */
  readOne(): void {
    const offset = this.reader.pos;
    this.reader.varint();
    this.reserve(1);
    this.path[this.depth++] = this.ids.slotOf(this.reader.low, this.reader.high, offset);
  }

  /** Packed ids, from their length on. Ids of one byte that were seen before are the usual ones. */
  readPacked(): void {
    const { reader } = this;
    const outer = reader.enter();
    const { bytes, end } = reader;
    this.reserve(end - reader.pos);
    const { path } = this;
    let { depth } = this;
    for (let pos = reader.pos; pos < end; ) {
      const byte = bytes[pos];
      const slot = byte < 0x80 ? this.ids.dense[byte] - 1 : -1;
      if (slot >= 0) {
        path[depth++] = slot;
        pos++;
      } else {
        reader.pos = pos;
        reader.varint();
        path[depth++] = this.ids.slotOf(reader.low, reader.high, pos);
        pos = reader.pos;
      }
    }
    this.depth = depth;
    reader.leave(outer);
  }

  /** The stack of the locations read since `begin`, -1 for none. */
  addStack(): number {
    const { path, tree } = this;
    let stack = -1;
    for (let i = this.depth - 1; i >= 0; i--) stack = tree.child(stack, path[i]);
    return stack;
  }

  private reserve(count: number): void {
    const wanted = this.depth + count;
    if (wanted <= this.path.length) return;
    const path = new Int32Array(Math.max(wanted, this.path.length * 2));
    path.set(this.path);
    this.path = path;
  }
}
