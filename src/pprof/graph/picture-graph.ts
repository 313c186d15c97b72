/**
 * The graph of a picture: nodes ordered by how much they tell, labels as small boxes beside them,
 * and no edge that says nothing new. A box takes the place of a node, so that a picture of many
 * labels has fewer nodes.
 */
import type { ReportInput } from "../report-input.ts";
import type { Graph, GraphNode } from "./graph.ts";
import { NO_TAGS, type NodeTags, nodeTags, type Tag } from "./node-tags.ts";
import { removeRedundantEdges } from "./redundant-edges.ts";
import { chooseUnit, graphBuilder, type ReportGraph } from "./report-graph.ts";
import { trimGraph } from "./trim-graph.ts";

/** Boxes that a node has at most; also of sizes below one of them. */
export const MAX_NODELETS = 4;

export interface PictureGraph extends ReportGraph {
  tagsOf(node: GraphNode): NodeTags;
}

export function pictureGraph(input: ReportInput): PictureGraph {
  const builder = graphBuilder(input);
  const { nodecount } = input.settings;
  const readTags = (nodes: readonly GraphNode[], cutoff: number) => {
    const wanted = new Set(nodes.map((node) => node.id));
    return nodeTags(
      input,
      builder.sets((id) => wanted.has(id)),
      cutoff,
    );
  };
  let tags: ReadonlyMap<number, NodeTags> | undefined;
  const trimmed = trimGraph(builder, {
    ...input.settings,
    order: "entropy",
    countNodes({ nodes }, cutoff) {
      // Only the first so many can be chosen, whatever their labels.
      tags = readTags(nodes.slice(0, nodecount), cutoff);
      return countNodes(nodes, nodecount, tags);
    },
  });
  removeRedundantEdges(trimmed.graph);
  const shown = tags ?? readTags(trimmed.graph.nodes, trimmed.nodeCutoff);
  return {
    ...trimmed,
    format: chooseUnit(input, trimmed.graph),
    tagsOf: ({ id }) => shown.get(id) ?? NO_TAGS,
  };
}

/** How many of the nodes fit in, their boxes counted too. */
function countNodes(
  nodes: Graph["nodes"],
  limit: number,
  tags: ReadonlyMap<number, NodeTags>,
): number {
  let count = 0;
  for (const [i, { id }] of nodes.entries()) {
    count += 1 + Math.min(countTags(tags.get(id) ?? NO_TAGS), MAX_NODELETS);
    if (count >= limit) return i + 1;
  }
  return limit;
}

function countTags({ labels, sizes }: NodeTags): number {
  const own = (tags: readonly Tag[]) => tags.filter(({ flat }) => flat !== 0).length;
  return [...sizes.values()].reduce((count, tags) => count + own(tags), own(labels));
}
