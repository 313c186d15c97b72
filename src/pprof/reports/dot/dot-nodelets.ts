/**
 * The small boxes beside a function of a DOT graph: the labels of its samples, the heaviest first,
 * and below each label the sizes of what was allocated with it.
 */
import type { GraphNode } from "../../graph/graph.ts";
import type { Tag } from "../../graph/node-tags.ts";
import { MAX_NODELETS, type PictureGraph } from "../../graph/picture-graph.ts";
import { formatValue, type ValueFormat } from "../../measure/value-format.ts";
import { collapseSizes } from "./collapse-sizes.ts";
import { cumTag, flatTag, sortTags } from "./tag-values.ts";

/** DOT text of the boxes and of the edges to them; "" where the node has none. */
export function dotNodelets(
  node: GraphNode,
  place: number,
  { tagsOf, format }: PictureGraph,
): string {
  const { labels, sizes } = tagsOf(node);
  // A leaf stands for all that was below it and is not shown.
  const isLeaf = node.out.length === 0;
  const source = `N${place}`;
  let text = "";
  for (const [i, tag] of sortTags(labels, !isLeaf).slice(0, MAX_NODELETS).entries()) {
    const weight = isLeaf ? cumTag(tag) : flatTag(tag);
    if (weight === 0) continue;
    const id = `${source}_${i}`;
    const told = formatValue(Number(weight), format);
    text += box(id, tag.name, told);
    text += arrow(source, id, told, "");
    text += sizeBoxes(sizes.get(tag.name) ?? [], !isLeaf, id, format);
  }
  return text + sizeBoxes(sizes.get("") ?? [], !isLeaf, source, format);
}

function sizeBoxes(
  sizes: readonly Tag[],
  byFlat: boolean,
  source: string,
  format: ValueFormat,
): string {
  let text = "";
  for (const [i, tag] of collapseSizes(sizes, MAX_NODELETS, byFlat).entries()) {
    const isOwn = byFlat || flatTag(tag) === cumTag(tag);
    const weight = isOwn ? flatTag(tag) : cumTag(tag);
    if (weight === 0) continue;
    const id = `N${source}_${i}`;
    const told = formatValue(Number(weight), format);
    text += box(id, tag.name, told);
    text += arrow(source, id, told, isOwn ? "" : ' style="dotted"');
  }
  return text;
}

function box(id: string, name: string, weight: string): string {
  return `${id} [label = "${name}" id="${id}" fontsize=8 shape=box3d tooltip="${weight}"]\n`;
}

function arrow(source: string, id: string, weight: string, style: string): string {
  const tooltips = `tooltip="${weight}" labeltooltip="${weight}"`;
  return `${source} -> ${id} [label=" ${weight}" weight=100 ${tooltips}${style}]\n`;
}
