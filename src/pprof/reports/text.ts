/** `-top` and `-text`: the nodes of a graph as a table, the heaviest first. */
import { cumValue, exactFlat, flatValue, inlineShare } from "../graph/graph.ts";
import { printableName } from "../graph/node-info.ts";
import { reportGraph } from "../graph/report-graph.ts";
import { addInt64, type Int64 } from "../measure/int64.ts";
import { percentage } from "../measure/label.ts";
import { formatValue } from "../measure/value-format.ts";
import type { ReportInput, ReportOutput } from "../report-input.ts";
import { graphLines } from "./header.ts";

export function* renderText(input: ReportInput): ReportOutput {
  const shown = reportGraph(input);
  const { total } = input;
  yield `${graphLines(input, shown).join("\n")}\n`;
  yield "      flat  flat%   sum%        cum   cum%\n";
  let all: Int64 = 0;
  for (const node of shown.graph.nodes) {
    const flat = flatValue(node);
    const cum = cumValue(node);
    all = addInt64(all, exactFlat(node));
    const sum = Number(all);
    const own = `${formatValue(flat, shown.format).padStart(10)} ${percentage(flat, total)}`;
    const below = `${formatValue(cum, shown.format).padStart(10)} ${percentage(cum, total)}`;
    const name = printableName(node.info) + INLINE_NOTES[inlineShare(node)];
    yield `${own} ${percentage(sum, total)} ${below}  ${name}\n`;
  }
}

const INLINE_NOTES = { none: "", some: " (partial-inline)", all: " (inline)" } as const;
