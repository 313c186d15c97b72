/**
 * From samples to the tree that is drawn: what is hidden taken out, what is not in focus left out,
 * turned round if asked. As pprof does it: a stack is in focus if any of its functions is, and what
 * a hidden function holds is its caller's.
 */
import { type CallTree, CallTreeBuilder, type NodeSums } from "./call-tree.ts";
import type { CodeModel } from "./code-model.ts";
import type { SampleRows } from "./sample-rows.ts";
import type { ViewFrames } from "./view-frames.ts";

export interface TreeOptions {
  /** Callers below callees. */
  readonly isInverted: boolean;
  /** By row of the view's frames; null: all, none. */
  readonly focus: Uint8Array | null;
  readonly hide: Uint8Array | null;
}

export interface BuiltTree {
  readonly tree: CallTree;
  readonly frames: ViewFrames;
  /** True where a stack is counted in a node, for its interval. */
  isBelow(stack: number, node: number): boolean;
}

export function buildCallTree(
  model: CodeModel,
  frames: ViewFrames,
  rows: SampleRows,
  base: SampleRows | null,
  options: TreeOptions,
): BuiltTree {
  const inFocus = focusedStacks(model, frames, options.focus);
  const weights = [rows, ...(base === null ? [] : [base])];
  const used = usedStacks(model, weights, inFocus);
  const walk: Walk = { model, frames, hide: options.hide, used, inFocus };
  const { builder, endOf } = options.isInverted ? fromLeaves(walk) : fromRoots(walk);
  const sums = sumByNode(builder.length, rows, base, endOf, inFocus);
  const { tree, rowOf } = builder.finish(sums);
  const rowOfStack = Int32Array.from(endOf, (node) => (node < 0 ? -1 : rowOf[node]!));
  const isBelow = (stack: number, node: number) => {
    if (stack < 0) return node === 0;
    const row = rowOfStack[stack]!;
    return row >= node && row < tree.end[node]!;
  };
  return { tree, frames, isBelow };
}

interface Walk {
  readonly model: CodeModel;
  readonly frames: ViewFrames;
  readonly hide: Uint8Array | null;
  /** 1: a sample ends here; 2: below a caller of one. */
  readonly used: Uint8Array;
  readonly inFocus: Uint8Array | null;
}

/** The tree's nodes, and for each stack the one in which its samples end (-1: none does). */
interface Walked {
  readonly builder: CallTreeBuilder;
  readonly endOf: Int32Array;
}

function focusedStacks(
  { prefix, frame }: CodeModel,
  { rowOf }: ViewFrames,
  focus: Uint8Array | null,
): Uint8Array | null {
  if (focus === null) return null;
  const inFocus = new Uint8Array(prefix.length);
  for (let i = 0; i < prefix.length; i++) {
    const isOwn = focus[rowOf[frame[i]!]!] === 1;
    inFocus[i] = isOwn || (prefix[i]! >= 0 && inFocus[prefix[i]!] === 1) ? 1 : 0;
  }
  return inFocus;
}

function usedStacks(
  { prefix }: CodeModel,
  weights: readonly SampleRows[],
  inFocus: Uint8Array | null,
): Uint8Array {
  const used = new Uint8Array(prefix.length);
  for (const { stack, value } of weights) {
    for (let i = 0; i < stack.length; i++) {
      const at = stack[i]!;
      if (at >= 0 && value[i] !== 0 && (inFocus === null || inFocus[at] === 1)) used[at] = 1;
    }
  }
  for (let i = prefix.length - 1; i >= 0; i--) {
    const above = prefix[i]!;
    if (used[i] !== 0 && above >= 0 && used[above] === 0) used[above] = 2;
  }
  return used;
}

function fromRoots({ model, frames, hide, used }: Walk): Walked {
  const { prefix, frame } = model;
  const builder = new CallTreeBuilder();
  const endOf = new Int32Array(prefix.length).fill(-1);
  for (let i = 0; i < prefix.length; i++) {
    if (used[i] === 0) continue;
    const above = prefix[i]! < 0 ? 0 : endOf[prefix[i]!]!;
    const row = frames.rowOf[frame[i]!]!;
    endOf[i] = hide !== null && hide[row] === 1 ? above : builder.childOf(above, row);
  }
  return { builder, endOf };
}

/** Below a function those that called it, so a sample ends in the node of its outermost caller. */
function fromLeaves({ model, frames, hide, used }: Walk): Walked {
  const { prefix, frame } = model;
  const builder = new CallTreeBuilder();
  const endOf = new Int32Array(prefix.length).fill(-1);
  for (let i = 0; i < prefix.length; i++) {
    if (used[i] !== 1) continue;
    let node = 0;
    for (let at = i; at >= 0; at = prefix[at]!) {
      const row = frames.rowOf[frame[at]!]!;
      if (hide === null || hide[row] === 0) node = builder.childOf(node, row);
    }
    endOf[i] = node;
  }
  return { builder, endOf };
}

function sumByNode(
  length: number,
  rows: SampleRows,
  base: SampleRows | null,
  endOf: Int32Array,
  inFocus: Uint8Array | null,
): NodeSums {
  const add = (to: Float64Array, { stack }: SampleRows, values: Float64Array) => {
    for (let i = 0; i < stack.length; i++) {
      const at = stack[i]!;
      if (at < 0) {
        if (inFocus === null) to[0]! += values[i]!;
      } else if (values[i] !== 0 && (inFocus === null || inFocus[at] === 1)) {
        to[endOf[at]!]! += values[i]!;
      }
    }
    return to;
  };
  const zeros = () => new Float64Array(length);
  const variance = rows.variance === null ? null : add(zeros(), rows, rows.variance);
  // Of a difference both sides are unsure. What is in both blurs it less than that.
  if (variance !== null && base?.variance) add(variance, base, base.variance);
  return {
    self: add(zeros(), rows, rows.value),
    base: base === null ? null : add(zeros(), base, base.value),
    variance,
  };
}
