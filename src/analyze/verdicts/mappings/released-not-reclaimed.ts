/** Returned with MADV_FREE: still in RSS, and free all the same. */
import { formatBytes } from "../../../base/units.ts";
import { bytesOf, residentOf } from "../rule/context.ts";
import { evidenceOf, rssEvidence } from "../rule/evidence.ts";
import type { VerdictRule } from "../rule/rule.ts";

export const releasedNotReclaimed: VerdictRule = {
  id: "released-not-reclaimed",
  says: "returned with MADV_FREE, the kernel takes it when it needs it",
  mendable: false,
  judge: (context) => {
    const bytes = bytesOf(context, "released-here");
    if (bytes === 0) return undefined;
    return {
      headline: `Go has returned ${formatBytes(bytes)} that still count as RSS: the kernel takes them when it needs memory, not before.`,
      bytes,
      owns: ["released-here"],
      resident: residentOf(context, "released-here"),
      evidence: [...evidenceOf(context, "released-here"), ...rssEvidence(context)],
      actions: [
        { text: "Nothing is wrong: count RSS without LazyFree in dashboards and alerts." },
        { text: "To see RSS fall at once, start the program with", code: "GODEBUG=madvdontneed=1" },
        { text: "Go 1.16 and later does so by itself." },
      ],
      confidence: "high",
      forecast: [
        {
          what: "falls",
          bytes,
          earliest: 0,
          latest: null,
          waitsFor: "memory pressure on the machine or in the cgroup",
        },
      ],
    };
  },
};
