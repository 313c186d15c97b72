/**
 * A call tree without some of its nodes: what was below one that goes hangs from the next one above,
 * with the weight it had, or is a root where there is none.
 */
import { type Graph, type GraphNode, removeEdge } from "./graph.ts";

/** Changes the nodes and edges of `graph`, and returns it with those that are kept. */
export function trimTree(graph: Graph, kept: ReadonlySet<GraphNode>): Graph {
  for (const node of graph.nodes) if (!kept.has(node)) takeOut(node);
  graph.nodes = graph.nodes.filter((node) => kept.has(node));
  return graph;
}

function takeOut(node: GraphNode): void {
  const [above] = node.in;
  if (above === undefined) {
    for (const { dest } of node.out) dest.in = [];
    return;
  }
  removeEdge(above);
  for (const edge of node.out) {
    edge.src = above.src;
    edge.isResidual = true;
    edge.isInline &&= above.isInline;
    above.src.out.push(edge);
  }
}
