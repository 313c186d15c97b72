/**
 * Functions (or lines) with what they hold themselves and what they hold with all that they called,
 * from the tree of calls: of a function that calls itself, the outermost call counts.
 */
import type { CallTree } from "./call-tree.ts";

export interface FunctionSums {
  /** By row of the view's frames. */
  readonly self: Float64Array;
  readonly total: Float64Array;
  readonly selfBase: Float64Array | null;
  readonly totalBase: Float64Array | null;
}

/** @param tree not inverted; @param frames how many rows the view's frames have */
export function sumByFunction(tree: CallTree, frames: number): FunctionSums {
  const column = () => new Float64Array(frames);
  const sums = {
    self: column(),
    total: column(),
    selfBase: tree.base === null ? null : column(),
    totalBase: tree.base === null ? null : column(),
  };
  forEachNode(tree, frames, (node, frame, isOutermost) => {
    sums.self[frame]! += tree.self[node]!;
    if (sums.selfBase !== null) sums.selfBase[frame]! += tree.selfBase![node]!;
    if (!isOutermost) return;
    sums.total[frame]! += tree.total[node]!;
    if (sums.totalBase !== null) sums.totalBase[frame]! += tree.base![node]!;
  });
  return sums;
}

/** Visits nodes in order; outermost: the frame is not among the node's callers. */
export function forEachNode(
  tree: CallTree,
  frames: number,
  visit: (node: number, frame: number, isOutermost: boolean) => void,
): void {
  /** By frame: first row behind the subtree that it is in. */
  const openUntil = new Int32Array(frames);
  for (let node = 1; node < tree.length; node++) {
    const frame = tree.frame[node]!;
    const isOutermost = openUntil[frame]! <= node;
    if (isOutermost) openUntil[frame] = tree.end[node]!;
    visit(node, frame, isOutermost);
  }
}

/** Rows that hold anything, the largest first. */
export function rowsBySize(
  sums: FunctionSums,
  by: "self" | "total",
  found: Uint8Array | null,
): number[] {
  const key = sums[by];
  const base = by === "self" ? sums.selfBase : sums.totalBase;
  const size = (row: number) =>
    base === null ? Math.abs(key[row]!) : Math.abs(key[row]! - base[row]!);
  const rows: number[] = [];
  for (let row = 0; row < key.length; row++) {
    const isThere = sums.total[row] !== 0 || (sums.totalBase?.[row] ?? 0) !== 0;
    if (isThere && (found === null || found[row] === 1)) rows.push(row);
  }
  return rows.sort((a, b) => size(b) - size(a) || sums.total[b]! - sums.total[a]! || a - b);
}
