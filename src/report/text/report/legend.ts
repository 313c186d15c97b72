/**
 * The meaning of each line of the ledger that is shown, and of the words that findings use, one line
 * each: nothing stands in a report that it doesn't explain.
 */
import { LINE_DOCS } from "../../../analyze/ledger/line-docs.ts";
import type { LedgerLine } from "../../../model/ledger.ts";
import { displayWidth } from "../display-width.ts";
import { span, type TextLine } from "../spans.ts";
import { hanging } from "../wrap.ts";
import type { LedgerRow } from "./ledger-rows.ts";

/** Longer words are followed by their meaning on the next line. */
const MARGIN_MAX = 34;

export type Meaning = readonly [word: string, meaning: string];

/** What a line is, in a few words; undefined for lines of code. */
export function meaningOf({ id, bytes }: LedgerLine): string | undefined {
  const doc = LINE_DOCS[id];
  return bytes !== null && bytes < 0 ? (doc?.whatNegative ?? doc?.what) : doc?.what;
}

/** One for each line with a figure that the documentation knows, in the order of the table. */
export function lineMeanings(rows: readonly LedgerRow[]): Meaning[] {
  const meanings = new Map<string, string>();
  for (const { line, title } of rows) {
    const what = line === undefined || line.bytes === null ? undefined : meaningOf(line);
    if (what !== undefined && !meanings.has(title)) meanings.set(title, what);
  }
  return [...meanings];
}

/** @param most more of them are only named, with how to ask for them */
export function legendLines(
  meanings: readonly Meaning[],
  width: number,
  most = meanings.length,
): TextLine[] {
  if (meanings.length === 0) return [];
  const shown = meanings.slice(0, meanings.length > most + 1 ? most : meanings.length);
  const rest = meanings.slice(shown.length).map(([word]) => word);
  const widest = Math.max(...shown.map(([word]) => displayWidth(word)));
  const margin = Math.min(widest + 4, MARGIN_MAX);
  const lines = shown.flatMap(([word, meaning]) => {
    const padding = " ".repeat(Math.max(2, margin - 2 - displayWidth(word)));
    return hanging([span(`  ${word}${padding}`)], meaning, width, "faint");
  });
  const more =
    rest.length === 0
      ? []
      : hanging([span("  ")], `--all or --explain: ${rest.join(", ")}`, width, "faint");
  return [[span("What the words mean", "strong")], ...lines, ...more];
}
