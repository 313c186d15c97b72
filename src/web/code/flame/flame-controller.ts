/**
 * The flame graph on its canvas: what part is shown, and what mouse, wheel, fingers and keys do to
 * it. Outside React, because a frame has sixteen milliseconds: it draws once a frame at most, and
 * only when something changed. The canvas is as high as the window at most and sticks to it while
 * the page scrolls, so depth costs nothing either.
 */
import type { CallTree } from "../tree/call-tree.ts";
import { drawFlame, type FlameScene, type FlameStyle, ROW_HEIGHT } from "./draw-flame.ts";
import {
  type Bars,
  makeBars,
  movedSpan,
  nodeAt,
  nodesByDepth,
  type Span,
  spanInSight,
  spanOf,
  zoomedSpan,
} from "./flame-layout.ts";

export type FlameContent = Pick<FlameScene, "tree" | "color" | "label" | "isUnsure" | "isMatch">;

export interface FlameEvents {
  /** -1: nothing; x and y in the window. */
  onHover(node: number, x: number, y: number): void;
  onPick(node: number): void;
}

const ZOOM_MS = 180;

export class FlameController {
  private readonly canvas: HTMLCanvasElement;
  private readonly context: CanvasRenderingContext2D;
  private readonly events: FlameEvents;
  private content: FlameContent | undefined;
  private style: FlameStyle | undefined;
  private rows: readonly Int32Array[] = [];
  private span: Span = { from: 0, to: 1 };
  private bars: Bars = makeBars(0);
  private marked = -1;
  private frame = 0;
  private motion: { from: Span; to: Span; start: number } | undefined;

  constructor(canvas: HTMLCanvasElement, events: FlameEvents) {
    const context = canvas.getContext("2d");
    if (context === null) throw new Error("this browser has no canvas");
    this.canvas = canvas;
    this.context = context;
    this.events = events;
  }

  get pen(): CanvasRenderingContext2D {
    return this.context;
  }

  show(content: FlameContent, style: FlameStyle): void {
    if (this.content?.tree !== content.tree) {
      this.rows = nodesByDepth(content.tree);
      this.span = spanOf(content.tree, 0);
      this.motion = undefined;
    }
    this.content = content;
    this.style = style;
    this.redraw();
  }

  /** Lets a node fill the width; smoothly unless the user wants no motion. */
  zoomTo(tree: CallTree, node: number): void {
    if (tree !== this.content?.tree || node >= tree.length) return;
    this.marked = node > 0 ? node : -1;
    this.goTo(spanOf(tree, node));
  }

  /** Goes to a node without a pointer: marks it, brings it in sight, and says what it is. */
  point(node: number): void {
    const tree = this.content?.tree;
    if (tree === undefined || node >= tree.length) return;
    this.marked = node;
    const span = spanInSight(tree, this.motion?.to ?? this.span, node, this.canvas.clientWidth);
    this.goTo(span);
    const top = this.scrollTo(tree.depth[node]!);
    const scale = this.canvas.clientWidth / (span.to - span.from);
    const left = Math.max(0, (tree.left[node]! - span.from) * scale);
    this.events.onHover(node, this.canvas.getBoundingClientRect().left + left, top + ROW_HEIGHT);
    this.redraw();
  }

  get markedNode(): number {
    return this.marked;
  }

  /** Around a place in pixels from the canvas's left edge. */
  zoomAround(x: number, factor: number): void {
    const tree = this.content?.tree;
    if (tree === undefined) return;
    this.motion = undefined;
    this.span = zoomedSpan(tree, this.span, this.placeAt(x), factor);
    this.redraw();
  }

  moveBy(pixels: number): void {
    const tree = this.content?.tree;
    if (tree === undefined) return;
    this.motion = undefined;
    const perPixel = (this.span.to - this.span.from) / this.canvas.clientWidth;
    this.span = movedSpan(tree, this.span, pixels * perPixel);
    this.redraw();
  }

  hoverAt(clientX: number, clientY: number): void {
    this.events.onHover(this.nodeAtPoint(clientX, clientY), clientX, clientY);
  }

  /** What is said of the node under the pointer is not of the one that keys go to. */
  hoverNothing(): void {
    this.events.onHover(-1, 0, 0);
  }

