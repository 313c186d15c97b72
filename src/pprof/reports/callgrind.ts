/**
 * `-callgrind`: the call graph for KCachegrind. A name that was written before is written as its
 * number, an address as the way from the one before where that is shorter, and costs are whole
 * numbers.
 */
import type { Graph, GraphNode } from "../graph/graph.ts";
import { flatValue } from "../graph/graph.ts";
import { type ReportGraph, reportGraph } from "../graph/report-graph.ts";
import { sortEdges } from "../graph/sort-nodes.ts";
import { scale } from "../measure/units.ts";
import type { ReportInput, ReportOutput } from "../report-input.ts";

export function* renderCallgrind(input: ReportInput): ReportOutput {
  const shown = reportGraph(input);
  const { outputUnit } = shown.format;
  yield `positions: instr line\nevents: ${input.sampleType}(${outputUnit})\n`;
  const writer = new CallgrindWriter(shown);
  for (const node of shown.graph.nodes) yield writer.node(node);
}

class CallgrindWriter {
  private readonly objects = new Map<string, number>();
  private readonly files = new Map<string, number>();
  private readonly functions = new Map<string, number>();
  private readonly calleeNames: ReadonlyMap<GraphNode, string>;
  private readonly shown: ReportGraph;
  private previous: GraphNode | undefined;

  constructor(shown: ReportGraph) {
    this.shown = shown;
    this.calleeNames = distinctNames(shown.graph);
  }

  node(node: GraphNode): string {
    const { address, line } = node.info;
    let text = this.isSameFunction(node) ? "" : this.heading(node);
    text += `${this.position(address)} ${line} ${this.cost(flatValue(node))}\n`;
    for (const { dest, weight } of sortEdges(node.out)) {
      text += `cfl=${shortName(this.files, dest.info.file)}\n`;
      text += `cfn=${shortName(this.functions, this.calleeNames.get(dest) ?? "")}\n`;
      text += `calls=0 ${this.position(dest.info.address)} ${dest.info.line}\n`;
      text += `* * ${this.cost(weight)}\n`;
    }
    this.previous = node;
    return text;
  }

  private isSameFunction({ info }: GraphNode): boolean {
    const last = this.previous?.info;
    return last?.object === info.object && last.file === info.file && last.name === info.name;
  }

  private heading({ info }: GraphNode): string {
    const object = shortName(this.objects, info.object);
    const file = shortName(this.files, info.file);
    return `\nob=${object}\nfl=${file}\nfn=${shortName(this.functions, info.name)}\n`;
  }

  private position(address: bigint): string {
    const absolute = `0x${address.toString(16)}`;
    if (this.previous === undefined) return absolute;
    const way = BigInt.asIntN(64, address - this.previous.info.address);
    if (way === 0n) return "*";
    const relative = way > 0n ? `+${way}` : String(way);
    return relative.length < absolute.length ? relative : absolute;
  }

  private cost(value: number): bigint {
    const { sampleUnit, outputUnit } = this.shown.format;
    return BigInt.asIntN(64, BigInt(Math.trunc(scale(value, sampleUnit, outputUnit).value)));
  }
}

/** `(n) name` at first, `(n)` from then on. */
function shortName(names: Map<string, number>, name: string): string {
  if (name === "") return "";
  const known = names.get(name);
  if (known !== undefined) return `(${known})`;
  names.set(name, names.size + 1);
  return `(${names.size}) ${name}`;
}

/**
 * KCachegrind takes functions of one file and name for one. Where they are not (other binaries,
 * other callers in a tree), `[2/3]` behind the name says which.
 */
function distinctNames({ nodes }: Graph): ReadonlyMap<GraphNode, string> {
  const functions = new Map<string, Map<string, number>>();
  for (const node of nodes) {
    const known = functions.get(nameKey(node)) ?? new Map<string, number>();
    functions.set(nameKey(node), known);
    const key = functionKey(node);
    if (!known.has(key)) known.set(key, known.size + 1);
  }
  return new Map(
    nodes.map((node) => {
      const known = functions.get(nameKey(node))!;
      const which = ` [${known.get(functionKey(node))}/${known.size}]`;
      return [node, node.info.name + (known.size > 1 ? which : "")];
    }),
  );
}

function nameKey({ info: { file, name } }: GraphNode): string {
  return `${file}\0${name}`;
}

/** A column alone does not belong to a function that is known as a whole. */
function functionKey({ info, context }: GraphNode): string {
  const { object, startLine, address, line, column } = info;
  const isPlace = address === 0n && line === 0;
  return `${context}\0${object}\0${startLine}\0${isPlace ? column : 0}`;
}
