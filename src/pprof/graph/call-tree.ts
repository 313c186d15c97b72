/**
 * The graph of `call_tree`: a node for each path from a root, so that a function has as many nodes
 * as there are ways to it. Nodes are numbered callers first; what is below one adds up backward.
 */
import type { ValueColumn } from "../../model/profile.ts";
import { combined, type GraphSource, isShown, type NodeColumns, nodeSums } from "./build-graph.ts";
import type { Graph, GraphEdge, GraphNode } from "./graph.ts";
import { PairTable } from "./pair-table.ts";
import { exactParts } from "./sample-values.ts";
import type { StackSets } from "./stack-sets.ts";
import { columnTotals, liveStacks } from "./stack-totals.ts";
import type { GraphMaker } from "./trim-graph.ts";
import { trimTree } from "./trim-tree.ts";

export class CallTree implements GraphMaker {
  private readonly source: GraphSource;
  /** Of each node: its caller's number + 1, and its row in the NodeTable. */
  private readonly paths = new PairTable();
  /** By stack: the node of its leaf, -1 where no sample comes by. */
  private readonly leaves: Int32Array;
  private isCall: Uint8Array = new Uint8Array(0);

  constructor(source: GraphSource) {
    const { profile, values, divisors } = source;
    const columns = divisors === undefined ? [values] : [values, divisors];
    this.source = source;
    this.leaves = new Int32Array(profile.stacks.length).fill(-1);
    const totals = columns.map((column) => columnTotals(profile, column));
    this.enterStacks(liveStacks(profile, columns, totals));
  }

  build(): Graph {
    const { values, divisors, table, dropNegative } = this.source;
    const sums = this.sum(values);
    const divs = divisors === undefined ? undefined : this.sum(divisors);
    const nodes = Array.from({ length: this.paths.length }, (_, id): GraphNode => {
      const info = table.infos[this.paths.second[id]]!;
      const context = this.paths.first[id];
      return { id, info, ...nodeSums(id, sums, divs), context, in: [], out: [] };
    });
    for (const node of nodes) this.connect(nodes, node);
    return { nodes: nodes.filter((node) => isShown(node, dropNegative)) };
  }

  keep(graph: Graph, nodes: readonly GraphNode[]): Graph {
    return trimTree(graph, new Set(nodes));
  }

  /** Which of the wanted nodes the samples of each stack pass through. */
  sets(isWanted: (id: number) => boolean): StackSets {
    return {
      ofStack: this.leaves,
      nodesOf: (leaf) => this.pathOf(leaf).filter(isWanted),
      leafOf: (leaf) => (isWanted(leaf) ? leaf : -1),
    };
  }

  /** The node and those above it. */
  private pathOf(node: number): number[] {
    const path: number[] = [];
    for (let at = node; at >= 0; at = this.paths.first[at] - 1) path.push(at);
    return path;
  }

  private enterStacks(order: Int32Array): void {
    const { profile, table } = this.source;
    const { prefix, location } = profile.stacks;
    const calls: number[] = [];
    for (const row of order) {
      let node = prefix[row] < 0 ? -1 : this.leaves[prefix[row]];
      const first = table.start[location[row]];
      const last = table.start[location[row] + 1] - 1;
      for (let i = last; i >= first; i--) {
        node = this.paths.find(node + 1, table.node[i]);
        if (i === last) calls[node] = 1;
      }
      this.leaves[row] = node;
    }
    this.isCall = Uint8Array.from({ length: this.paths.length }, (_, node) => calls[node] ?? 0);
  }

  private connect(nodes: readonly GraphNode[], dest: GraphNode): void {
    const src = nodes[this.paths.first[dest.id] - 1];
    if (src === undefined) return;
    const isInline = this.isCall[dest.id] === 0;
    const edge: GraphEdge = {
      src,
      dest,
      weight: dest.cum,
      weightDiv: dest.cumDiv,
      exact: dest.exact && { weight: dest.exact.cum, weightDiv: dest.exact.cumDiv },
      isResidual: false,
      isInline,
    };
    src.out.push(edge);
    dest.in.push(edge);
  }

  private sum(column: ValueColumn): NodeColumns {
    const parts = exactParts(column);
    const flats = parts.parts.map((part) => this.flatSums(part));
    const cums = flats.map((flat) => this.pathSums(flat));
    return { flat: combined(flats, parts), cum: combined(cums, parts) };
  }

  private flatSums(values: Float64Array): Float64Array {
    const { stack, length } = this.source.profile.samples;
    const flat = new Float64Array(this.paths.length);
    for (let i = 0; i < length; i++) {
      const node = stack[i] < 0 ? -1 : this.leaves[stack[i]];
      if (node >= 0) flat[node] += values[i];
    }
    return flat;
  }

  private pathSums(flat: Float64Array): Float64Array {
    const cum = flat.slice();
    for (let node = cum.length - 1; node >= 0; node--) {
      const caller = this.paths.first[node] - 1;
      if (caller >= 0) cum[caller] += cum[node];
    }
    return cum;
  }
}
