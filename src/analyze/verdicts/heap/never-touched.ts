/**
 * Objects that were allocated and never written: they are less than they look. What the heap lacks in
 * RAM may as well be free pages, free slots or unused stack, so only what is more than all of those
 * together is said to be in objects.
 */
import { formatBytes } from "../../../base/units.ts";
import { findLine } from "../../../model/ledger.ts";
import { bytesOf, isWorthTelling } from "../rule/context.ts";
import { evidenceOf, rssEvidence } from "../rule/evidence.ts";
import type { VerdictRule } from "../rule/rule.ts";
import { lackingInRam } from "./in-ram.ts";

/** Lines of objects, live or not. */
const OBJECTS = ["live", "since-gc", "allocated"];

export const neverTouched: VerdictRule = {
  id: "never-touched",
  says: "Go counts memory that was never used: less than it looks",
  mendable: false,
  judge: (context) => {
    if (findLine(context.ledger, "heap-difference") === undefined) return undefined;
    const swapped = bytesOf(context, "swapped");
    const lacking = lackingInRam(context.ledger, OBJECTS);
    const [bytes, most] = [lacking.least - swapped, lacking.most - swapped];
    if (!isWorthTelling(context, bytes)) return undefined;
    return {
      headline: `Go counts ${bytes < most ? "at least " : ""}${formatBytes(bytes)} in objects that were never written: they take no memory, though HeapAlloc and the heap profile have them.`,
      bytes,
      ...(bytes < most ? { range: [bytes, most] as const } : {}),
      owns: [],
      resident: 0,
      evidence: [
        ...evidenceOf(context, "heap-difference"),
        ...evidenceOf(context, "idle"),
        ...rssEvidence(context),
      ],
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
