/**
 * Samples set aside by the part of the stack tree that they belong to: their rows and the rest of
 * their paths. A part is a chain of chunks in one array, which is written in the order in which
 * samples come and read a part at a time:
 *
 *     sample, count, slot × count, sample, count, …, NEXT_CHUNK, position
 *
 * Paths are root first here.
 */
import type { WireReader } from "../wire/wire-reader.ts";
import { grown, nextCapacity } from "./cut-column.ts";

const CHUNK = 128;
/** A record's two numbers, and the two that lead to the next chunk. */
const OVERHEAD = 4;
const NEXT_CHUNK = -1;

export class StackParts {
  readonly count: number;
  /** A record at a position that `start` or `next` gave: see above. */
  data = new Int32Array(CHUNK);
  /** Entries of `data` in use: more than there are slots in all records. */
  used = 0;
  private readonly first: Int32Array;
  private readonly at: Int32Array;
  private readonly end: Int32Array;
  private readonly reader: WireReader;

  constructor(reader: WireReader, count: number) {
    this.reader = reader;
    this.count = count;
    this.first = new Int32Array(count);
    this.at = new Int32Array(count);
    this.end = new Int32Array(count);
  }

  /** Position for a new record of up to `count` slots, which go to `data` from position + 2 on. */
  reserve(part: number, count: number): number {
    if (this.at[part] + count + OVERHEAD > this.end[part]) this.addChunk(part, count);
    return this.at[part];
  }

  /** Completes a record whose slots end at `end`; without this it is not there. */
  commit(part: number, sample: number, position: number, end: number): void {
    this.data[position] = sample;
    this.data[position + 1] = end - position - 2;
    this.at[part] = end;
  }

  /** Position of a part's first record, or -1. */
  start(part: number): number {
    return this.end[part] === 0 ? -1 : this.first[part];
  }

  /** Position of the record behind the one that ends at `position`, or -1. */
  next(part: number, position: number): number {
    if (position === this.at[part]) return -1;
    return this.data[position] === NEXT_CHUNK ? this.data[position + 1] : position;
  }

  private addChunk(part: number, count: number): void {
    const start = this.used;
    const length = Math.max(CHUNK, count + OVERHEAD);
    this.used += length;
    if (this.used > this.data.length) this.grow();
    if (this.end[part] === 0) this.first[part] = start;
    else {
      this.data[this.at[part]] = NEXT_CHUNK;
      this.data[this.at[part] + 1] = start;
    }
    this.at[part] = start;
    this.end[part] = start + length;
  }

  private grow(): void {
    const { pos, bytes } = this.reader;
    this.data = grown(this.data, nextCapacity(this.used, pos, bytes.length));
  }
}
