/**
 * Which bars of a tree are on the screen, row by row. What costs is what can be seen: rows outside
 * are never touched, the first bar of a row is found by bisection, and bars narrower than a pixel
 * are one sliver, behind which the next wider place is found by bisection again. So a row never
 * gives more bars than it has pixels, however large the tree is.
 */
import type { CallTree } from "../tree/call-tree.ts";

/** The part of the tree's width that is shown, in the unit of its widths. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Bars of one row in pixels, from left to right; as long as `count`. */
export interface Bars {
  count: number;
  readonly node: Int32Array;
  readonly x: Float32Array;
  readonly width: Float32Array;
  /** 1: several nodes, of which `node` is the first. */
  readonly isSliver: Uint8Array;
}

/** Bars that are narrower are not drawn for themselves. */
const SLIVER = 1;

export function makeBars(pixels: number): Bars {
  // A bar of a pixel and more, and a sliver beside it.
  const room = Math.ceil(pixels) * 2 + 4;
  return {
    count: 0,
    node: new Int32Array(room),
    x: new Float32Array(room),
    width: new Float32Array(room),
    isSliver: new Uint8Array(room),
  };
}

/** Nodes by depth; depth-first order is from left to right within each. */
export function nodesByDepth(tree: CallTree): Int32Array[] {
  const counts = new Int32Array(tree.maxDepth + 1);
  for (let row = 0; row < tree.length; row++) counts[tree.depth[row]!]!++;
  const rows = Array.from(counts, (count) => new Int32Array(count));
  const next = new Int32Array(rows.length);
  for (let row = 0; row < tree.length; row++) {
    const depth = tree.depth[row]!;
    rows[depth]![next[depth]!++] = row;
  }
  return rows;
}

/** Fills `bars` with what of `nodes`, a row of the picture, is inside the span. */
export function layOutRow(
  tree: CallTree,
  nodes: Int32Array,
  { from, to }: Span,
  pixels: number,
  bars: Bars,
): void {
  const scale = pixels / (to - from);
  bars.count = 0;
  let at = firstEndingBehind(tree, nodes, from, 0);
  while (at < nodes.length) {
    const node = nodes[at]!;
    const left = tree.left[node]!;
    if (left >= to) return;
    const x = (left - from) * scale;
    const width = tree.width[node]! * scale;
    if (width >= SLIVER) {
      push(bars, node, x, width, false, pixels);
      at++;
    } else {
      // On the pixel's own edges: half of it in each of two would be paler than its neighbours.
      const pixel = Math.floor(x);
      push(bars, node, pixel, SLIVER, true, pixels);
      at = firstEndingBehind(tree, nodes, from + (pixel + SLIVER) / scale, at + 1);
    }
  }
}

/** What reaches over an edge of the picture is cut there. */
function push(
  bars: Bars,
  node: number,
  x: number,
  width: number,
  isSliver: boolean,
  pixels: number,
): void {
  const i = bars.count;
  if (i === bars.node.length) return;
  const left = Math.max(0, x);
  bars.node[i] = node;
  bars.x[i] = left;
  bars.width[i] = Math.min(pixels, x + width) - left;
  bars.isSliver[i] = isSliver ? 1 : 0;
  bars.count++;
}

/** Index of the first node at or behind `start` whose right edge is behind `edge`. */
function firstEndingBehind(tree: CallTree, nodes: Int32Array, edge: number, start: number): number {
  let low = start;
  let high = nodes.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const node = nodes[middle]!;
    if (tree.left[node]! + tree.width[node]! > edge) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** The node at a place of the picture, or -1. */
export function nodeAt(tree: CallTree, nodes: Int32Array | undefined, place: number): number {
  if (nodes === undefined) return -1;
  const at = firstEndingBehind(tree, nodes, place, 0);
  const node = nodes[at];
  return node !== undefined && tree.left[node]! <= place ? node : -1;
}

/** The whole width of a node; never of no width. */
export function spanOf(tree: CallTree, node: number): Span {
  const from = tree.left[node]!;
  return { from, to: from + Math.max(tree.width[node]!, Number.MIN_VALUE) };
}

/** Bars that are narrower are hard to see. */
const IN_SIGHT = 3;
const WELL_IN_SIGHT = 40;

/** The same span where a node can be seen in it; else that of the widest caller in which it can be seen well. */
export function spanInSight(tree: CallTree, span: Span, node: number, pixels: number): Span {
  const left = tree.left[node]!;
  const width = tree.width[node]!;
  const visible = Math.min(left + width, span.to) - Math.max(left, span.from);
  if ((visible / (span.to - span.from)) * pixels >= IN_SIGHT) return span;
  let at = node;
  let caller = tree.parent[node]!;
  while (caller >= 0 && (width / tree.width[caller]!) * pixels >= WELL_IN_SIGHT) {
    at = caller;
    caller = tree.parent[caller]!;
  }
  return spanOf(tree, at);
}

/** Around `place`, `factor` times as wide, but within the tree. */
export function zoomedSpan(tree: CallTree, span: Span, place: number, factor: number): Span {
  const all = tree.width[0]!;
  const width = Math.min(all, Math.max((span.to - span.from) * factor, all * 1e-9));
  const from = place - ((place - span.from) / (span.to - span.from)) * width;
  return clampedSpan(tree, from, width);
}

/** Moved by `shift`, but within the tree. */
export function movedSpan(tree: CallTree, { from, to }: Span, shift: number): Span {
  return clampedSpan(tree, from + shift, to - from);
}

function clampedSpan(tree: CallTree, from: number, width: number): Span {
  const start = Math.min(Math.max(0, from), tree.width[0]! - width);
  return { from: start, to: start + width };
}
