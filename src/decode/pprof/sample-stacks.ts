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
import { growTop, StackTop } from "./stack-top.ts";

const FIRST_DEPTH = 64;
/** Samples that make the top, each at most one row of it: those passed often reach further down. */
const TOP_SAMPLES = 512;
/** Go records at most 1024 frames of a stack; a path of millions is damage, and costs much memory. */
const MAX_DEPTH = 1 << 20;
/** An id of more bytes does not fit in 28 bits. */
const MAX_BYTES = 4;

export class SampleStacks {
  readonly tree = new StackTree();
  private readonly reader: WireReader;
  private readonly ids: IdTable;
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
    this.depth = 0;
  }

  /** Reads one id. */
  readId(): void {
    const { reader } = this;
    const offset = reader.pos;
    reader.varint();
    if (this.depth === this.path.length) this.growPath(this.depth * 2);
    if (this.depth > MAX_DEPTH) throw this.tooDeep(offset);
    this.path[this.depth++] = this.ids.slotOf(reader.low, reader.high, offset);
  }

  /** Reads packed ids, from their length on. */
  readIds(): void {
    const outer = this.reader.enter();
    while (this.reader.pos < this.reader.end) this.readId();
    this.reader.leave(outer);
  }

  /** Takes the locations read since `begin` as those of this sample. */
  endSample(sample: number): void {
    if (this.top === undefined && sample === TOP_SAMPLES) this.makeTop();
    this.addPath(sample);
  }

  /**
   * Takes packed ids, bytes[start..end), as the locations of this sample, if they have all been
   * seen before and there is a top; returns false, and has done nothing, for any others. They are
   * read backwards, from the root: a varint ends with the only one of its bytes below 0x80.
   */
  addPacked(sample: number, start: number, end: number): boolean {
    const { top, parts } = this;
    const { bytes } = this.reader;
    const { dense } = this.ids;
    if (top === undefined || (end > start && bytes[end - 1] >= 0x80)) return false;
    const { below, width } = top;
    let part = 0;
    let record = -1;
    let at = 0;
    for (let pos = end; pos > start; ) {
      const idEnd = pos;
      let id = bytes[--pos];
      while (pos > start && bytes[pos - 1] >= 0x80) id = (id << 7) | (bytes[--pos] & 0x7f);
      const slot = id < dense.length ? dense[id] - 1 : -1;
      if (slot < 0 || idEnd - pos > MAX_BYTES) return false;
      if (record < 0) {
        const next = slot < width ? below[part * width + slot] : -1;
        if (next >= 0) {
          part = next + 1;
          continue;
        }
        record = parts.reserve(part, idEnd - start);
        at = record + 2;
      }
      parts.data[at++] = slot;
    }
    if (record < 0) {
      record = parts.reserve(part, 0);
      at = record + 2;
    }
    parts.commit(part, sample, record, at);
    return true;
  }

  /** Completes the tree and writes each sample's stack, -1 for none, into `stackOf`. */
  finish(stackOf: Int32Array): void {
    const { tree, parts } = this;
    const { data } = parts;
    tree.reserve(tree.length + parts.used);
    for (let part = 0; part < parts.count; part++) {
      tree.startPart(parts.count === 1 ? parts.used : 0);
      for (let at = parts.start(part); at >= 0; ) {
        const end = at + 2 + data[at + 1];
        stackOf[data[at]] = tree.descend(part - 1, data, at + 2, end);
        at = parts.next(part, end);
      }
    }
  }

  /** Walks down the top of the tree by the path, and sets the sample aside where that ends. */
  private addPath(sample: number): void {
    const { path, parts } = this;
    let part = 0;
    let left = this.depth;
    for (; this.top !== undefined && left > 0; left--) {
      const next = this.top.child(part - 1, path[left - 1]);
      if (next < 0) break;
      part = next + 1;
    }
    const record = parts.reserve(part, left);
    for (let i = 0; i < left; i++) parts.data[record + 2 + i] = path[left - 1 - i];
    parts.commit(part, sample, record, record + 2 + left);
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
    for (const rootFirst of samples) growTop(tree, rootFirst);
    this.top = new StackTop(tree, this.ids.length);
    this.parts = new StackParts(this.reader, tree.length + 1);
    samples.forEach((rootFirst, sample) => {
      this.setPath(rootFirst.reverse());
      this.addPath(sample);
    });
    this.setPath(path);
  }

  private setPath(path: Int32Array): void {
    if (path.length > this.path.length) this.growPath(path.length);
    this.path.set(path);
    this.depth = path.length;
  }

  private growPath(length: number): void {
    const path = new Int32Array(length);
    path.set(this.path);
    this.path = path;
  }

  private tooDeep(offset: number): Error {
    const expected = `at most ${MAX_DEPTH} locations in a sample`;
    return this.reader.problem(offset, expected, "more");
  }
}
