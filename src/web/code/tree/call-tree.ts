/**
 * A tree of calls to look at, as columns in depth-first order: a node's subtree is the rows from
 * itself to `end`, so "is B below A" is a comparison and a picture is a walk over a slice. Siblings
 * are ordered by size. Row 0 is the root, which stands for everything and has no place.
 */
export interface CallTree {
  readonly length: number;
  /** Row of the view's frames; -1 at the root. */
  readonly frame: Int32Array;
  readonly parent: Int32Array;
  readonly depth: Int32Array;
  /** First row behind the subtree. */
  readonly end: Int32Array;
  readonly self: Float64Array;
  readonly total: Float64Array;
  /** Of the moment compared with; null: nothing is compared. */
  readonly base: Float64Array | null;
  /** What of it each node held itself. */
  readonly selfBase: Float64Array | null;
  /** Variance of total, or of total − base; null: values are counted. */
  readonly variance: Float64Array | null;
  /** Where it is drawn: left edge and width, children within their parent. */
  readonly left: Float64Array;
  readonly width: Float64Array;
  readonly maxDepth: number;
}

/** Nodes in the order of their making, which is callers first. */
export class CallTreeBuilder {
  private readonly children = new Map<number, number>();
  private readonly frames: number[] = [-1];
  private readonly parents: number[] = [-1];

  get length(): number {
    return this.frames.length;
  }

  parentOf(node: number): number {
    return this.parents[node]!;
  }

  /** The node of `frame` below `parent`, made where it is not there yet. */
  childOf(parent: number, frame: number): number {
    const key = parent * 4_194_304 + frame;
    const known = this.children.get(key);
    if (known !== undefined) return known;
    const node = this.frames.push(frame) - 1;
    this.parents.push(parent);
    this.children.set(key, node);
    return node;
  }

  /** The tree, and for each node as it was made its row. */
  finish(sums: NodeSums): { readonly tree: CallTree; readonly rowOf: Int32Array } {
    const { frames, parents } = this;
    const order = depthFirst(parents, drawnWidths(sums, parents));
    return { tree: orderedTree(frames, parents, sums, order), rowOf: order.rowOf };
  }
}

/** What ends in each node itself, by the builder's numbers. */
export interface NodeSums {
  readonly self: Float64Array;
  readonly base: Float64Array | null;
  readonly variance: Float64Array | null;
}

/** Negative values (of a difference) take the room of positive ones; what is compared, of both. */
function drawnWidths({ self, base }: NodeSums, parents: readonly number[]): Float64Array {
  const width = Float64Array.from(self, (value, i) =>
    base === null ? Math.abs(value) : (Math.abs(value) + Math.abs(base[i]!)) / 2,
  );
  return summedUp(width, parents);
}

/** Adds each node to its parent, the last made first. */
function summedUp(own: Float64Array, parents: readonly number[]): Float64Array {
  const sums = own.slice();
  for (let i = sums.length - 1; i > 0; i--) sums[parents[i]!]! += sums[i]!;
  return sums;
}

interface Order {
  /** Builder's number by row, and the other way round. */
  readonly nodeOf: Int32Array;
  readonly rowOf: Int32Array;
  readonly width: Float64Array;
}

function depthFirst(parents: readonly number[], width: Float64Array): Order {
  const { length } = parents;
  const children = childrenBySize(parents, width);
  const nodeOf = new Int32Array(length);
  const rowOf = new Int32Array(length);
  const stack = [0];
  for (let row = 0; row < length; row++) {
    const node = stack.pop()!;
    nodeOf[row] = node;
    rowOf[node] = row;
    for (let i = children.start[node + 1]! - 1; i >= children.start[node]!; i--) {
      stack.push(children.list[i]!);
    }
  }
  return { nodeOf, rowOf, width };
}

/** Children of node i: list[start[i]] .. list[start[i + 1]], the widest first. */
function childrenBySize(
  parents: readonly number[],
  width: Float64Array,
): { readonly start: Int32Array; readonly list: Int32Array } {
  const { length } = parents;
  const start = new Int32Array(length + 1);
  for (let i = 1; i < length; i++) start[parents[i]! + 1]!++;
  for (let i = 0; i < length; i++) start[i + 1]! += start[i]!;
  const next = start.slice();
  const list = new Int32Array(Math.max(length - 1, 0));
  for (let i = 1; i < length; i++) list[next[parents[i]!]!++] = i;
  for (let i = 0; i < length; i++) {
    if (start[i + 1]! - start[i]! < 2) continue;
    list.subarray(start[i], start[i + 1]).sort((a, b) => width[b]! - width[a]! || a - b);
  }
  return { start, list };
}

function orderedTree(
  frames: readonly number[],
  parents: readonly number[],
  sums: NodeSums,
  { nodeOf, rowOf, width: widths }: Order,
): CallTree {
  const { length } = nodeOf;
  const column = (values: ArrayLike<number>) => Float64Array.from(nodeOf, (node) => values[node]!);
  const summed = (own: Float64Array | null) =>
    own === null ? null : column(summedUp(own, parents));
  const parent = Int32Array.from(nodeOf, (node) => (node === 0 ? -1 : rowOf[parents[node]!]!));
  const width = column(widths);
  const depth = new Int32Array(length);
  const left = new Float64Array(length);
  const filled = new Float64Array(length);
  const end = Int32Array.from({ length }, (_, row) => row + 1);
  let maxDepth = 0;
  for (let row = 1; row < length; row++) {
    const above = parent[row]!;
    depth[row] = depth[above]! + 1;
    maxDepth = Math.max(maxDepth, depth[row]!);
    left[row] = left[above]! + filled[above]!;
    filled[above]! += width[row]!;
  }
  for (let row = length - 1; row > 0; row--) {
    end[parent[row]!] = Math.max(end[parent[row]!]!, end[row]!);
  }
  return {
    length,
    frame: Int32Array.from(nodeOf, (node) => frames[node]!),
    parent,
    depth,
    end,
    self: column(sums.self),
    total: summed(sums.self)!,
    base: summed(sums.base),
    selfBase: sums.base === null ? null : column(sums.base),
    variance: summed(sums.variance),
    left,
    width,
    maxDepth,
  };
}
