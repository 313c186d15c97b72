/**
 * Whole stacks as bytes, leaf first: each location's are made once, and those of whole stacks where
 * many stacks have them in common, so that a stack costs few copies and no number is formatted twice.
 */
import type { Profile } from "../model/profile.ts";

/** The rows near the roots come first in the table of stacks; to keep all would be to keep the report. */
const KEPT_STACKS = 4096;

export class StackBytes {
  private readonly locations: Uint8Array[] = [];
  private readonly stacks: Uint8Array[] = [];
  private readonly prefix: Int32Array;
  private readonly location: Int32Array;
  private readonly bytesOf: (location: number) => Uint8Array;

  constructor({ stacks }: Profile, bytesOf: (location: number) => Uint8Array) {
    this.prefix = stacks.prefix;
    this.location = stacks.location;
    this.bytesOf = bytesOf;
  }

  /** Adds the bytes of a row of the stack table and of its callers; none for -1. */
  addTo(output: { add(bytes: Uint8Array): void }, row: number): void {
    let at = row;
    for (; at >= KEPT_STACKS; at = this.prefix[at]) output.add(this.ofLocation(this.location[at]));
    if (at >= 0) output.add(this.ofKept(at));
  }

  ofLocation(location: number): Uint8Array {
    const known = this.locations[location];
    if (known !== undefined) return known;
    const bytes = this.bytesOf(location);
    this.locations[location] = bytes;
    return bytes;
  }

  private ofKept(row: number): Uint8Array {
    const known = this.stacks[row];
    if (known !== undefined) return known;
    const own = this.ofLocation(this.location[row]);
    const callers = this.prefix[row] < 0 ? new Uint8Array() : this.ofKept(this.prefix[row]);
    const bytes = new Uint8Array(own.length + callers.length);
    bytes.set(own);
    bytes.set(callers, own.length);
    this.stacks[row] = bytes;
    return bytes;
  }
}
