/** Part of the process is in swap. */
import { formatBytes, MiB } from "../../../base/units.ts";
import { bytesOf } from "../rule/context.ts";
import { evidenceOf, rssEvidence } from "../rule/evidence.ts";
import type { VerdictRule } from "../rule/rule.ts";

const SMALLEST = MiB;

export const swapped: VerdictRule = {
  id: "swapped",
  says: "part of it is in swap",
  mendable: false,
  judge: (context) => {
    const bytes = Math.max(bytesOf(context, "swapped"), context.last.status?.vmSwap ?? 0);
    if (bytes < SMALLEST) return undefined;
    return {
      headline: `${formatBytes(bytes)} are in swap: RSS is smaller by that, but nothing was freed, and every collection reads them back.`,
      bytes,
      owns: [],
      resident: 0,
      evidence: [...evidenceOf(context, "swapped"), ...rssEvidence(context)],
      actions: [
        {
          text: "A garbage-collected heap and swap go badly together: set a limit below the machine's memory.",
          code: "GOMEMLIMIT=…MiB",
        },
        { text: "Or take swap away from the cgroup.", code: "memory.swap.max=0" },
      ],
      confidence: "high",
    };
  },
};
