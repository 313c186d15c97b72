/**
 * Which moments of a table a chart draws. A gap between looks is a gap in the picture, and so is the
 * end of a process; and no more are drawn than the screen has columns, of each the highest.
 */

/** Row of the table; -1: a gap. */
export interface ChartRows {
  readonly times: readonly number[];
  readonly rows: readonly number[];
}

/** A look that is so much later than those around it was not missed by chance. */
export const GAP_FACTOR = 3.5;

/**
 * @param times rising
 * @param restarts indices of times after which it is another process
 * @param height what decides which of many moments stays
 * @param most moments that can be told apart on the screen
 */
export function chartRows(
  times: readonly number[],
  restarts: readonly number[],
  height: readonly (number | null)[],
  most: number,
): ChartRows {
  const gaps = gapsAfter(times, new Set(restarts));
  const rows: number[] = [];
  for (const row of thinned(times, height, gaps, most)) {
    rows.push(row);
    if (gaps.has(row)) rows.push(-1);
  }
  const timeOf = (row: number, at: number) =>
    row >= 0 ? times[row]! : (times[rows[at - 1]!]! + times[rows[at - 1]! + 1]!) / 2;
  return { times: rows.map(timeOf), rows };
}

/** The values of a column at these rows. */
export function valuesAt<T>(column: readonly (T | null)[], { rows }: ChartRows): (T | null)[] {
  return rows.map((row) => (row < 0 ? null : (column[row] ?? null)));
}

function gapsAfter(times: readonly number[], restarts: ReadonlySet<number>): Set<number> {
  const gaps = new Set<number>();
  const stepAt = (i: number) => (i < 0 || i + 1 >= times.length ? 0 : times[i + 1]! - times[i]!);
  for (let i = 0; i + 1 < times.length; i++) {
    const around = Math.max(stepAt(i - 1), stepAt(i + 1));
    if (restarts.has(i) || (around > 0 && stepAt(i) > GAP_FACTOR * around)) gaps.add(i);
  }
  return gaps;
}

/** Of each of as many equal spans the highest; the first, the last, and both sides of a gap always. */
function thinned(
  times: readonly number[],
  height: readonly (number | null)[],
  gaps: ReadonlySet<number>,
  most: number,
): number[] {
  if (times.length <= most) return [...times.keys()];
  const start = times[0]!;
  const width = (times.at(-1)! - start) / most || 1;
  const highest = new Map<number, number>();
  const heightOf = (row: number) => height[row] ?? -Infinity;
  for (const [row, time] of times.entries()) {
    const span = Math.floor((time - start) / width);
    const known = highest.get(span);
    if (known === undefined || heightOf(row) > heightOf(known)) highest.set(span, row);
  }
  const kept = new Set([0, times.length - 1, ...highest.values()]);
  for (const row of gaps) kept.add(row).add(row + 1);
  return [...kept].sort((a, b) => a - b);
}
