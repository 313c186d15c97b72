/** A report's call graph: every node and edge with a sample on it, from sums over the stacks. */
import type { Profile, ValueColumn } from "../../model/profile.ts";
import type { EdgeTable } from "./edge-table.ts";
import type { Graph, GraphEdge, GraphNode } from "./graph.ts";
import type { NodeTable } from "./node-table.ts";
import { type StackSets, stackSets } from "./stack-sets.ts";
import { type ColumnTotals, columnTotals, liveStacks } from "./stack-totals.ts";
import { type GraphSums, sumGraph } from "./sum-graph.ts";
import type { GraphMaker } from "./trim-graph.ts";

export interface GraphSource {
  readonly profile: Profile;
  readonly table: NodeTable;
  readonly values: ValueColumn;
  /** What a mean is divided by. */
  readonly divisors?: ValueColumn | undefined;
  readonly dropNegative: boolean;
}

/** Builds graphs of one profile, of all nodes or of some: what they share is made once. */
export class GraphBuilder implements GraphMaker {
  private readonly source: GraphSource;
  private readonly order: Int32Array;
  private readonly values: ColumnTotals;
  private readonly divisors: ColumnTotals | undefined;

  constructor(source: GraphSource) {
    const { profile, values, divisors } = source;
    this.source = source;
    this.values = columnTotals(profile, values);
    this.divisors = divisors === undefined ? undefined : columnTotals(profile, divisors);
    const columns = divisors === undefined ? [values] : [values, divisors];
    const totals = this.divisors === undefined ? [this.values] : [this.values, this.divisors];
    this.order = liveStacks(profile, columns, totals);
  }

  /** `kept`: the ids of the nodes that the graph is to have, or undefined for all. */
  build(kept?: Iterable<number>): Graph {
    const { table } = this.source;
    const isKept = kept === undefined ? undefined : keptColumn(kept, table.infos.length);
    const sums = this.sum(this.values, isKept);
    const divs = this.divisors === undefined ? undefined : this.sum(this.divisors, isKept);
    const nodes = table.infos.map(
      (info, id): GraphNode => ({
        id,
        info,
        ...nodeSums(id, sums, divs),
        context: 0,
        in: [],
        out: [],
      }),
    );
    connect(nodes, sums, divs);
    return { nodes: nodes.filter((node) => isShown(node, this.source.dropNegative)) };
  }

  /** Summed again only where what goes lies above what stays: else no edge leads over it. */
  keep(_graph: Graph, nodes: readonly GraphNode[]): Graph {
    const kept = new Set(nodes);
    if (nodes.some((node) => node.in.some(({ src }) => !kept.has(src)))) {
      return this.build(nodes.map((node) => node.id));
    }
    for (const node of nodes) node.out = node.out.filter(({ dest }) => kept.has(dest));
    return { nodes: [...nodes] };
  }

  /** Which of the wanted nodes the samples of each stack pass through. */
  sets(isWanted: (id: number) => boolean): StackSets {
    const { profile, table } = this.source;
    return stackSets(
      profile,
      table,
      Uint8Array.from(table.infos, (_, id) => (isWanted(id) ? 1 : 0)),
    );
  }

  private sum(totals: ColumnTotals, isKept: Uint8Array | undefined): Sums {
    const { profile, table } = this.source;
    const sums = totals.parts.map((part) => sumGraph(profile, this.order, table, part, isKept));
    const column = (of: (sum: GraphSums) => Float64Array) => combined(sums.map(of), totals);
    return {
      flat: column((sum) => sum.flat),
      cum: column((sum) => sum.cum),
      weight: column((sum) => sum.edges.weight),
      edges: sums[0]!.edges,
    };
  }
}

/** What was added up, in 64-bit integers where doubles can't tell. */
export interface NodeColumns {
  readonly flat: ValueColumn;
  readonly cum: ValueColumn;
}

interface Sums extends NodeColumns {
  readonly weight: ValueColumn;
  readonly edges: EdgeTable;
}

/** The sums of one column from those of its parts. */
export function combined(
  parts: readonly Float64Array[],
  { combine }: Pick<ColumnTotals, "combine">,
): ValueColumn {
  const [only, ...others] = parts;
  if (others.length === 0) return only!;
  return BigInt64Array.from(only!, (_, i) => BigInt(combine(parts.map((part) => part[i]))));
}

/** `divs`: of a mean. */
export function nodeSums(
  id: number,
  sums: NodeColumns,
  divs: NodeColumns | undefined,
): Pick<GraphNode, "flat" | "cum" | "flatDiv" | "cumDiv" | "exact"> {
  const [flat, cum] = [sums.flat[id], sums.cum[id]];
  const [flatDiv, cumDiv] = [divs?.flat[id] ?? 0, divs?.cum[id] ?? 0];
  return {
    flat: Number(flat),
    cum: Number(cum),
    flatDiv: Number(flatDiv),
    cumDiv: Number(cumDiv),
    exact: isWide(sums, divs)
      ? {
          flat: BigInt(flat),
          cum: BigInt(cum),
          flatDiv: BigInt(flatDiv),
          cumDiv: BigInt(cumDiv),
        }
      : undefined,
  };
}

function isWide(...columns: (NodeColumns | undefined)[]): boolean {
  return columns.some((sums) => sums?.flat instanceof BigInt64Array);
}

function keptColumn(kept: Iterable<number>, length: number): Uint8Array {
  const isKept = new Uint8Array(length);
  for (const id of kept) isKept[id] = 1;
  return isKept;
}

/** Sums over the same stacks find the same edges in the same order, whatever is summed. */
function connect(nodes: readonly GraphNode[], sums: Sums, divs?: Sums): void {
  const { edges } = sums;
  const isExact = isWide(sums, divs);
  for (let i = 0; i < edges.length; i++) {
    const [weight, weightDiv] = [sums.weight[i], divs?.weight[i] ?? 0];
    const edge: GraphEdge = {
      src: nodes[edges.src[i]]!,
      dest: nodes[edges.dest[i]]!,
      weight: Number(weight),
      weightDiv: Number(weightDiv),
      exact: isExact ? { weight: BigInt(weight), weightDiv: BigInt(weightDiv) } : undefined,
      isResidual: edges.isResidual[i] === 1,
      isInline: edges.isCall[i] === 0,
    };
    edge.src.out.push(edge);
    edge.dest.in.push(edge);
  }
}

/** Whether a node is worth a place: one whose samples cancel out is not. */
export function isShown({ flat, cum }: GraphNode, dropNegative: boolean): boolean {
  if (flat === 0 && cum === 0) return false;
  return !dropNegative || !(flat < 0 || (flat === 0 && cum < 0));
}
