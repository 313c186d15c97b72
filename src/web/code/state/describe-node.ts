/** What is said of a node: in the tooltip, and beside the picture when it is chosen. */
import type { Estimate } from "../../../analyze/sampling/estimate.ts";
import { formatCount } from "../../../base/units.ts";
import { formatChange, formatPart, formatRange, formatValue } from "../../format.ts";
import type { Code } from "./use-code.ts";

export interface NodeText {
  readonly name: string;
  readonly place: string;
  readonly facts: readonly (readonly [what: string, value: string])[];
  readonly note: string;
}

export function describeNode(code: Code, node: number): NodeText {
  const { tree } = code.built;
  const { unit } = code.choice;
  const total = tree.total[node]!;
  const self = tree.self[node]!;
  const facts: [string, string][] = [
    ["total", `${formatValue(total, unit)} · ${formatPart(total, tree.total[0]!)}`],
  ];
  const estimate = estimateOf(code, node);
  if (estimate !== undefined) {
    const range = code.rows.isBytes ? estimate.bytesRange : estimate.objectsRange;
    facts.push(["95 % interval", formatRange(range, unit)]);
    facts.push(["objects sampled", formatCount(estimate.samples)]);
  }
  if (self !== 0 && self !== total) facts.push(["itself", formatValue(self, unit)]);
  if (tree.base !== null) {
    facts.push(["change", formatChange(total - tree.base[node]!, unit)]);
  }
  const isUnsure = estimate !== undefined && !estimate.resolvable && estimate.samples !== 0;
  return {
    ...namesOf(code, node),
    facts,
    note: isUnsure ? "Too few samples: it may be much more, or much less." : "",
  };
}

export function estimateOf({ rows, built }: Code, node: number): Estimate | undefined {
  return rows.estimate?.((row) => built.isBelow(rows.stack[row]!, node));
}

function namesOf({ built, model, frames }: Code, node: number): Pick<NodeText, "name" | "place"> {
  if (node === 0) return { name: "everything", place: "" };
  const frame = frames.frameOf[built.tree.frame[node]!]!;
  const { name, file, line } = model.frames;
  const at = line[frame]! > 0 ? `:${line[frame]}` : "";
  return { name: name[frame]!, place: `${file[frame]}${at}` };
}
