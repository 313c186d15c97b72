/**
 * Each text once, as UTF-8 in one array of bytes, found by its hash: the names of two hundred programs
 * are a few megabytes, a tenth of what they take as strings in a Map.
 */
import { Int32Column } from "../../base/columns.ts";
import { hashBytes } from "../../base/hash-bytes.ts";
import { RowIndex } from "./row-index.ts";

const FIRST_CAPACITY = 1 << 12;
/** UTF-8 of one UTF-16 unit has at most three bytes. */
const WIDEST = 3;

export class InternedStrings {
  private bytes = Buffer.alloc(FIRST_CAPACITY);
  private readonly starts = new Int32Column();
  private readonly index = new RowIndex();

  constructor() {
    this.starts.push(0);
  }

  get length(): number {
    return this.index.length;
  }

  get(id: number): string {
    const starts = this.starts.data;
    return this.bytes.toString("utf8", starts[id], starts[id + 1]);
  }

  /** The row of the text, added if it is new. */
  idOf(text: string): number {
    const start = this.starts.data[this.length];
    this.reserve(start + text.length * WIDEST);
    const end = start + this.bytes.write(text, start, "utf8");
    const hash = hashBytes(this.bytes, start, end);
    let id = this.index.first(hash);
    while (id >= 0 && !this.isAt(id, hash, start, end)) id = this.index.next(id);
    if (id >= 0) return id;
    this.starts.push(end);
    return this.index.add(hash);
  }

  /** A row without a text, that no text is found at. */
  skip(): void {
    this.starts.push(this.starts.data[this.length]);
    this.index.skip();
  }

  private isAt(id: number, hash: number, start: number, end: number): boolean {
    if (this.index.hashOf(id) !== hash) return false;
    const from = this.starts.data[id];
    const to = this.starts.data[id + 1];
    return to - from === end - start && this.bytes.compare(this.bytes, from, to, start, end) === 0;
  }

  private reserve(length: number): void {
    if (length <= this.bytes.length) return;
    const bigger = Buffer.alloc(Math.max(length, this.bytes.length * 2));
    this.bytes.copy(bigger);
    this.bytes = bigger;
  }
}
