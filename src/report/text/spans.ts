/**
 * Styled text: a line is spans, and a span is a piece of text with the role that it plays. Layout
 * works on spans and never sees an escape sequence, so widths are right with and without colour;
 * paint.ts is the only place that knows what a role looks like.
 */
import { displayWidth } from "./display-width.ts";

/** `second` and `third` tell parts of a picture apart from `accent`; they mean nothing by themselves. */
export type Style =
  | "plain"
  | "strong"
  | "faint"
  | "accent"
  | "accent-strong"
  | "second"
  | "third"
  | "warn"
  | "bad";

export interface Span {
  readonly text: string;
  readonly style: Style;
}

export type TextLine = readonly Span[];

export const BLANK: TextLine = [];

export function span(text: string, style: Style = "plain"): Span {
  return { text, style };
}

/** Columns that the spans take on a terminal. */
export function spansWidth(spans: readonly Span[]): number {
  return spans.reduce((sum, { text }) => sum + displayWidth(text), 0);
}

export function spaces(count: number): Span {
  return span(" ".repeat(Math.max(0, count)));
}

/** `line` moved to the right by `columns`. */
export function indent(line: TextLine, columns: number): TextLine {
  return line.length === 0 ? line : [spaces(columns), ...line];
}

/** `left` and `right` at the two ends of a line of `width` columns, or undefined if too long. */
export function spread(left: TextLine, right: TextLine, width: number): TextLine | undefined {
  const gap = width - spansWidth(left) - spansWidth(right);
  return gap < 2 ? undefined : [...left, spaces(gap), ...right];
}
