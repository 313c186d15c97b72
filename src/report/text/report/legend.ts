/**
 * The meaning of each line of the ledger that is shown, one line each: no word stands in a report
 * without it.
 */
import { LINE_DOCS } from "../../../analyze/ledger/line-docs.ts";
import { displayWidth } from "../display-width.ts";
import { span, type TextLine } from "../spans.ts";
import { hanging } from "../wrap.ts";
import type { LedgerRow } from "./ledger-rows.ts";

export function legendLines(rows: readonly LedgerRow[], width: number): TextLine[] {
  const meanings = new Map<string, string>();
  for (const { line, title } of rows) {
    const what = line === undefined ? undefined : LINE_DOCS[line.id]?.what;
    if (what !== undefined && !meanings.has(title)) meanings.set(title, what);
  }
  if (meanings.size === 0) return [];
  const margin = Math.max(...[...meanings.keys()].map(displayWidth)) + 4;
  const lines = [...meanings].flatMap(([title, what]) => {
    const label = `  ${title}`.padEnd(margin);
    return hanging([span(label)], what, width, "faint");
  });
  return [[span("What the lines mean", "strong")], ...lines];
}
