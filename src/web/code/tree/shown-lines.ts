/** Which lines of a source are shown: those that hold something, and what is around them. */
import type { SourceText } from "../../../model/fleet.ts";
import type { LineSum } from "./line-sums.ts";

export interface ShownLine {
  readonly line: number;
  /** "" where the source is not here. */
  readonly text: string;
  readonly sum: LineSum | undefined;
  /** Lines between it and the one before are left out. */
  readonly isAfterGap: boolean;
}

/** Before and after each. */
const CONTEXT = 8;

export function shownLines(sums: readonly LineSum[], text: SourceText | null): ShownLine[] {
  const byLine = new Map(sums.map((sum) => [sum.line, sum]));
  const numbers = new Set(byLine.keys());
  if (text !== null) {
    const last = text.first + text.lines.length - 1;
    for (const { line } of sums) {
      const end = Math.min(last, line + CONTEXT);
      for (let at = Math.max(text.first, line - CONTEXT); at <= end; at++) numbers.add(at);
    }
  }
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted.map((line, i) => ({
    line,
    text: text?.lines[line - text.first] ?? "",
    sum: byLine.get(line),
    isAfterGap: i > 0 && line > sorted[i - 1]! + 1,
  }));
}
