/** What a search found in the picture: where, and how much of all it is together. */
import type { CallTree } from "./call-tree.ts";

export interface Matches {
  /** Nodes whose function matches, below none that does; the widest first. */
  readonly nodes: readonly number[];
  /** What goes through any of them, each stack once; of a comparison, of the later moment. */
  readonly total: number;
  /** Of the moment that is compared with. */
  readonly base: number | null;
}

/** @param found by row of the view's frames */
export function matchesOf(tree: CallTree, found: Uint8Array): Matches {
  const nodes: number[] = [];
  let total = 0;
  let base = 0;
  let node = 1;
  while (node < tree.length) {
    if (found[tree.frame[node]!] === 0) {
      node++;
      continue;
    }
    nodes.push(node);
    total += tree.total[node]!;
    base += tree.base?.[node] ?? 0;
    node = tree.end[node]!;
  }
  nodes.sort((a, b) => tree.width[b]! - tree.width[a]! || a - b);
  return { nodes, total, base: tree.base === null ? null : base };
}
