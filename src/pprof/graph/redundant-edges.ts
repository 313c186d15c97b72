/**
 * Takes edges over left-out nodes from a graph where another way leads to the same place, so that a
 * picture stays readable; the lightest go first, and none that is heavier than a real call.
 */
import { type Graph, type GraphEdge, type GraphNode, removeEdge } from "./graph.ts";
import { sortEdges } from "./sort-nodes.ts";

/** `graph`: in its order, which is gone through from the end. */
export function removeRedundantEdges({ nodes }: Graph): void {
  for (const node of nodes.toReversed()) {
    for (const edge of sortEdges(node.in).reverse()) {
      if (!edge.isResidual) break;
      if (hasOtherWay(edge)) removeEdge(edge);
    }
  }
}

/** Whether the edge's end can be reached from its start without it. */
function hasOtherWay(edge: GraphEdge): boolean {
  const seen = new Set<GraphNode>([edge.dest]);
  for (const node of seen) {
    for (const caller of node.in) {
      if (caller === edge) continue;
      if (caller.src === edge.src && !seen.has(caller.src)) return true;
      seen.add(caller.src);
    }
  }
  return false;
}
