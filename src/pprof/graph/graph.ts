/**
 * The call graph of a report: a node for each place in the code at the chosen granularity, an edge
 * for each pair of them where one called the other. Nodes and edges are objects, since there are
 * few of them; what is added up over all samples is added up in columns (sum-graph.ts).
 */
import { addInt64, divideInt64, type Int64 } from "../measure/int64.ts";
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
  /** Where sums can be beyond 2^53: what `flat` and the others are to the unit. */
  readonly exact?: ExactSums | undefined;
  /** In a tree what it was called from, as a number that others do not share; else 0. */
  readonly context: number;
  in: GraphEdge[];
  out: GraphEdge[];
}

export interface ExactSums {
  readonly flat: bigint;
  readonly cum: bigint;
  readonly flatDiv: bigint;
  readonly cumDiv: bigint;
}

export interface GraphEdge {
  src: GraphNode;
  readonly dest: GraphNode;
  readonly weight: number;
  readonly weightDiv: number;
  readonly exact?: { readonly weight: bigint; readonly weightDiv: bigint } | undefined;
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

export function flatValue(node: GraphNode): number {
  return Number(exactFlat(node));
}

/** To be added up. */
export function exactFlat(node: GraphNode): Int64 {
  const { flat, flatDiv } = node.exact ?? node;
  return divideInt64(flat, flatDiv);
}

export function cumValue(node: GraphNode): number {
  return Number(exactCum(node));
}

export function exactCum(node: GraphNode): Int64 {
  const { cum, cumDiv } = node.exact ?? node;
  return divideInt64(cum, cumDiv);
}

/** What nodes hold together, the means of those that have one. */
export function sumOfFlat(nodes: readonly GraphNode[]): number {
  let sum: Int64 = 0;
  for (const node of nodes) sum = addInt64(sum, exactFlat(node));
  return Number(sum);
}

export function exactWeight(edge: GraphEdge): Int64 {
  const { weight, weightDiv } = edge.exact ?? edge;
  return divideInt64(weight, weightDiv);
}

export function removeEdge(edge: GraphEdge): void {
  edge.src.out = edge.src.out.filter((other) => other !== edge);
  edge.dest.in = edge.dest.in.filter((other) => other !== edge);
}
