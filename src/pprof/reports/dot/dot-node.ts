/** One function of a DOT graph: its name, what it holds, and how large and how red it is drawn. */
import type { Command } from "../../commands.ts";
import { escapeDot } from "../../graph/escape-dot.ts";
import { cumValue, exactCum, exactFlat, flatValue, type GraphNode } from "../../graph/graph.ts";
import { printableName } from "../../graph/node-info.ts";
import type { Int64 } from "../../measure/int64.ts";
import { percentage } from "../../measure/label.ts";
import { formatValue, type ValueFormat } from "../../measure/value-format.ts";
import { dotColor } from "./dot-color.ts";
import { multilineName } from "./dot-text.ts";

/** What the graph is drawn for, and what its values are measured by. */
export interface DotScale {
  readonly command: Command;
  readonly total: number;
  readonly exactTotal: Int64;
  readonly format: ValueFormat;
  /** The largest |flat|: of the node with the largest letters. */
  readonly largest: number;
}

const SMALLEST_FONT = 8;
const FONT_GROWTH = 16;

/** `place`: from 1, in the order of the nodes. */
export function dotNode(node: GraphNode, place: number, scale: DotScale): string {
  const cum = cumValue(node);
  const share = cum / Math.abs(scale.total);
  const attributes = [
    `label="${multilineName(node.info, scale.command)}${valueLines(node, scale)}"`,
    `id="node${place}"`,
    `fontsize=${fontSize(flatValue(node), scale.largest)}`,
    "shape=box",
    `tooltip="${escapeDot(printableName(node.info))} (${formatValue(cum, scale.format)})"`,
    `color="${dotColor(share, "line")}"`,
    `fillcolor="${dotColor(share, "background")}"`,
  ];
  return `N${place} [${attributes.join(" ")}]\n`;
}

function valueLines(node: GraphNode, { total, format }: DotScale): string {
  const flat = flatValue(node);
  const cum = cumValue(node);
  const withShare = (value: number) =>
    `${formatValue(value, format)} (${percentage(value, total).trim()})`;
  const own = flat === 0 ? "0" : withShare(flat);
  if (exactCum(node) === exactFlat(node)) return own;
  return `${own}${flat === 0 ? " " : "\\n"}of ${withShare(cum)}`;
}

/** Grows with the root, so that small ones can still be told apart. */
function fontSize(flat: number, largest: number): number {
  const size = Math.abs(flat);
  if (size === 0 || size > largest) return SMALLEST_FONT;
  return SMALLEST_FONT + Math.ceil(FONT_GROWTH * Math.sqrt(size / largest));
}
