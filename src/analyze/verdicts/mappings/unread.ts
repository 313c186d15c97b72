/** The kernel gave RSS as a number only, and nothing else that was read explains the most of it. */
import { formatBytes } from "../../../base/units.ts";
import { missingMappings } from "../../ledger/missing.ts";
import { bytesOf } from "../rule/context.ts";
import { evidenceOf, rssEvidence } from "../rule/evidence.ts";
import type { VerdictRule } from "../rule/rule.ts";

export const unread: VerdictRule = {
  id: "unread",
  says: "what holds it could not be read",
  mendable: false,
  judge: (context) => {
    const bytes = bytesOf(context, "unattributed");
    if (bytes <= 0) return undefined;
    const { reason, remedy } = missingMappings(context.last);
    return {
      headline: `Of ${formatBytes(context.rss)} of RSS, ${formatBytes(bytes)} could not be broken down: ${reason}.`,
      bytes,
      owns: ["unattributed"],
      resident: bytes,
      evidence: [...evidenceOf(context, "unattributed"), ...rssEvidence(context)],
      actions: remedy === undefined ? [] : [{ text: remedy }],
      confidence: "high",
    };
  },
};
