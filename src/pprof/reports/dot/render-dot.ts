/**
 * `-dot`: the call graph as text for Graphviz. Heavy edges come first, which leads the layout; what
 * weighs much is large and red, what a comparison takes away green.
 */
import { baseName } from "../../../base/base-name.ts";
import { escapeDot, escapeInPicture } from "../../graph/escape-dot.ts";
import { flatValue, type GraphNode } from "../../graph/graph.ts";
import { type PictureGraph, pictureGraph } from "../../graph/picture-graph.ts";
import { sortEdges } from "../../graph/sort-nodes.ts";
import type { ReportInput, ReportOutput } from "../../report-input.ts";
import { graphLines } from "../header.ts";
import { dotEdge } from "./dot-edge.ts";
import { dotNode } from "./dot-node.ts";
import { dotNodelets } from "./dot-nodelets.ts";

export function* renderDot(input: ReportInput): ReportOutput {
  const shown = pictureGraph(input);
  const title = titleOf(input);
  yield `digraph "${title === "" ? "unnamed" : title}" {\n`;
  yield 'node [style=filled fillcolor="#f8f8f8"]\n';
  yield legend(graphLines(input, shown, true), title);
  yield* graphBody(input, shown);
  yield "}\n";
}

function* graphBody(
  { command, total, exactTotal }: ReportInput,
  shown: PictureGraph,
): ReportOutput {
  const { nodes } = shown.graph;
  const places = new Map<GraphNode, number>(nodes.map((node, i) => [node, i + 1]));
  const scale = {
    command,
    total,
    exactTotal,
    format: shown.format,
    largest: largestFlat(nodes),
  };
  const parents = new Set<GraphNode>();
  for (const [node, place] of places) {
    const nodelets = dotNodelets(node, place, shown);
    if (nodelets !== "") parents.add(node);
    yield dotNode(node, place, scale) + nodelets;
  }
  for (const edge of sortEdges(nodes.flatMap((node) => node.out))) {
    // What cancels out has no node; an edge there goes nowhere, as pprof draws it.
    const ends = [places.get(edge.src) ?? 0, places.get(edge.dest) ?? 0] as const;
    yield dotEdge(edge, ends, scale, parents.has(edge.src));
  }
}

function titleOf({ command, profile: { mappings, strings } }: ReportInput): string {
  const file = mappings.length === 0 ? "" : strings.get(mappings.filename[0]);
  return file === "" ? "" : escapeInPicture(baseName(file), command);
}

function legend(lines: readonly string[], title: string): string {
  const label = lines.map((line) => `${escapeDot(line)}\\l`).join("");
  const tooltip = title === "" ? "" : ` tooltip="${title}"`;
  const box = `"${escapeDot(lines[0] ?? "")}" [shape=box fontsize=16 label="${label}"${tooltip}]`;
  return `subgraph cluster_L { ${box} }\n`;
}

function largestFlat(nodes: readonly GraphNode[]): number {
  return nodes.reduce((largest, node) => Math.max(largest, Math.abs(flatValue(node))), 0);
}
