/** `-list`: the source of the functions that a pattern names, with what each line holds. */
import { ResidentError } from "../../base/errors.ts";
import { GraphBuilder } from "../graph/build-graph.ts";
import type { GraphNode } from "../graph/graph.ts";
import { compareText } from "../graph/node-info.ts";
import { reportNodes } from "../graph/report-graph.ts";
import { addInt64, type Int64 } from "../measure/int64.ts";
import { percentage } from "../measure/label.ts";
import { formatValue } from "../measure/value-format.ts";
import { valueOrDot } from "../measure/value-or-dot.ts";
import type { ReportInput, ReportOutput } from "../report-input.ts";
import type { SourceLine, SourceLines } from "../source/source-lines.ts";
import { SourceReader } from "../source/source-reader.ts";

/** Lines shown before a function's first sample, where its start is not known, and behind its last. */
const MARGIN = 5;

/** A function's part in one file, as a listing shows it. */
export interface Routine {
  readonly name: string;
  /** "" where the profile doesn't say. */
  readonly file: string;
  readonly flat: number;
  readonly cum: number;
  /** Why there are no lines. */
  readonly error: string | undefined;
  readonly lines: Iterable<RoutineLine>;
}

export interface RoutineLine {
  readonly number: number;
  readonly flat: number;
  readonly cum: number;
  readonly text: SourceLine;
}

export function* renderList(input: ReportInput): ReportOutput {
  const routines = listedRoutines(input);
  yield `Total: ${formatValue(input.total, input.format)}\n`;
  for (const routine of routines) yield* routineText(routine, input);
}

/** In the order of names. Throws RES_NO_DATA where no function of that name has a sample. */
export function listedRoutines(input: ReportInput): Iterable<Routine> {
  const functions = groupBy(matchingNodes(input), (node) => node.info.name);
  if (functions.size > 0) return routinesOf(functions, new SourceReader(input));
  const pattern = input.pattern?.pattern ?? "";
  throw new ResidentError("RES_NO_DATA", `no matches found for regexp: ${pattern}`);
}

function* routinesOf(
  functions: ReadonlyMap<string, GraphNode[]>,
  reader: SourceReader,
): Iterable<Routine> {
  for (const [name, nodes] of sortedByName(functions)) {
    const withFile = nodes.filter(({ info }) => info.file !== "");
    const files = groupBy(withFile, (node) => node.info.file);
    if (files.size === 0) yield { name, file: "", ...sumOf(nodes), error: undefined, lines: [] };
    for (const [file, own] of sortedByName(files)) {
      const { lines, error } = reader.file(file);
      const shown = error === undefined ? linesOf(own, lines) : [];
      yield { name, file, ...sumOf(own), error, lines: shown };
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

function* routineText(routine: Routine, { format, total }: ReportInput): ReportOutput {
  const { name, file, flat, cum, error, lines } = routine;
  if (file === "") {
    yield `No source information for ${name}\n`;
    return;
  }
  const sums = `${formatValue(flat, format).padStart(10)} ${formatValue(cum, format).padStart(10)}`;
  yield `ROUTINE ======================== ${name} in ${file}\n`;
  yield `${sums} (flat, cum) ${percentage(cum, total)} of Total\n`;
  if (error !== undefined) yield ` Error: ${error}\n`;
  for (const line of lines) {
    const values = [line.flat, line.cum].map((value) => valueOrDot(value, format).padStart(10));
    yield* sourceRow(`${values.join(" ")} ${String(line.number).padStart(6)}:`, line.text);
  }
}

function* linesOf(nodes: readonly GraphNode[], lines: SourceLines): Iterable<RoutineLine> {
  const byLine = groupBy(nodes, (node) => node.info.line);
  const { first, last } = shownRange(nodes);
  for (let number = first; number <= last; number++) {
    const text = lines.line(number);
    if (text === undefined) return;
    yield { number, text, ...sumOf(byLine.get(number) ?? []) };
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
  let flat: Int64 = 0;
  let cum: Int64 = 0;
  for (const node of nodes) {
    const own = node.exact ?? node;
    flat = addInt64(flat, own.flat);
    cum = addInt64(cum, own.cum);
  }
  return { flat: Number(flat), cum: Number(cum) };
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
