/**
 * Bars of a terminal: a filled one in steps of an eighth of a column for a share, and whiskers
 * for an estimate with its interval.
 */
const EIGHTHS = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"] as const;

/** `share` (0..1) of `columns`; what is not nothing shows at least an eighth. */
export function bar(share: number, columns: number): string {
  const bounded = Math.min(Math.max(share, 0), 1);
  const eighths = Math.max(Math.round(bounded * columns * 8), bounded > 0 ? 1 : 0);
  return "█".repeat(eighths >> 3) + EIGHTHS[eighths & 7]!;
}

/**
 * `├──●───┤` on a scale from 0 to `end` over `columns`: the interval and the estimate in it. An
 * interval of less than a column is the estimate alone.
 */
export function whiskers(
  value: number,
  range: readonly [number, number],
  end: number,
  columns: number,
): string {
  const column = (at: number) =>
    Math.min(Math.max(Math.round((at / end) * (columns - 1)), 0), columns - 1);
  const [low, middle, high] = [column(range[0]), column(value), column(range[1])];
  const cells: string[] = Array.from({ length: high + 1 }, (_, at) => (at < low ? " " : "─"));
  cells[low] = "├";
  cells[high] = "┤";
  cells[middle] = "●";
  return cells.join("");
}
