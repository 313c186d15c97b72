/** Findings over time in rows: one for each, however often it came and went. */
import type { TimeTable } from "../../model/page.ts";

export type Band = TimeTable["bands"][number];

const WORST = ["critical", "warning", "info"] as const;

/** The worst first, then those that still hold; in a row the oldest first. */
export function bandRows(bands: readonly Band[]): Band[][] {
  const rows = new Map<string, Band[]>();
  for (const band of bands.toSorted((a, b) => a.from - b.from)) {
    const row = rows.get(band.id);
    if (row === undefined) rows.set(band.id, [band]);
    else row.push(band);
  }
  const rank = (row: readonly Band[]) =>
    Math.min(...row.map(({ severity }) => WORST.indexOf(severity)));
  const end = (row: readonly Band[]) => Math.max(...row.map(({ to }) => to));
  return [...rows.values()].sort(
    (a, b) => rank(a) - rank(b) || end(b) - end(a) || a[0]!.from - b[0]!.from,
  );
}
