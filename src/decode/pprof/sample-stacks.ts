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
const TOP_SAMPLES = 1024;
/** A profile this many times as long as those samples gets a top; a smaller one is faster without. */
const LARGE = 16;
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
  private top: StackTop;
  private hasTop = false;

  constructor(reader: WireReader, ids: IdTable) {
    this.reader = reader;
    this.ids = ids;
    this.parts = new StackParts(reader, 1);
    this.top = new StackTop(this.tree, 0);
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
    if (sample === TOP_SAMPLES && this.isLarge()) this.makeTop();
    reverse(this.path, this.depth);
    this.addPath(sample, this.path, 0, this.depth);
  }

  /**
   * Takes packed ids, bytes[start..end), as the locations of this sample, if they have all been
   * seen before; returns false, and has done nothing, for any others. They are read backwards, from
   * the root: a varint ends with the only one of its bytes below 0x80.
   */
  addPacked(sample: number, start: number, end: number): boolean {
    if (sample === TOP_SAMPLES && this.isLarge()) this.makeTop();
    const { parts } = this;
    const { below, width } = this.top;
    const { bytes } = this.reader;
    const { dense } = this.ids;
    if (end > start && bytes[end - 1] >= 0x80) return false;
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
    tree.reserve(tree.length + parts.used);
    for (let part = 0; part < parts.count; part++) {
      tree.startPart();
      this.finishPart(part, stackOf);
    }
  }

  private finishPart(part: number, stackOf: Int32Array): void {
    const { tree, parts } = this;
    const { data } = parts;
    for (let at = parts.start(part); at >= 0; ) {
      const end = at + 2 + data[at + 1];
      stackOf[data[at]] = tree.descend(part - 1, data, at + 2, end);
      at = parts.next(part, end);
    }
  }

  /** Walks down the top by path[start..end), root first, and sets the sample aside where it ends. */
  private addPath(sample: number, path: Int32Array, start: number, end: number): void {
    const { top, parts } = this;
    let part = 0;
    let at = start;
    for (; at < end; at++) {
      const next = top.child(part - 1, path[at]);
      if (next < 0) break;
      part = next + 1;
    }
    const record = parts.reserve(part, end - at);
    parts.data.set(path.subarray(at, end), record + 2);
    parts.commit(part, sample, record, record + 2 + end - at);
  }

  /** Whether so much follows that a tree in one part would be slow. */
  private isLarge(): boolean {
    const { pos, bytes } = this.reader;
    return !this.hasTop && bytes.length > pos * LARGE;
  }

  /** Grows the top from the samples so far, then sets these aside below it. */
  private makeTop(): void {
    const { parts, tree } = this;
    const { data } = parts;
    for (let at = parts.start(0); at >= 0; ) {
      const end = at + 2 + data[at + 1];
      growTop(tree, data, at + 2, end);
      at = parts.next(0, end);
    }
    this.hasTop = true;
    this.top = new StackTop(tree, this.ids.length);
    this.parts = new StackParts(this.reader, tree.length + 1);
    for (let at = parts.start(0); at >= 0; ) {
      const end = at + 2 + data[at + 1];
      this.addPath(data[at], data, at + 2, end);
      at = parts.next(0, end);
    }
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

/** Turns path[0..length) around. */
function reverse(path: Int32Array, length: number): void {
  for (let low = 0, high = length - 1; low < high; low++, high--) {
    const location = path[low];
    path[low] = path[high];
    path[high] = location;
  }
}
