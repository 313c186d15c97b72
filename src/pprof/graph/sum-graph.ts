/**
 * Adds up a graph: what each node has in itself and below it, and what flows along each edge.
 *
 * A node or an edge counts once a sample, however often it recurs in its stack, and the first time
 * from the root decides. On the tree of stacks that is: at the row where it first appears on the
 * path, it gets the sum of all samples below that row. What is on the path is counted up and down
 * along the walk.
 *
 * Nodes that are not kept are stepped over; the edge over them is residual. A sample whose leaf is
 * not kept adds to nobody's flat.
 */
import type { Profile } from "../../model/profile.ts";
import { EdgeTable } from "./edge-table.ts";
import type { NodeTable } from "./node-table.ts";
import type { StackTotals } from "./stack-totals.ts";

export interface GraphSums {
  /** By node. */
  readonly flat: Float64Array;
  readonly cum: Float64Array;
  readonly edges: EdgeTable;
}

/**
 * `order`: the stacks to visit, as `walkStacks` gives them. `isKept`: one a node, or undefined where
 * all are.
 */
export function sumGraph(
  profile: Profile,
  order: Int32Array,
  table: NodeTable,
  totals: StackTotals,
  isKept?: Uint8Array,
): GraphSums {
  return new GraphWalk(profile, table, totals, isKept).run(order);
}

class GraphWalk {
  private readonly prefix: Int32Array;
  private readonly location: Int32Array;
  private readonly table: NodeTable;
  private readonly isKept: Uint8Array | undefined;
  private readonly own: Float64Array;
  private readonly total: Float64Array;
  private readonly flat: Float64Array;
  private readonly cum: Float64Array;
  private readonly onPath: Int32Array;
  private readonly edges = new EdgeTable();
  // The path from the root to the row of the visit, one entry a frame.
  private readonly rows: number[] = [];
  /** Node that the next frame is called from, -1 where none is kept. */
  private readonly callers: number[] = [];
  /** 1 where nodes were stepped over since that one. */
  private readonly gaps: number[] = [];
  /** Length of `passed` before the frame. */
  private readonly firsts: number[] = [];
  /** Node and edge (or -1) in turns, as they were passed. */
  private readonly passed: number[] = [];

  constructor({ stacks }: Profile, table: NodeTable, totals: StackTotals, isKept?: Uint8Array) {
    this.prefix = stacks.prefix;
    this.location = stacks.location;
    this.table = table;
    this.isKept = isKept;
    this.own = totals.own;
    this.total = totals.total;
    this.flat = new Float64Array(table.infos.length);
    this.cum = new Float64Array(table.infos.length);
    this.onPath = new Int32Array(table.infos.length);
  }

  run(order: Int32Array): GraphSums {
    const { rows, prefix } = this;
    for (let i = 0; i < order.length; i++) {
      const row = order[i];
      while (rows.length > 0 && rows[rows.length - 1] !== prefix[row]) this.leave();
      this.enter(row);
    }
    return { flat: this.flat, cum: this.cum, edges: this.edges };
  }

  private enter(row: number): void {
    const { table, rows, isKept, total, passed } = this;
    const depth = rows.length;
    const first = table.start[this.location[row]];
    const last = table.start[this.location[row] + 1] - 1;
    let caller = depth === 0 ? -1 : this.callers[depth - 1];
    let gap = depth === 0 ? 0 : this.gaps[depth - 1];
    rows.push(row);
    this.firsts.push(passed.length);
    for (let i = last; i >= first; i--) {
      const node = table.node[i];
      if (isKept !== undefined && isKept[node] === 0) {
        gap = 1;
        continue;
      }
      if (this.onPath[node]++ === 0) this.cum[node] += total[row];
      passed.push(node, this.enterEdge(caller, node, total[row], gap, i === last));
      caller = node;
      gap = 0;
    }
    this.callers.push(caller);
    this.gaps.push(gap);
    if (caller >= 0 && gap === 0) this.flat[caller] += this.own[row];
  }

  /** The edge, or -1 where there is none: into a root, or from a node into itself. */
  private enterEdge(
    src: number,
    dest: number,
    value: number,
    gap: number,
    isCall: boolean,
  ): number {
    if (src < 0 || src === dest) return -1;
    const { edges } = this;
    const edge = edges.find(src, dest);
    if (edges.onPath[edge]++ === 0) {
      edges.weight[edge] += value;
      if (gap === 1) edges.isResidual[edge] = 1;
      if (isCall) edges.isCall[edge] = 1;
    }
    return edge;
  }

  private leave(): void {
    const { passed, onPath, edges } = this;
    const first = this.firsts.pop()!;
    while (passed.length > first) {
      const edge = passed.pop()!;
      if (edge >= 0) edges.onPath[edge]--;
      onPath[passed.pop()!]--;
    }
    this.rows.pop();
    this.callers.pop();
    this.gaps.pop();
  }
}
