/** Series that lie on each other: each as the sum of itself and those below it. */
export type Column = readonly (number | null)[];

/** A gap in one is a gap in the pile. */
export function stackSeries(columns: readonly Column[]): (number | null)[][] {
  const sums: (number | null)[][] = [];
  for (const column of columns) {
    const below = sums.at(-1);
    sums.push(
      column.map((value, i) => {
        const base = below === undefined ? 0 : (below[i] ?? null);
        return value === null || base === null ? null : base + Math.max(0, value);
      }),
    );
  }
  return sums;
}
