/** `-top`, `-tree` and `-peek` as JSON: the nodes that are shown, with their callers and callees. */
import {
  cumValue,
  flatValue,
  type GraphEdge,
  type GraphNode,
  inlineShare,
  sumOfFlat,
} from "../graph/graph.ts";
import { printableName } from "../graph/node-info.ts";
import { type ReportGraph, reportGraph } from "../graph/report-graph.ts";
import { sortEdges } from "../graph/sort-nodes.ts";
import { divided } from "../measure/value-format.ts";
import type { ReportInput } from "../report-input.ts";
import { matchedNodes } from "../reports/tree.ts";
import type { JsonReport } from "./json-report.ts";
import { placeJson } from "./place-json.ts";

export function graphReport(input: ReportInput): JsonReport {
  const shown = reportGraph(input);
  const isTree = input.command.format === "tree";
  const nodes = isTree ? matchedNodes(shown, input.pattern) : shown.graph.nodes;
  return { fields: shownFields(shown, input), table: "nodes", rows: rowsOf(nodes, input, isTree) };
}

function shownFields(shown: ReportGraph, { format }: ReportInput): Record<string, unknown> {
  const { graph, nodesBefore, droppedNodes } = shown;
  const sum = sumOfFlat(graph.nodes);
  return { shown: divided(sum, format.ratio), nodesBefore, droppedNodes };
}

function* rowsOf(
  nodes: readonly GraphNode[],
  { format: { ratio } }: ReportInput,
  isTree: boolean,
): Iterable<unknown> {
  const end = (edge: GraphEdge, { info }: GraphNode) => ({
    name: printableName(info),
    weight: divided(edge.weight, ratio),
    inline: edge.isInline,
  });
  for (const node of nodes) {
    yield {
      ...placeJson(node.info),
      flat: divided(flatValue(node), ratio),
      cum: divided(cumValue(node), ratio),
      inline: inlineShare(node),
      ...(isTree
        ? {
            callers: sortEdges(node.in).map((edge) => end(edge, edge.src)),
            callees: sortEdges(node.out).map((edge) => end(edge, edge.dest)),
          }
        : {}),
    };
  }
}
