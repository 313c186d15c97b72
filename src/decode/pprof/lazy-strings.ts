/**
 * The string table of a profile: byte ranges while the profile is read, and after that strings
 * that are decoded when somebody asks. A report shows a few of the names that a profile has.
 *
 * The table keeps a copy of its own bytes, so that it does not hold the whole input in memory.
 */
import { Int32Column } from "../../base/columns.ts";
import type { StringTable } from "../../model/profile.ts";
import { utf8Strings } from "../../model/utf8-strings.ts";

export class LazyStrings {
  private readonly start = new Int32Column();
  private readonly end = new Int32Column();
  private byteCount = 0;

  get length(): number {
    return this.start.length;
  }

  add(start: number, end: number): void {
    this.start.push(start);
    this.end.push(end);
    this.byteCount += end - start;
  }

  /** A string as long as the table is being read. */
  textAt(bytes: Uint8Array, index: number): string {
    return new TextDecoder().decode(bytes.subarray(this.start.data[index], this.end.data[index]));
  }

  finish(bytes: Uint8Array): StringTable {
    const { length } = this;
    const own = new Uint8Array(this.byteCount);
    const starts = new Int32Array(length + 1);
    for (let i = 0; i < length; i++) {
      const text = bytes.subarray(this.start.data[i], this.end.data[i]);
      own.set(text, starts[i]);
      starts[i + 1] = starts[i] + text.length;
    }
    return utf8Strings(own, starts);
  }
}
