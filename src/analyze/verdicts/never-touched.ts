/** Go counts memory that was never used: it is less than it looks. */
import { formatBytes } from "../../base/units.ts";
import { findLine } from "../../model/ledger.ts";
import { bytesOf } from "./context.ts";
import { evidenceOf, rssEvidence } from "./evidence.ts";
import type { VerdictRule } from "./rule.ts";

const SMALLEST = 16 * 2 ** 20;
const SMALLEST_SHARE = 0.1;

export const neverTouched: VerdictRule = {
  id: "never-touched",
  says: "Go counts memory that was never used: less than it looks",
  mendable: false,
  judge: (context) => {
    if (findLine(context.ledger, "heap-difference") === undefined) return undefined;
    const bytes = -bytesOf(context, "heap-difference") - bytesOf(context, "swapped");
    if (bytes < SMALLEST || bytes < SMALLEST_SHARE * context.rss) return undefined;
    return {
      headline: `Go counts ${formatBytes(bytes)} that were never written: they take no memory, though HeapAlloc and the heap profile have them.`,
      bytes,
      owns: [],
      resident: 0,
      evidence: [...evidenceOf(context, "heap-difference"), ...rssEvidence(context)],
      actions: [
        { text: "Nothing is lost yet: the pages come into memory when they are written." },
        {
          text: "If they are never written, allocate less: a smaller make, or a slice that grows.",
        },
      ],
      confidence: "high",
    };
  },
};
