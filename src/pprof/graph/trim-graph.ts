/**
 * The graph of a report without what is too small to matter: nodes below a share of the total, then
 * all but the first so many, then edges below a share. A node that goes leaves its weight to the
 * edges over it: which, only the samples tell, so the graph is made anew; of a tree it is plain.
 */
import { absInt64, addInt64, type Int64, shareOf } from "../measure/int64.ts";
import type { Graph, GraphEdge, GraphNode } from "./graph.ts";
import { type NodeOrder, sortNodes } from "./sort-nodes.ts";

export interface TrimOptions {
  readonly nodecount: number;
  readonly nodefraction: number;
  readonly edgefraction: number;
  readonly order: NodeOrder;
  /** How many of the first nodes to take; `nodecount`, but where a picture counts more than nodes. */
  readonly countNodes?: (graph: Graph, nodeCutoff: number) => number;
}

export interface TrimmedGraph {
  readonly graph: Graph;
  /** Nodes before only the first so many were kept. */
  readonly nodesBefore: number;
  readonly droppedNodes: number;
  readonly droppedEdges: number;
  /** Below this a label is not worth to be shown either. */
  readonly nodeCutoff: number;
}

/** Makes graphs of one profile. */
export interface GraphMaker {
  /** The graph of all nodes. */
  build(): Graph;
  /** The graph of some of its nodes; the one that is given is of no use any more. */
  keep(graph: Graph, nodes: readonly GraphNode[]): Graph;
}

export function trimGraph(maker: GraphMaker, options: TrimOptions): TrimmedGraph {
  let graph = maker.build();
  const total = Number(
    graph.nodes.reduce<Int64>((sum, node) => addInt64(sum, (node.exact ?? node).flat), 0),
  );
  const nodeCutoff = shareOf(total, options.nodefraction);
  const edgeCutoff = shareOf(total, options.edgefraction);
  const heavy = graph.nodes.filter((node) => absInt64((node.exact ?? node).cum) >= nodeCutoff);
  const droppedNodes = graph.nodes.length - heavy.length;
  if (droppedNodes > 0) graph = maker.keep(graph, heavy);
  const nodesBefore = graph.nodes.length;
  sortNodes(graph, options.order);
  if (options.nodecount > 0) {
    trimEdges(graph, edgeCutoff);
    const count = options.countNodes?.(graph, nodeCutoff) ?? options.nodecount;
    if (count < graph.nodes.length) {
      graph = maker.keep(graph, graph.nodes.slice(0, count));
      sortNodes(graph, options.order);
    }
  }
  const droppedEdges = trimEdges(graph, edgeCutoff);
  return { graph, nodesBefore, droppedNodes, droppedEdges, nodeCutoff };
}

/** Removes what goes into the graph's nodes with less than the cutoff; returns how many. */
export function trimEdges({ nodes }: Graph, cutoff: number): number {
  const light = new Set<GraphEdge>();
  for (const node of nodes) {
    for (const edge of node.in) {
      if (absInt64((edge.exact ?? edge).weight) < cutoff) light.add(edge);
    }
  }
  if (light.size === 0) return 0;
  for (const { src, dest } of light) {
    if (src.out.some((edge) => light.has(edge))) src.out = src.out.filter((e) => !light.has(e));
    if (dest.in.some((edge) => light.has(edge))) dest.in = dest.in.filter((e) => !light.has(e));
  }
  return light.size;
}
