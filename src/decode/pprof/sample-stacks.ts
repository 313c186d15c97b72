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
import { MAX_WIDTH, StackTop } from "./stack-top.ts";

const FIRST_DEPTH = 64;
/** Samples that make the top, each at most one row of it: those passed often reach further down. */
const TOP_SAMPLES = 512;
/** An id of more bytes does not fit in 28 bits. */
const MAX_BYTES = 4;

export class SampleStacks {
  readonly tree = new StackTree();
  private readonly reader: WireReader;
  private readonly ids: IdTable;
  /** Packed ids of the sample that is being read, where they are all that it has so far. */
  private packedStart = 0;
  private packedEnd = 0;
  /** Location slots of the sample that is being read, leaf first. */
  private path = new Int32Array(FIRST_DEPTH);
  private depth = 0;
  /** Part 0 is below no row, part i below row i - 1 of the top. */
  private parts: StackParts;
  private top: StackTop | undefined;

  constructor(reader: WireReader, ids: IdTable) {
    this.reader = reader;
    this.ids = ids;
    this.parts = new StackParts(reader, 1);
  }

  begin(): void {
    this.packedEnd = this.packedStart;
    this.depth = 0;
  }

  /** One id, not packed. */
  readOne(): void {
    this.readNoted();
    this.readId();
  }

  /** Packed ids, from their length on: they are read when it is known that there are no others. */
  readPacked(): void {
    const { reader } = this;
    this.readNoted();
    this.packedEnd = reader.lengthEnd();
    this.packedStart = reader.pos;
    reader.pos = this.packedEnd;
    if (this.depth > 0) this.readNoted();
  }

  /** Takes the locations read since `begin` as those of this sample. */
  endSample(sample: number): void {
    const { top } = this;
    if (top !== undefined && this.depth === 0 && this.addPacked(sample, top)) return;
    this.readNoted();
    if (top === undefined && sample === TOP_SAMPLES) this.makeTop();
    this.addPath(sample);
  }

  /** Completes the tree and writes each sample's stack, -1 for none, into `stackOf`. */
  finish(stackOf: Int32Array): void {
    const { tree, parts } = this;
    const { data } = parts;
    tree.reserve(tree.length + parts.used);
    for (let part = 0; part < parts.count; part++) {
      tree.startPart();
      for (let at = parts.start(part); at >= 0; ) {
        const end = at + 2 + data[at + 1];
        stackOf[data[at]] = tree.descend(part - 1, data, at + 2, end);
        at = parts.next(part, end);
      }
    }
  }

  /**
   * Adds a sample of packed ids that were all seen before, the usual one, straight from the bytes:
   * backwards, from the root, as a varint ends with the only one of its bytes below 0x80.
   * @returns false, and has done nothing, for any other sample
   */
  private addPacked(sample: number, { below, width }: StackTop): boolean {
    const { packedStart, packedEnd, parts } = this;
    const { bytes } = this.reader;
    const { dense } = this.ids;
    if (packedEnd > packedStart && bytes[packedEnd - 1] >= 0x80) return false;
    let stack = -1;
    let pos = packedEnd;
    while (pos > packedStart) {
      const end = pos;
      let id = bytes[--pos];
      while (pos > packedStart && bytes[pos - 1] >= 0x80) id = (id << 7) | (bytes[--pos] & 0x7f);
      const slot = id < dense.length ? dense[id] - 1 : -1;
      if (slot < 0 || end - pos > MAX_BYTES) return false;
      const next = slot < width ? below[(stack + 1) * width + slot] : -1;
      if (next < 0) {
        pos = end;
        break;
      }
      stack = next;
    }
    const record = parts.reserve(stack + 1, pos - packedStart);
    const { data } = parts;
    let at = record + 2;
    while (pos > packedStart) {
      const end = pos;
      let id = bytes[--pos];
      while (pos > packedStart && bytes[pos - 1] >= 0x80) id = (id << 7) | (bytes[--pos] & 0x7f);
      const slot = id < dense.length ? dense[id] - 1 : -1;
      if (slot < 0 || end - pos > MAX_BYTES) return false;
      data[at++] = slot;
    }
    data[record] = sample;
    data[record + 1] = at - record - 2;
    parts.commit(stack + 1, at);
    return true;
  }

  /** Adds a sample by its path: walks down the top of the tree and sets it aside where that ends. */
  private addPath(sample: number): void {
    const { path, parts, top } = this;
    let stack = -1;
    let left = this.depth;
    for (; top !== undefined && left > 0; left--) {
      const slot = path[left - 1];
      const next = slot < top.width ? top.below[(stack + 1) * top.width + slot] : -1;
      if (next < 0) break;
      stack = next;
    }
    const record = parts.reserve(stack + 1, left);
    parts.data[record] = sample;
    parts.data[record + 1] = left;
    for (let i = 0; i < left; i++) parts.data[record + 2 + i] = path[left - 1 - i];
    parts.commit(stack + 1, record + 2 + left);
  }

  /** Grows the top from the samples so far, then adds these as all later ones. */
  private makeTop(): void {
    const { parts, tree } = this;
    const path = this.path.slice(0, this.depth);
    const samples = [];
    for (let at = parts.start(0); at >= 0; ) {
      const end = at + 2 + parts.data[at + 1];
      samples.push(parts.data.slice(at + 2, end));
      at = parts.next(0, end);
    }
    for (const sample of samples) growTop(tree, sample);
    this.top = new StackTop(tree, this.ids.length);
    this.parts = new StackParts(this.reader, tree.length + 1);
    samples.forEach((rootFirst, sample) => {
      this.setPath(rootFirst.reverse());
      this.addPath(sample);
    });
    this.setPath(path);
  }

  private setPath(path: Int32Array): void {
    this.depth = 0;
    this.reserve(path.length);
    this.path.set(path);
    this.depth = path.length;
  }

  /** Reads the packed ids that were noted into the path. */
  private readNoted(): void {
    const { reader, packedStart, packedEnd } = this;
    const { pos, end } = reader;
    this.packedStart = packedEnd;
    reader.pos = packedStart;
    reader.end = packedEnd;
    while (reader.pos < packedEnd) this.readId();
    reader.pos = pos;
    reader.end = end;
  }

  private readId(): void {
    const { reader } = this;
    const offset = reader.pos;
    reader.varint();
    this.reserve(1);
    this.path[this.depth++] = this.ids.slotOf(reader.low, reader.high, offset);
  }

  private reserve(count: number): void {
    const wanted = this.depth + count;
    if (wanted <= this.path.length) return;
    const path = new Int32Array(Math.max(wanted, this.path.length * 2));
    path.set(this.path);
    this.path = path;
  }
}

/** Adds the first location on this path that the top does not have. */
function growTop(tree: StackTree, rootFirst: Int32Array): void {
  let stack = -1;
  for (const location of rootFirst) {
    const next = tree.find(stack, location);
    if (next < 0) {
      if (location < MAX_WIDTH) tree.child(stack, location);
      return;
    }
    stack = next;
  }
}
