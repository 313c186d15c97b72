/**
 * A function with those that called it and those that it called, as the middle of a sandwich. As
 * pprof does it, a call from one function to another counts once for each stack that has it: of a
 * call within the same call the outermost counts, and a call of itself is none.
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
  const isNewCaller = outermostCalls(tree);
  const isNewCallee = outermostCalls(tree);
  forEachNode(tree, frames, (node, at, isOutermost) => {
    const caller = tree.frame[tree.parent[node]!]!;
    if (at !== frame) {
      if (caller === frame && isNewCallee(node, at)) add(callees, at, tree.total[node]!);
      return;
    }
    self += tree.self[node]!;
    if (isOutermost) total += tree.total[node]!;
    if (caller !== frame && isNewCaller(node, caller)) add(callers, caller, tree.total[node]!);
  });
  return { total, self, callers: sorted(callers), callees: sorted(callees) };
}

/** Asked for nodes in order: true where none above has a call between the same two. */
function outermostCalls(tree: CallTree): (node: number, other: number) => boolean {
  /** By the other function: first row behind the subtree that its call is in. */
  const openUntil = new Map<number, number>();
  return (node, other) => {
    if ((openUntil.get(other) ?? 0) > node) return false;
    openUntil.set(other, tree.end[node]!);
    return true;
  };
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
