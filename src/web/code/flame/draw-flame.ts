/** Draws the visible part of a flame graph; called for every frame of an animation. */
import type { CallTree } from "../tree/call-tree.ts";
import { type Bars, layOutRow, type Span } from "./flame-layout.ts";

export const ROW_HEIGHT = 20;
/** Of the bars' font, which has one width for all letters. */
const LETTER = 6.62;
const FONT = "11px ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace";
const NARROWEST_LABEL = 28;

/** What the picture looks like; colours by index as flame-colors.ts gives them. */
export interface FlameStyle {
  readonly palette: readonly string[];
  readonly text: string;
  readonly dim: string;
  readonly dimText: string;
  readonly outline: string;
  readonly hatch: CanvasPattern | null;
}

export interface FlameScene {
  readonly tree: CallTree;
  readonly rows: readonly Int32Array[];
  readonly span: Span;
  /** First row that is visible, with its fraction. */
  readonly scroll: number;
  readonly width: number;
  readonly height: number;
  readonly bars: Bars;
  /** By node. */
  readonly color: (node: number) => number;
  readonly label: (node: number) => string;
  readonly isUnsure: (node: number) => boolean;
  /** By node; null: nothing is searched for. */
  readonly isMatch: ((node: number) => boolean) | null;
  readonly marked: number;
}

export function drawFlame(
  context: CanvasRenderingContext2D,
  scene: FlameScene,
  style: FlameStyle,
): void {
  context.clearRect(0, 0, scene.width, scene.height);
  context.font = FONT;
  context.textBaseline = "middle";
  const first = Math.max(0, Math.floor(scene.scroll));
  const last = Math.min(scene.rows.length - 1, Math.ceil(scene.scroll + scene.height / ROW_HEIGHT));
  for (let depth = first; depth <= last; depth++) {
    layOutRow(scene.tree, scene.rows[depth]!, scene.span, scene.width, scene.bars);
    drawRow(context, scene, style, (depth - scene.scroll) * ROW_HEIGHT);
  }
}

function drawRow(
  context: CanvasRenderingContext2D,
  scene: FlameScene,
  style: FlameStyle,
  y: number,
): void {
  const { bars, isMatch } = scene;
  let fill = "";
  for (let i = 0; i < bars.count; i++) {
    const node = bars.node[i]!;
    const isDim = isMatch !== null && !isMatch(node);
    const color = isDim ? style.dim : style.palette[scene.color(node)]!;
    if (color !== fill) {
      context.fillStyle = color;
      fill = color;
    }
    const left = Math.round(bars.x[i]!);
    const right = Math.round(bars.x[i]! + bars.width[i]!);
    context.fillRect(left, y, right - left - (right - left > 3 ? 1 : 0), ROW_HEIGHT - 1);
  }
  for (let i = 0; i < bars.count; i++)
    if (bars.width[i]! > 6) drawDetail(context, scene, style, i, y);
}

/** Hatching, the mark, the name: only where there is room for them. */
function drawDetail(
  context: CanvasRenderingContext2D,
  { bars, isMatch, isUnsure, label, marked }: FlameScene,
  style: FlameStyle,
  i: number,
  y: number,
): void {
  const node = bars.node[i]!;
  const x = bars.x[i]!;
  const width = bars.width[i]! - 1;
  if (style.hatch !== null && isUnsure(node)) {
    context.fillStyle = style.hatch;
    context.fillRect(x, y, width, ROW_HEIGHT - 1);
  }
  if (node === marked) {
    context.strokeStyle = style.outline;
    context.lineWidth = 2;
    context.strokeRect(x + 1, y + 1, width - 2, ROW_HEIGHT - 3);
  }
  if (width < NARROWEST_LABEL) return;
  const letters = Math.floor((width - 8) / LETTER);
  const name = label(node);
  context.fillStyle = isMatch !== null && !isMatch(node) ? style.dimText : style.text;
  const text = name.length <= letters ? name : `${name.slice(0, letters - 1)}…`;
  context.fillText(text, x + 4, y + ROW_HEIGHT / 2);
}
