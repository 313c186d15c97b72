/** `-list`: the source of the functions that a pattern names, with what each line holds. */
import { ResidentError } from "../../base/errors.ts";
import { GraphBuilder } from "../graph/build-graph.ts";
import type { GraphNode } from "../graph/graph.ts";
import { compareText } from "../graph/node-info.ts";
import { reportNodes } from "../graph/report-graph.ts";
import { percentage } from "../measure/label.ts";
import { formatValue } from "../measure/value-format.ts";
import { valueOrDot } from "../measure/value-or-dot.ts";
import type { ReportInput, ReportOutput } from "../report-input.ts";
import type { SourceLine } from "../source/source-lines.ts";
import { SourceReader } from "../source/source-reader.ts";

/** Lines shown before a function's first sample, where its start is not known, and behind its last. */
const MARGIN = 5;

/** Throws RES_NO_DATA where no function of that name has a sample. */
export function* renderList(input: ReportInput): ReportOutput {
  const functions = groupBy(matchingNodes(input), (node) => node.info.name);
  if (functions.size === 0) {
    const pattern = input.pattern?.pattern ?? "";
    throw new ResidentError("RES_NO_DATA", `no matches found for regexp: ${pattern}`);
  }
  const reader = new SourceReader(input);
  yield `Total: ${formatValue(input.total, input.format)}\n`;
  for (const [name, nodes] of sortedByName(functions)) {
    const files = groupBy(
      nodes.filter(({ info }) => info.file !== ""),
      (node) => node.info.file,
    );
    if (files.size === 0) yield `No source information for ${name}\n`;
    for (const [file, own] of sortedByName(files)) {
      yield routineHeader(name, file, own, input);
      yield* routineLines(file, own, input, reader);
    }
  }
}

/** The nodes of functions that match, with what they have; what flows between them isn't asked. */
function matchingNodes(input: ReportInput): readonly GraphNode[] {
  const { profile, settings, valueIndex, pattern } = input;
  const table = reportNodes(input);
  const names = new Set(table.infos.map(({ name }) => name));
  const matching = new Set([...names].filter((name) => pattern?.test(name) ?? true));
  const wanted = table.infos.flatMap(({ name }, id) => (matching.has(name) ? [id] : []));
  const builder = new GraphBuilder({
    profile,
    table,
    values: profile.samples.values[valueIndex]!,
    divisors: settings.mean ? profile.samples.values[0] : undefined,
    dropNegative: settings.drop_negative,
  });
  return builder.build(wanted).nodes;
}

function routineHeader(
  name: string,
  file: string,
  nodes: readonly GraphNode[],
  { format, total }: ReportInput,
): string {
  const { flat, cum } = sumOf(nodes);
  const sums = `${formatValue(flat, format).padStart(10)} ${formatValue(cum, format).padStart(10)}`;
  const share = percentage(cum, total);
  return `ROUTINE ======================== ${name} in ${file}\n${sums} (flat, cum) ${share} of Total\n`;
}

function* routineLines(
  path: string,
  nodes: readonly GraphNode[],
  { format }: ReportInput,
  reader: SourceReader,
): ReportOutput {
  const { lines, error } = reader.file(path);
  if (error !== undefined) {
    yield ` Error: ${error}\n`;
    return;
  }
  const byLine = groupBy(nodes, (node) => node.info.line);
  const { first, last } = shownRange(nodes);
  for (let number = first; number <= last; number++) {
    const text = lines.line(number);
    if (text === undefined) return;
    const { flat, cum } = sumOf(byLine.get(number) ?? []);
    const values = [flat, cum].map((value) => valueOrDot(value, format).padStart(10)).join(" ");
    yield* sourceRow(`${values} ${String(number).padStart(6)}:`, text);
  }
}

function* sourceRow(front: string, text: SourceLine): ReportOutput {
  if (typeof text === "string") {
    yield `${front}${text}\n`;
    return;
  }
  yield front;
  yield text;
  yield "\n";
}

/** From the start of the function, or some lines before its first sample, to some behind its last. */
function shownRange(nodes: readonly GraphNode[]): { first: number; last: number } {
  let first = Infinity;
  let last = -Infinity;
  for (const { info } of nodes) {
    first = Math.min(first, info.startLine === 0 ? info.line - MARGIN : info.startLine);
    last = Math.max(last, info.line + MARGIN);
  }
  return { first: Math.max(first, 1), last };
}

/** Without division: a listing shows sums also where other reports show means. */
function sumOf(nodes: readonly GraphNode[]): { flat: number; cum: number } {
  let flat = 0;
  let cum = 0;
  for (const node of nodes) {
    flat += node.flat;
    cum += node.cum;
  }
  return { flat, cum };
}

function groupBy<Key>(
  nodes: readonly GraphNode[],
  keyOf: (node: GraphNode) => Key,
): Map<Key, GraphNode[]> {
  const groups = new Map<Key, GraphNode[]>();
  for (const node of nodes) {
    const key = keyOf(node);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [node]);
    else group.push(node);
  }
  return groups;
}

function sortedByName<Value>(groups: ReadonlyMap<string, Value>): [string, Value][] {
  return [...groups].sort(([a], [b]) => compareText(a, b));
}
