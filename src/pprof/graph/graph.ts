/**
 * The call graph of a report: a node for each place in the code at the chosen granularity, an edge
 * for each pair of them where one called the other. Nodes and edges are objects, since there are
 * few of them; what is added up over all samples is added up in columns (sum-graph.ts).
 */
import type { NodeInfo } from "./node-info.ts";

export interface GraphNode {
  /** What its builder knows it by: the row of the NodeTable; in a tree the number of its path. */
  readonly id: number;
  readonly info: NodeInfo;
  flat: number;
  cum: number;
  /** Divisors of a mean; 0 where no mean is asked for. */
  flatDiv: number;
  cumDiv: number;
  /** In a tree what it was called from, as a number that others do not share; else 0. */
  readonly context: number;
  in: GraphEdge[];
  out: GraphEdge[];
}

export interface GraphEdge {
  src: GraphNode;
  readonly dest: GraphNode;
  readonly weight: number;
  readonly weightDiv: number;
  /** Goes over nodes that were left out. */
  isResidual: boolean;
  /** Every call along it was inlined. */
  isInline: boolean;
}

export interface Graph {
  nodes: GraphNode[];
}

/** How many of the calls of a node that are shown were inlined. */
export function inlineShare({ in: edges }: GraphNode): "none" | "some" | "all" {
  const inlined = edges.filter((edge) => edge.isInline).length;
  if (inlined === 0) return "none";
  return inlined === edges.length ? "all" : "some";
}

export function flatValue({ flat, flatDiv }: GraphNode): number {
  return flatDiv === 0 ? flat : Math.trunc(flat / flatDiv) + 0;
}

export function cumValue({ cum, cumDiv }: GraphNode): number {
  return cumDiv === 0 ? cum : Math.trunc(cum / cumDiv) + 0;
}

export function weightValue({ weight, weightDiv }: GraphEdge): number {
  return weightDiv === 0 ? weight : Math.trunc(weight / weightDiv) + 0;
}

export function removeEdge(edge: GraphEdge): void {
  edge.src.out = edge.src.out.filter((other) => other !== edge);
  edge.dest.in = edge.dest.in.filter((other) => other !== edge);
}
