/** What each line of a ledger is, in words, for those lines that are in it. */
import { eachLine, type LedgerLine } from "../../model/ledger.ts";
import type { LineWords } from "../../model/page.ts";
import { LINE_DOCS } from "../ledger/line-docs.ts";

export function lineWords(ledger: LedgerLine): Record<string, LineWords> {
  const words: Record<string, LineWords> = {};
  for (const { id, bytes } of eachLine(ledger)) {
    const doc = LINE_DOCS[id];
    if (doc === undefined) continue;
    const isNegative = bytes !== null && bytes < 0;
    words[id] = {
      what: isNegative ? (doc.whatNegative ?? doc.what) : doc.what,
      paragraph: doc.paragraph,
      formula: doc.formula ?? null,
    };
  }
  return words;
}
