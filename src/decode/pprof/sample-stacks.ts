/**
 * The stacks of samples: their location ids, and the tree that they grow into.
 *
 * A tree of a million stacks does not fit in the processor's cache, and samples come in no order,
 * so that looking each up as it comes would wait for memory several times a sample. Therefore the
 * first samples make a small top of the tree; all others walk down it as far as it goes and are
 * set aside there, each with the rest of its path. At the end the tree is completed part by part,
 * with a hash table that stays small. docs/performance.md has the numbers.
 */
import { StackTree } from "../../model/stack-tree.ts";
import type { WireReader } from "../wire/wire-reader.ts";
import type { IdTable } from "./id-table.ts";
import { StackParts } from "./stack-parts.ts";

const FIRST_DEPTH = 64;
/** Samples that make the top, each at most one row of it: those passed often reach further down. */
const TOP_SAMPLES = 1024;

export class SampleStacks {
  readonly tree = new StackTree();
  private readonly reader: WireReader;
  private readonly ids: IdTable;
  /** Location slots of the sample that is being read, leaf first. */
  private path = new Int32Array(FIRST_DEPTH);
  private depth = 0;
  /** Part 0 is below no row, part i below row i - 1 of the top. */
  private parts: StackParts;
  private hasTop = false;

  constructor(reader: WireReader, ids: IdTable) {
    this.reader = reader;
    this.ids = ids;
    this.parts = new StackParts(reader, 1);
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

  /** Takes the locations read since `begin` as those of this sample. */
  endSample(sample: number): void {
    if (!this.hasTop && sample === TOP_SAMPLES) this.makeTop();
    if (this.hasTop) this.addBelowTop(sample);
    else this.parts.add(0, sample, this.path, this.depth);
  }

  /** Completes the tree and writes each sample's stack, -1 for none, into `stackOf`. */
  finish(stackOf: Int32Array): void {
    const { tree, parts } = this;
    for (let part = 0; part < parts.count; part++) {
      tree.startPart();
      for (let at = parts.start(part); at >= 0; ) {
        const { data } = parts;
        const end = at + 2 + data[at + 1];
        let stack = part - 1;
        for (let i = at + 2; i < end; i++) stack = tree.child(stack, data[i]);
        stackOf[data[at]] = stack;
        at = parts.next(part, end);
      }
    }
  }

  /** Walks down the top of the tree and sets the sample aside where it ends. */
  private addBelowTop(sample: number): void {
    const { path, tree } = this;
    let stack = -1;
    let left = this.depth;
    for (; left > 0; left--) {
      const next = tree.find(stack, path[left - 1]);
      if (next < 0) break;
      stack = next;
    }
    this.parts.add(stack + 1, sample, path, left);
  }

  /** Grows the top from the samples so far, then adds these as all later ones. */
  private makeTop(): void {
    const { parts, depth } = this;
    const path = this.path.slice(0, depth);
    const samples = [];
    for (let at = parts.start(0); at >= 0; ) {
      const end = at + 2 + parts.data[at + 1];
      samples.push(parts.data.slice(at + 2, end).reverse());
      at = parts.next(0, end);
    }
    for (const sample of samples) this.growTop(sample);
    this.parts = new StackParts(this.reader, this.tree.length + 1);
    this.hasTop = true;
    samples.forEach((samplePath, sample) => {
      this.setPath(samplePath);
      this.addBelowTop(sample);
    });
    this.setPath(path);
  }

  /** Adds the first location that the top does not have on this path, which is leaf first. */
  private growTop(path: Int32Array): void {
    let stack = -1;
    for (let i = path.length - 1; i >= 0; i--) {
      const next = this.tree.find(stack, path[i]);
      if (next < 0) {
        this.tree.child(stack, path[i]);
        return;
      }
      stack = next;
    }
  }

  private setPath(path: Int32Array): void {
    this.depth = 0;
    this.reserve(path.length);
    this.path.set(path);
    this.depth = path.length;
  }

  private reserve(count: number): void {
    const wanted = this.depth + count;
    if (wanted <= this.path.length) return;
    const path = new Int32Array(Math.max(wanted, this.path.length * 2));
    path.set(this.path);
    this.path = path;
  }
}
