/** One call of a DOT graph. */
import { type GraphEdge, weightValue } from "../../graph/graph.ts";
import { printableName } from "../../graph/node-info.ts";
import { formatValue } from "../../measure/value-format.ts";
import { dotColor } from "./dot-color.ts";
import type { DotScale } from "./dot-node.ts";
import { escapeDot } from "./dot-text.ts";

/** `ends`: places of caller and callee. `hasNodelets`: boxes of labels need room below the caller. */
export function dotEdge(
  edge: GraphEdge,
  ends: readonly [number, number],
  { total, format }: DotScale,
  hasNodelets: boolean,
): string {
  const weight = weightValue(edge);
  const text = formatValue(weight, format);
  const arrow = edge.isResidual ? "..." : "->";
  const [caller, callee] = [edge.src, edge.dest].map(({ info }) => escapeDot(printableName(info)));
  const tooltip = `"${caller} ${arrow} ${callee} (${text})"`;
  const attributes = [
    `label=" ${text}${edge.isInline ? "\\n (inline)" : ""}"`,
    ...(total === 0 ? [] : weightAttributes(weight, total)),
    `tooltip=${tooltip} labeltooltip=${tooltip}`,
    ...(edge.isResidual ? ['style="dotted"'] : []),
    ...(hasNodelets ? ["minlen=2"] : []),
  ];
  return `N${ends[0]} -> N${ends[1]} [${attributes.join(" ")}]\n`;
}

function weightAttributes(weight: number, total: number): string[] {
  const pull = 1 + Math.min(wholeShares(weight, 100, total), 100);
  const width = 1 + Math.min(wholeShares(weight, 5, total), 5);
  return [
    ...(pull > 1 ? [`weight=${pull}`] : []),
    ...(width > 1 ? [`penwidth=${width}`] : []),
    `color="${dotColor(weight / Math.abs(total), "line")}"`,
  ];
}

/** |weight · shares / total| in 64-bit integers, which can run over. */
function wholeShares(weight: number, shares: number, total: number): number {
  const product = weight * shares;
  if (Number.isSafeInteger(product)) return Math.abs(Math.trunc(product / total));
  const quotient = BigInt.asIntN(64, BigInt(weight) * BigInt(shares)) / BigInt(total);
  return Math.abs(Number(quotient));
}
