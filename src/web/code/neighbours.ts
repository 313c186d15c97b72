/**
 * A function with those that called it and those that it called, as the middle of a sandwich. What
 * a caller has of it is what the function holds in that caller's calls; of calls within calls of
 * itself the outermost counts.
 */
import type { CallTree } from "./call-tree.ts";
import { forEachNode } from "./function-table.ts";

export interface Neighbour {
  /** Row of the view's frames; -1: nobody called it. */
  readonly frame: number;
  readonly value: number;
}

export interface Neighbours {
  readonly total: number;
  readonly self: number;
  readonly callers: readonly Neighbour[];
  readonly callees: readonly Neighbour[];
}

/** @param tree not inverted */
export function neighboursOf(tree: CallTree, frames: number, frame: number): Neighbours {
  const callers = new Map<number, number>();
  const callees = new Map<number, number>();
  let total = 0;
  let self = 0;
  forEachNode(tree, frames, (node, at, isOutermost) => {
    if (at !== frame) return;
    self += tree.self[node]!;
    if (isOutermost) {
      total += tree.total[node]!;
      add(callers, tree.frame[tree.parent[node]!]!, tree.total[node]!);
    }
    for (let child = node + 1; child < tree.end[node]!; child = tree.end[child]!) {
      if (tree.frame[child] !== frame) add(callees, tree.frame[child]!, tree.total[child]!);
    }
  });
  return { total, self, callers: sorted(callers), callees: sorted(callees) };
}

function add(to: Map<number, number>, frame: number, value: number): void {
  to.set(frame, (to.get(frame) ?? 0) + value);
}

function sorted(values: ReadonlyMap<number, number>): Neighbour[] {
  return [...values]
    .map(([frame, value]) => ({ frame, value }))
    .filter(({ value }) => value !== 0)
    .sort((a, b) => Math.abs(b.value) - Math.abs(a.value) || a.frame - b.frame);
}
