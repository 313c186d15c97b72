/**
 * The top of a tree of stacks as a table: for a row and a location slot, the row below. Walking
 * down is one look-up a frame, without a comparison that the processor could guess wrong.
 */
import type { StackTree } from "../../model/stack-tree.ts";

/** A top has no slots from here on; the locations seen first have the lowest. */
const MAX_WIDTH = 1024;

export class StackTop {
  /** below[(row + 1) × width + slot]: a row, or -1 where the top ends. Row -1 is above the roots. */
  readonly below: Int16Array;
  readonly width: number;

  /** Of a tree that is empty or that `growTop` grew, with so many locations seen so far. */
  constructor(tree: StackTree, slots: number) {
    this.width = Math.min(slots, MAX_WIDTH);
    this.below = new Int16Array((tree.length + 1) * this.width).fill(-1);
    for (let row = 0; row < tree.length; row++) {
      this.below[(tree.prefix[row] + 1) * this.width + tree.location[row]] = row;
    }
  }

  /** The row of `slot` below `row`, or -1. */
  child(row: number, slot: number): number {
    return slot < this.width ? this.below[(row + 1) * this.width + slot] : -1;
  }
}

/** Adds the first location of path[start..end) that the tree does not have, if a top may have it. */
export function growTop(tree: StackTree, path: Int32Array, start: number, end: number): void {
  let row = -1;
  for (let i = start; i < end; i++) {
    const next = tree.find(row, path[i]);
    if (next < 0) {
      if (path[i] < MAX_WIDTH) tree.child(row, path[i]);
      return;
    }
    row = next;
  }
}
