/** Transparent huge pages hold what Go gave back or never used. */
import { formatBytes } from "../../../base/units.ts";
import type { AddressSpace } from "../../../model/address-space.ts";
import type { VerdictContext } from "../rule/context.ts";
import { bytesOf } from "../rule/context.ts";
import { evidenceOf, rssEvidence } from "../rule/evidence.ts";
import type { VerdictRule } from "../rule/rule.ts";

export const hugePages: VerdictRule = {
  id: "huge-pages",
  says: "transparent huge pages hold what Go gave back",
  mendable: false,
  judge: (context) => {
    const bytes = bytesOf(context, "heap-difference");
    const huge = hugeBytes(context.last.addressSpace);
    if (bytes <= 0 || huge === 0) return undefined;
    return {
      headline: `Transparent huge pages keep ${formatBytes(bytes)} in memory that Go has given back or never touched.`,
      bytes,
      owns: ["heap-difference"],
      resident: bytes,
      evidence: [
        ...evidenceOf(context, "heap-difference"),
        { what: "AnonHugePages", value: formatBytes(huge), source: "/proc/PID/smaps" },
        ...modeEvidence(context),
        ...rssEvidence(context),
      ],
      actions: [
        {
          text: "Keep khugepaged from filling holes.",
          code: "echo 0 > /sys/kernel/mm/transparent_hugepage/khugepaged/max_ptes_none",
        },
        {
          text: "Or take the program's heap out of it (Go 1.21.6 and later).",
          code: "GODEBUG=disablethp=1",
        },
      ],
      confidence: huge >= bytes ? "high" : "medium",
    };
  },
};

function hugeBytes(space: AddressSpace | undefined): number {
  return space === undefined ? 0 : space.anonHugePages.reduce((sum, bytes) => sum + bytes, 0);
}

function modeEvidence(context: VerdictContext) {
  const mode = context.last.meta.hugePages;
  if (mode === undefined) return [];
  const source = "/sys/kernel/mm/transparent_hugepage/enabled";
  return [{ what: "mode", value: mode, source }];
}
