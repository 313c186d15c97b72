/** A string table with a few strings behind those of another, which is shared and stays as it is. */
import type { StringTable } from "../../model/profile.ts";

export class OverlayStrings implements StringTable {
  /** Needs no `this`: readers take it off the table. */
  readonly get: (index: number) => string;
  private readonly baseLength: number;
  private readonly added: string[] = [];
  private readonly indices = new Map([["", 0]]);

  constructor(base: StringTable) {
    const { length } = base;
    this.baseLength = length;
    this.get = (index) => (index < length ? base.get(index) : this.added[index - length]!);
  }

  get length(): number {
    return this.baseLength + this.added.length;
  }

  /** The index of a string: of the empty one 0, of any other one behind the base's. */
  intern(text: string): number {
    const known = this.indices.get(text);
    if (known !== undefined) return known;
    const index = this.baseLength + this.added.push(text) - 1;
    this.indices.set(text, index);
    return index;
  }
}
