/** One call of a DOT graph. */
import { escapeDot } from "../../graph/escape-dot.ts";
import { exactWeight, type GraphEdge } from "../../graph/graph.ts";
import { printableName } from "../../graph/node-info.ts";
import type { Int64 } from "../../measure/int64.ts";
import { formatValue } from "../../measure/value-format.ts";
import { dotColor } from "./dot-color.ts";
import type { DotScale } from "./dot-node.ts";

/** `ends`: places of caller and callee. `hasNodelets`: boxes of labels need room below the caller. */
export function dotEdge(
  edge: GraphEdge,
  ends: readonly [number, number],
  { total, exactTotal, format }: DotScale,
  hasNodelets: boolean,
): string {
  const exact = exactWeight(edge);
  const weight = Number(exact);
  const text = formatValue(weight, format);
  const arrow = edge.isResidual ? "..." : "->";
  const [caller, callee] = [edge.src, edge.dest].map(({ info }) => escapeDot(printableName(info)));
  const tooltip = `"${caller} ${arrow} ${callee} (${text})"`;
  const attributes = [
    `label=" ${text}${edge.isInline ? "\\n (inline)" : ""}"`,
    ...(total === 0 ? [] : weightAttributes(exact, exactTotal)),
    `tooltip=${tooltip} labeltooltip=${tooltip}`,
    ...(edge.isResidual ? ['style="dotted"'] : []),
    ...(hasNodelets ? ["minlen=2"] : []),
  ];
  return `N${ends[0]} -> N${ends[1]} [${attributes.join(" ")}]\n`;
}

function weightAttributes(exact: Int64, total: Int64): string[] {
  const pull = 1 + Math.min(wholeShares(exact, 100, total), 100);
  const width = 1 + Math.min(wholeShares(exact, 5, total), 5);
  return [
    ...(pull > 1 ? [`weight=${pull}`] : []),
    ...(width > 1 ? [`penwidth=${width}`] : []),
    `color="${dotColor(Number(exact) / Math.abs(Number(total)), "line")}"`,
  ];
}

/** |weight · shares / total| in 64-bit integers, which can run over. */
function wholeShares(weight: Int64, shares: number, total: Int64): number {
  const product = Number(weight) * shares;
  if (Number.isSafeInteger(product)) return Math.abs(Math.trunc(product / Number(total)));
  const quotient = BigInt.asIntN(64, BigInt(weight) * BigInt(shares)) / BigInt(total);
  return Math.abs(Number(quotient));
}
