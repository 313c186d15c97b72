/**
 * Lines in time as text: braille dots, two across and four down in a cell, so that a chart of few
 * rows still shows a slope. Where several lines share a cell, the first has its colour; a line is
 * told from another by its dots as well (a dotted one has every second), as not every terminal has
 * colours and not every eye sees them.
 */
import type { Reading } from "../../analyze/growth/slope.ts";
import { type Span, type Style, span, type TextLine } from "../../report/text/spans.ts";

export interface PlotLine {
  readonly points: readonly Reading[];
  readonly style: Style;
  readonly isDotted: boolean;
}

export interface PlotFrame {
  /** Cells. */
  readonly columns: number;
  readonly rows: number;
  /** Time at the left and the right edge. */
  readonly from: number;
  readonly to: number;
  /** Value at the upper edge; the lower one is 0. */
  readonly top: number;
  /** False: one `*` or `.` a cell. */
  readonly unicode: boolean;
}

/** @param lines in the order of importance */
export function plot(lines: readonly PlotLine[], frame: PlotFrame): TextLine[] {
  const canvas = new Canvas(frame);
  // The last one drawn gives a cell its style.
  for (const line of [...lines].reverse()) canvas.draw(line);
  return canvas.lines();
}

/** Bits of a braille character by column and row of its dots (Unicode 11.0, block 2800). */
const DOTS = [
  [0x01, 0x02, 0x04, 0x40],
  [0x08, 0x10, 0x20, 0x80],
] as const;
const BRAILLE = 0x2800;

class Canvas {
  private readonly frame: PlotFrame;
  private readonly across: number;
  private readonly down: number;
  private readonly bits: Uint8Array;
  private readonly styles: Style[];
  private readonly marks: string[];

  constructor(frame: PlotFrame) {
    this.frame = frame;
    this.across = frame.unicode ? frame.columns * 2 : frame.columns;
    this.down = frame.unicode ? frame.rows * 4 : frame.rows;
    const cells = frame.columns * frame.rows;
    this.bits = new Uint8Array(cells);
    this.styles = Array<Style>(cells).fill("plain");
    this.marks = Array<string>(cells).fill(" ");
  }

  draw(line: PlotLine): void {
    let before: { x: number; y: number } | undefined;
    for (const { t, value } of line.points) {
      const point = Number.isNaN(value) ? undefined : { x: this.xOf(t), y: this.yOf(value) };
      if (point !== undefined && point.x >= 0) this.segment(before ?? point, point, line);
      before = point;
    }
  }

  lines(): TextLine[] {
    return Array.from({ length: this.frame.rows }, (_, row) => this.line(row));
  }

  private xOf(t: number): number {
    const { from, to } = this.frame;
    return Math.round(((t - from) / Math.max(to - from, 1e-9)) * (this.across - 1));
  }

  private yOf(value: number): number {
    const share = value / Math.max(this.frame.top, 1e-9);
    const clipped = Math.min(Math.max(share, 0), 1);
    return Math.round((1 - clipped) * (this.down - 1));
  }

  /** From dot to dot, a column at a time; what rises within a column is drawn in whole. */
  private segment(a: { x: number; y: number }, b: { x: number; y: number }, line: PlotLine): void {
    const steps = Math.max(b.x - a.x, 1);
    let last = a.y;
    for (let x = Math.max(a.x, 0); x <= Math.min(b.x, this.across - 1); x++) {
      const y = Math.round(a.y + ((b.y - a.y) * (x - a.x)) / steps);
      const height = x === b.x ? b.y : y;
      for (let at = Math.min(last, height); at <= Math.max(last, height); at++) {
        this.dot(x, at, line);
      }
      last = height;
    }
  }

  private dot(x: number, y: number, { style, isDotted }: PlotLine): void {
    const { unicode, columns } = this.frame;
    if (isDotted && unicode && (x + y) % 2 === 1) return;
    const [column, row] = unicode ? [x >> 1, y >> 2] : [x, y];
    const cell = row * columns + column;
    this.bits[cell]! |= DOTS[(x & 1) as 0 | 1][(y & 3) as 0 | 1 | 2 | 3];
    this.styles[cell] = style;
    this.marks[cell] = isDotted ? "." : "*";
  }

  private line(row: number): TextLine {
    const spans: Span[] = [];
    for (let column = 0; column < this.frame.columns; column++) {
      const cell = row * this.frame.columns + column;
      const text = this.textOf(cell);
      const style = text === " " ? "plain" : this.styles[cell]!;
      const before = spans.at(-1);
      if (before?.style === style) spans[spans.length - 1] = span(before.text + text, style);
      else spans.push(span(text, style));
    }
    return spans;
  }

  private textOf(cell: number): string {
    if (!this.frame.unicode) return this.marks[cell]!;
    const bits = this.bits[cell]!;
    return bits === 0 ? " " : String.fromCharCode(BRAILLE + bits);
  }
}
