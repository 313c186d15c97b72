/**
 * The top of a tree of stacks as a table: for a row and a location slot, the row below. Walking
 * down is one look-up a frame, without a comparison that the processor could guess wrong.
 */
import type { StackTree } from "../../model/stack-tree.ts";

/** A top has no slots from here on; the locations seen first have the lowest. */
export const MAX_WIDTH = 1024;

export class StackTop {
  /** Rows of the top, which are the first of the tree. */
  readonly length: number;
  /** below[(row + 1) × width + slot]: a row, or -1 where the top ends. Row -1 is above the roots. */
  readonly below: Int16Array;
  readonly width: number;

  constructor(tree: StackTree, slots: number) {
    this.length = tree.length;
    this.width = Math.min(slots, MAX_WIDTH);
    this.below = new Int16Array((tree.length + 1) * this.width).fill(-1);
    for (let row = 0; row < tree.length; row++) {
      this.below[(tree.prefix[row] + 1) * this.width + tree.location[row]] = row;
    }
  }
}