  pickAt(clientX: number, clientY: number): void {
    const node = this.nodeAtPoint(clientX, clientY);
    if (node >= 0) this.events.onPick(node);
  }

  redraw(): void {
    if (this.frame === 0) this.frame = requestAnimationFrame((now) => this.draw(now));
  }

  stop(): void {
    cancelAnimationFrame(this.frame);
    this.frame = 0;
  }

  private nodeAtPoint(clientX: number, clientY: number): number {
    const tree = this.content?.tree;
    if (tree === undefined) return -1;
    const box = this.canvas.getBoundingClientRect();
    const row = Math.floor((clientY - box.top) / ROW_HEIGHT + this.scroll());
    return nodeAt(tree, this.rows[row], this.placeAt(clientX - box.left));
  }

  private goTo(to: Span): void {
    const from = this.span;
    const isThere = to.from === from.from && to.to === from.to;
    const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.motion = isThere || isCalm ? undefined : { from, to, start: performance.now() };
    if (isCalm) this.span = to;
    this.redraw();
  }

  /** Scrolls the page until a row is on the screen. @returns its top edge in the window */
  private scrollTo(depth: number): number {
    const holder = this.canvas.parentElement ?? this.canvas;
    const topOf = () => holder.getBoundingClientRect().top + depth * ROW_HEIGHT;
    const top = topOf();
    const lowest = window.innerHeight - 2 * ROW_HEIGHT;
    if (top >= 0 && top <= lowest) return top;
    window.scrollBy({ top: top < 0 ? top - ROW_HEIGHT : top - lowest, behavior: "instant" });
    return topOf();
  }

  private placeAt(x: number): number {
    return this.span.from + (x / this.canvas.clientWidth) * (this.span.to - this.span.from);
  }

  /** Rows that the page has scrolled past. */
  private scroll(): number {
    const holder = this.canvas.parentElement;
    if (holder === null) return 0;
    const hidden = this.canvas.getBoundingClientRect().top - holder.getBoundingClientRect().top;
    return Math.max(0, hidden / ROW_HEIGHT);
  }

  private draw(now: number): void {
    this.frame = 0;
    if (this.content === undefined || this.style === undefined) return;
    this.fitCanvas();
    if (this.motion !== undefined) this.advance(now);
    const { clientWidth: width, clientHeight: height } = this.canvas;
    const { bars, rows, span, marked, content } = this;
    const scroll = this.scroll();
    drawFlame(
      this.context,
      { ...content, rows, span, scroll, width, height, bars, marked },
      this.style,
    );
  }

  private advance(now: number): void {
    const { from, to, start } = this.motion!;
    const done = Math.min(1, Math.max(0, (now - start) / ZOOM_MS));
    const part = 1 - (1 - done) ** 3;
    this.span = {
      from: from.from + (to.from - from.from) * part,
      to: from.to + (to.to - from.to) * part,
    };
    if (done < 1) this.redraw();
    else this.motion = undefined;
  }

  /** As many dots as the screen has for its size. */
  private fitCanvas(): void {
    const { canvas } = this;
    const ratio = window.devicePixelRatio;
    const width = Math.round(canvas.clientWidth * ratio);
    const height = Math.round(canvas.clientHeight * ratio);
    if (canvas.width === width && canvas.height === height) return;
    canvas.width = width;
    canvas.height = height;
    this.context.setTransform(ratio, 0, 0, ratio, 0, 0);
    this.bars = makeBars(canvas.clientWidth);
  }
}

/** Where an arrow key leads from a node; the node itself where it leads nowhere. */
export function neighbourOf(tree: CallTree, node: number, key: string): number {
  if (node < 0) return 0;
  if (key === "ArrowUp") return Math.max(0, tree.parent[node]!);
  if (key === "ArrowDown") return node + 1 < tree.end[node]! ? node + 1 : node;
  const above = tree.parent[node]!;
  if (above < 0) return node;
  if (key === "ArrowRight") return tree.end[node]! < tree.end[above]! ? tree.end[node]! : node;
  let before = above + 1;
  while (before < node && tree.end[before]! < node) before = tree.end[before]!;
  return before;
}
