/**
 * A table set to a given width: figures aligned, a faint rule under the header, and no line wider
 * than asked. Too narrow, it first leaves out columns that can be spared, then shrinks those that
 * can be shortened, each to what is enough before any to less; with room left, bars and the like grow.
 */
import { cutEnd, displayWidth } from "./display-width.ts";
import { type Span, spaces, span, spansWidth, type TextLine } from "./spans.ts";

export interface Column {
  readonly header: string;
  readonly align: "left" | "right";
  /** It may be shortened to this width; without it, never. */
  readonly min?: number;
  /** Width for which columns that can be spared give way; its natural one unless given. */
  readonly enough?: number;
  /** It may grow to this width. */
  readonly max?: number;
  /** Left out where there is no room, the smallest number first; without it, never. */
  readonly spare?: number;
}

export interface Cell {
  /** Columns that it takes when nothing is shortened. */
  readonly width: number;
  render(width: number): TextLine;
}

const GAP = 2;

/** A cell of one span, cut at its end where the column is too narrow. */
export function textCell(text: string, style: Span["style"] = "plain"): Cell {
  return {
    width: displayWidth(text),
    render: (width) => [span(cutEnd(text, width), style)],
  };
}

/** A cell that draws itself to the width that its column gets. */
export function drawnCell(width: number, render: (width: number) => TextLine): Cell {
  return { width, render };
}

export const EMPTY_CELL: Cell = textCell("");

/** What the table takes when nothing is shortened or left out. */
export function tableWidth(columns: readonly Column[], rows: readonly (readonly Cell[])[]): number {
  const widths = naturalWidths(columns, rows).filter((width) => width > 0);
  return widths.reduce((sum, width) => sum + width + GAP, -GAP);
}

/** Header, rule and rows in at most `width` columns. */
export function layoutTable(
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
  width: number,
): TextLine[] {
  const widths = fitColumns(columns, naturalWidths(columns, rows), width);
  const header = columns.map((column, at) =>
    textCell(column.header, at === 0 ? "strong" : "faint"),
  );
  const line = (cells: readonly Cell[]) => joinCells(columns, cells, widths);
  const total = widths.reduce<number>((sum, w) => sum + (w === undefined ? 0 : w + GAP), -GAP);
  const hasHeader = columns.some((column) => column.header !== "");
  const rule: TextLine = [span("─".repeat(Math.max(total, 0)), "faint")];
  return [...(hasHeader ? [line(header), rule] : []), ...rows.map(line)];
}

function naturalWidths(columns: readonly Column[], rows: readonly (readonly Cell[])[]): number[] {
  return columns.map((column, at) =>
    rows.reduce((widest, row) => Math.max(widest, row[at]!.width), displayWidth(column.header)),
  );
}

/** The width of each column, undefined where it is left out. */
function fitColumns(
  columns: readonly Column[],
  natural: readonly number[],
  width: number,
): (number | undefined)[] {
  const least = (at: number) => Math.min(columns[at]!.min ?? natural[at]!, natural[at]!);
  const enough = (at: number) =>
    Math.max(least(at), Math.min(columns[at]!.enough ?? natural[at]!, natural[at]!));
  const kept = keepColumns(columns, natural, enough, width);
  const widths: (number | undefined)[] = natural.map((w, at) => (kept.has(at) ? w : undefined));
  const most = (at: number) => Math.max(columns[at]!.max ?? natural[at]!, natural[at]!);
  let room = width - sumOf([...kept], (at) => natural[at]!);
  for (const bound of room < 0 ? [enough, least] : [most]) {
    for (const at of spareOrder(columns, kept)) {
      const wanted = bound(at) - widths[at]!;
      const step = Math.abs(wanted) < Math.abs(room) ? wanted : room;
      if (wanted * room <= 0) continue;
      widths[at] = widths[at]! + step;
      room -= step;
    }
  }
  return widths;
}

/** What can be spared is shortened first, and grows last. */
function spareOrder(columns: readonly Column[], kept: ReadonlySet<number>): number[] {
  const rank = (at: number) => columns[at]!.spare ?? Number.POSITIVE_INFINITY;
  return [...kept].sort((a, b) => (rank(a) === rank(b) ? a - b : rank(a) - rank(b)));
}

function keepColumns(
  columns: readonly Column[],
  natural: readonly number[],
  enough: (at: number) => number,
  width: number,
): Set<number> {
  const kept = new Set(columns.keys());
  for (const at of columns.keys()) if (natural[at] === 0) kept.delete(at);
  for (const at of spareOrder(columns, kept)) {
    if (columns[at]!.spare === undefined || sumOf([...kept], enough) <= width) break;
    kept.delete(at);
  }
  return kept;
}

function sumOf(kept: readonly number[], widthOf: (at: number) => number): number {
  return kept.reduce((sum, at) => sum + widthOf(at) + GAP, -GAP);
}

function joinCells(
  columns: readonly Column[],
  cells: readonly Cell[],
  widths: readonly (number | undefined)[],
): TextLine {
  const line: Span[] = [];
  for (const [at, width] of widths.entries()) {
    if (width === undefined) continue;
    if (line.length > 0) line.push(spaces(GAP));
    const content = cells[at]!.render(width);
    const padding = spaces(width - spansWidth(content));
    line.push(...(columns[at]!.align === "right" ? [padding, ...content] : [...content, padding]));
  }
  return line;
}
