/** A report's call graph: every node and edge with a sample on it, from sums over the stacks. */
import type { Profile, ValueColumn } from "../../model/profile.ts";
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
        flat: sums.flat[id],
        cum: sums.cum[id],
        flatDiv: divs?.flat[id] ?? 0,
        cumDiv: divs?.cum[id] ?? 0,
        context: 0,
        in: [],
        out: [],
      }),
    );
    connect(nodes, sums, divs);
    return { nodes: nodes.filter((node) => isShown(node, this.source.dropNegative)) };
  }

  keep(_graph: Graph, nodes: readonly GraphNode[]): Graph {
    return this.build(nodes.map((node) => node.id));
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

  private sum({ parts, combine }: ColumnTotals, isKept: Uint8Array | undefined): GraphSums {
    const { profile, table } = this.source;
    const sums = parts.map((part) => sumGraph(profile, this.order, table, part, isKept));
    const [first] = sums;
    if (first === undefined || sums.length === 1) return first!;
    const all = (columnOf: (sum: GraphSums) => Float64Array) =>
      columnOf(first).map((_, i) => combine(sums.map((sum) => columnOf(sum)[i])));
    first.edges.weight = all((sum) => sum.edges.weight);
    return { flat: all((sum) => sum.flat), cum: all((sum) => sum.cum), edges: first.edges };
  }
}

function keptColumn(kept: Iterable<number>, length: number): Uint8Array {
  const isKept = new Uint8Array(length);
  for (const id of kept) isKept[id] = 1;
  return isKept;
}

/** Sums over the same stacks find the same edges in the same order, whatever is summed. */
function connect(nodes: readonly GraphNode[], { edges }: GraphSums, divs?: GraphSums): void {
  for (let i = 0; i < edges.length; i++) {
    const edge: GraphEdge = {
      src: nodes[edges.src[i]]!,
      dest: nodes[edges.dest[i]]!,
      weight: edges.weight[i],
      weightDiv: divs?.edges.weight[i] ?? 0,
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
