/** A table of strings with more behind it: what a derived profile says that its source does not. */
import type { StringTable } from "./profile.ts";

export class ExtendedStrings implements StringTable {
  private readonly base: StringTable;
  private readonly added: string[] = [];
  private readonly indices = new Map<string, number>();

  constructor(base: StringTable) {
    this.base = base;
  }

  get length(): number {
    return this.base.length + this.added.length;
  }

  get utf8(): StringTable["utf8"] {
    return this.base.utf8;
  }

  readonly get = (index: number): string => {
    const own = index - this.base.length;
    return own < 0 ? this.base.get(index) : (this.added[own] ?? "");
  };

  /** The index of a string, which is added unless it was before. "" is always 0. */
  add(text: string): number {
    if (text === "") return 0;
    const known = this.indices.get(text);
    if (known !== undefined) return known;
    const index = this.length;
    this.added.push(text);
    this.indices.set(text, index);
    return index;
  }
}
