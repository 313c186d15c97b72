/** The orders of pprof's reports. All are by size first, then by name as bytes. */
import type { Graph, GraphEdge, GraphNode } from "./graph.ts";
import { compareInfos, compareNames, compareText, printableName } from "./node-info.ts";

export type NodeOrder = "flat" | "cum" | "entropy";

export function sortNodes(graph: Graph, order: NodeOrder): void {
  if (order === "flat") graph.nodes.sort(byFlat);
  else if (order === "cum") sortByScore(graph.nodes, (node) => node.cum);
  else sortByScore(graph.nodes, entropyScore);
}

/** Largest first, then by the names of both ends. */
export function sortEdges(edges: readonly GraphEdge[]): GraphEdge[] {
  return [...edges].sort(compareEdges);
}

export function compareEdges(a: GraphEdge, b: GraphEdge): number {
  return (
    Math.abs(b.weight) - Math.abs(a.weight) ||
    compareText(printableName(a.src.info), printableName(b.src.info)) ||
    compareText(printableName(a.dest.info), printableName(b.dest.info))
  );
}

function byFlat(a: GraphNode, b: GraphNode): number {
  return (
    Math.abs(b.flat) - Math.abs(a.flat) ||
    compareNames(a.info, b.info) ||
    Math.abs(b.cum) - Math.abs(a.cum) ||
    compareInfos(a.info, b.info)
  );
}

/** A score may be a bigint where a double can't tell it from its neighbours. */
function sortByScore(nodes: GraphNode[], scoreOf: (node: GraphNode) => number | bigint): void {
  const scores = new Map(nodes.map((node) => [node, magnitude(scoreOf(node))]));
  nodes.sort(
    (a, b) =>
      descending(scores.get(a)!, scores.get(b)!) ||
      compareNames(a.info, b.info) ||
      Math.abs(b.flat) - Math.abs(a.flat) ||
      compareInfos(a.info, b.info),
  );
}

function descending(a: number | bigint, b: number | bigint): number {
  return a > b ? -1 : a < b ? 1 : 0;
}

/** |score| of a 64-bit integer, of which the least has none: it stays what it is. */
function magnitude(score: number | bigint): number | bigint {
  if (typeof score === "number") return Math.abs(score);
  return score < 0n && score > LEAST ? -score : score;
}

const LEAST = -(2n ** 63n);

/**
 * How much a node tells in a picture: one that only passes on what comes in, along one edge, tells
 * little; one where many flows meet or part tells much. Shannon's entropy of the edges says which.
 */
export function entropyScore(node: GraphNode): number | bigint {
  const incoming = node.in.length === 0 ? 1 : edgeEntropy(node.in, 0);
  const outgoing = node.out.length === 0 ? 1 : edgeEntropy(node.out, node.flat);
  const score = Math.trunc((incoming + outgoing) * node.cum);
  // An edge of weight 0 makes it not a number, which Go converts to the least integer (amd64).
  return Number.isNaN(score) ? BigInt.asIntN(64, LEAST + BigInt(node.flat)) : score + node.flat;
}

function edgeEntropy(edges: readonly GraphEdge[], self: number): number {
  let total = self;
  for (const { weight } of edges) if (weight > 0) total += weight;
  if (total === 0) return 0;
  let entropy = 0;
  for (const { weight } of edges) entropy += term(Math.abs(weight) / total);
  return self > 0 ? entropy + term(self / total) : entropy;
}

function term(share: number): number {
  return -share * Math.log2(share);
}
