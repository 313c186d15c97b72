/** Findings over time in rows: one for each, however often it came and went. */

import { formatCount } from "../../base/units.ts";
import type { FindingSpan } from "../../model/page.ts";
import { spanText } from "../format-time.ts";

export type Band = FindingSpan;

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

/** Of the answers in its time, those that had it; a half where nobody knows how many there were. */
export function heldShare({ answers, missed }: Pick<Band, "answers" | "missed">): number {
  if (missed === 0) return 1;
  return answers === null ? 0.5 : (answers - missed) / answers;
}

/** "14:03:20 to 14:18:20", "14:03:20 to 14:18:20, in 9 of 14 answers" */
export function heldText({ from, to, answers, missed }: Band): string {
  const span = spanText(from, to);
  if (missed === 0) return span;
  const without = `${formatCount(missed)} ${missed === 1 ? "answer" : "answers"}`;
  if (answers === null) return `${span}, but for ${without}`;
  return `${span}, in ${formatCount(answers - missed)} of ${formatCount(answers)} answers`;
}
