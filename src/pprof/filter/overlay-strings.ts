/** A string table with a few strings behind those of another, which is shared and stays as it is. */
import type { StringTable } from "../../model/profile.ts";

export class OverlayStrings implements StringTable {
  private readonly base: StringTable;
  private readonly added: string[] = [];
  private readonly indices = new Map([["", 0]]);

  constructor(base: StringTable) {
    this.base = base;
  }

  get length(): number {
    return this.base.length + this.added.length;
  }

  get(index: number): string {
    return index < this.base.length ? this.base.get(index) : this.added[index - this.base.length]!;
  }

  /** The index of a string: of the empty one 0, of any other one behind the base's. */
  intern(text: string): number {
    const known = this.indices.get(text);
    if (known !== undefined) return known;
    const index = this.base.length + this.added.push(text) - 1;
    this.indices.set(text, index);
    return index;
  }
}
