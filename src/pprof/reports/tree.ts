/** `-tree` and `-peek`: each node between its callers and its callees. */
import { ResidentError } from "../../base/errors.ts";
import type { Regexp } from "../../base/regexp.ts";
import { cumValue, exactFlat, flatValue, type GraphEdge, type GraphNode } from "../graph/graph.ts";
import { printableName } from "../graph/node-info.ts";
import { type ReportGraph, reportGraph } from "../graph/report-graph.ts";
import { sortEdges } from "../graph/sort-nodes.ts";
import { addInt64, type Int64 } from "../measure/int64.ts";
import { percentage } from "../measure/label.ts";
import { formatValue } from "../measure/value-format.ts";
import type { ReportInput, ReportOutput } from "../report-input.ts";
import { graphLines } from "./header.ts";

const RULE = "----------------------------------------------------------+-------------\n";
const LEGEND = "      flat  flat%   sum%        cum   cum%   calls calls% + context \t \t \n";

export function* renderTree(input: ReportInput): ReportOutput {
  const { total } = input;
  const shown = reportGraph(input);
  const { nodes } = shown.graph;
  const matched = matchedNodes(shown, input.pattern);
  yield `${graphLines(input, shown).join("\n")}\n${RULE}${LEGEND}`;
  let sum: Int64 = 0;
  for (const node of matched) {
    sum = addInt64(sum, exactFlat(node));
    const callers = sortEdges(node.in).map((edge) => edgeLine(edge, edge.src, node, shown));
    const callees = sortEdges(node.out).map((edge) => edgeLine(edge, edge.dest, node, shown));
    yield [RULE, ...callers, nodeLine(node, Number(sum), total, shown), ...callees].join("");
  }
  if (nodes.length > 0) yield RULE;
}

/** Throws RES_NO_DATA where a pattern is given and no node has such a name. */
export function matchedNodes({ graph }: ReportGraph, pattern: Regexp | undefined): GraphNode[] {
  const matched = graph.nodes.filter(({ info }) => pattern?.test(printableName(info)) ?? true);
  if (pattern === undefined || matched.length > 0) return matched;
  throw new ResidentError("RES_NO_DATA", `no matches found for regexp: ${pattern.pattern}`);
}

function nodeLine(node: GraphNode, sum: number, total: number, { format }: ReportGraph): string {
  const flat = flatValue(node);
  const cum = cumValue(node);
  const own = `${formatValue(flat, format).padStart(10)} ${percentage(flat, total)}`;
  const below = `${formatValue(cum, format).padStart(10)} ${percentage(cum, total)}`;
  const gap = " ".repeat(16);
  return `${own} ${percentage(sum, total)} ${below}${gap}| ${printableName(node.info)}\n`;
}

/** `other`: the end of the edge that is not the node itself. */
function edgeLine(
  edge: GraphEdge,
  other: GraphNode,
  node: GraphNode,
  { format }: ReportGraph,
): string {
  const weight = formatValue(edge.weight, format).padStart(50);
  const name = printableName(other.info) + (edge.isInline ? " (inline)" : "");
  return `${weight} ${percentage(edge.weight, cumValue(node))} |   ${name}\n`;
}
