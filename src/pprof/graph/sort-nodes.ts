/** The orders of pprof's reports. All are by size first, then by name as bytes. */
import { goLog2 } from "../measure/go-log2.ts";
import { absInt64, addInt64, descending, type Int64 } from "../measure/int64.ts";
import { toInt64 } from "../measure/to-int64.ts";
import type { Graph, GraphEdge, GraphNode } from "./graph.ts";
import { compareInfos, compareNames, compareText, printableName } from "./node-info.ts";

export type NodeOrder = "flat" | "cum" | "entropy";

export function sortNodes(graph: Graph, order: NodeOrder): void {
  if (order === "flat") graph.nodes.sort(byFlat);
  else if (order === "cum") sortByScore(graph.nodes, (node) => (node.exact ?? node).cum);
  else sortByScore(graph.nodes, entropyScore);
}

/** Largest first, then by the names of both ends. */
export function sortEdges(edges: readonly GraphEdge[]): GraphEdge[] {
  return [...edges].sort(compareEdges);
}

export function compareEdges(a: GraphEdge, b: GraphEdge): number {
  return (
    heavier((a.exact ?? a).weight, (b.exact ?? b).weight) ||
    compareText(printableName(a.src.info), printableName(b.src.info)) ||
    compareText(printableName(a.dest.info), printableName(b.dest.info))
  );
}

function byFlat(a: GraphNode, b: GraphNode): number {
  return (
    heavier((a.exact ?? a).flat, (b.exact ?? b).flat) ||
    compareNames(a.info, b.info) ||
    heavier((a.exact ?? a).cum, (b.exact ?? b).cum) ||
    compareInfos(a.info, b.info)
  );
}

function sortByScore(nodes: GraphNode[], scoreOf: (node: GraphNode) => Int64): void {
  const scores = new Map(nodes.map((node) => [node, absInt64(scoreOf(node))]));
  nodes.sort(
    (a, b) =>
      descending(scores.get(a)!, scores.get(b)!) ||
      compareNames(a.info, b.info) ||
      heavier((a.exact ?? a).flat, (b.exact ?? b).flat) ||
      compareInfos(a.info, b.info),
  );
}

/** Largest first, whatever the sign. */
function heavier(a: Int64, b: Int64): number {
  return descending(absInt64(a), absInt64(b));
}

/**
 * How much a node tells in a picture: one that only passes on what comes in, along one edge, tells
 * little; one where many flows meet or part tells much. Shannon's entropy of the edges says which.
 */
export function entropyScore(node: GraphNode): Int64 {
  const { flat } = node.exact ?? node;
  const incoming = node.in.length === 0 ? 1 : edgeEntropy(node.in, 0);
  const outgoing = node.out.length === 0 ? 1 : edgeEntropy(node.out, flat);
  const score = (incoming + outgoing) * node.cum;
  // An edge of weight 0 makes it not a number, which Go converts to the least integer (amd64).
  const whole = Math.trunc(score);
  return addInt64(Number.isSafeInteger(whole) ? whole : toInt64(score), flat);
}

function edgeEntropy(edges: readonly GraphEdge[], self: Int64): number {
  let sum = self;
  for (const edge of edges) {
    if (edge.weight > 0) sum = addInt64(sum, (edge.exact ?? edge).weight);
  }
  const total = Number(sum);
  if (total === 0) return 0;
  let entropy = 0;
  for (const { weight } of edges) entropy += term(Math.abs(weight) / total);
  return self > 0 ? entropy + term(Number(self) / total) : entropy;
}

function term(share: number): number {
  return -share * goLog2(share);
}
