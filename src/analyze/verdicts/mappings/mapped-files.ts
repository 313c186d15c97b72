/**
 * Page cache of mapped files: in RSS, and the kernel can take it back. It owns what it explains, but is
 * nothing to look into, unless the cgroup has so little room that the kernel has to take it back now.
 */
import { formatBytes } from "../../../base/units.ts";
import type { AddressSpace } from "../../../model/address-space.ts";
import type { Action } from "../../../model/verdict.ts";
import { isSharedMemory } from "../../ledger/mapping-shapes.ts";
import { findLimits, isNear } from "../../limits.ts";
import type { VerdictContext } from "../rule/context.ts";
import { bytesOf, residentOf } from "../rule/context.ts";
import { rssEvidence } from "../rule/evidence.ts";
import type { VerdictRule } from "../rule/rule.ts";
import { fileEvidence, fileUses, largestText } from "./file-uses.ts";

/** Not what the program has written of itself: that is no page cache (global-variables.ts). */
const OWNED = ["mapped-files", "program-code"] as const;

export const mappedFiles: VerdictRule = {
  id: "mapped-files",
  says: "page cache of these files: reclaimable",
  mendable: false,
  judge: (context) => {
    const bytes = OWNED.reduce((sum, id) => sum + bytesOf(context, id), 0);
    const files = fileUses(context.last.addressSpace, isCached);
    return {
      headline: `${formatBytes(bytes)} are pages of files${largestText(files, bytes)}: page cache that the kernel takes back when it needs memory.`,
      bytes,
      owns: OWNED,
      resident: OWNED.reduce((sum, id) => sum + residentOf(context, id), 0),
      evidence: [...fileEvidence(files), ...rssEvidence(context)],
      actions: actions(context),
      severity: isShort(context) ? "warning" : "info",
      confidence: "high",
    };
  },
};

function isCached(space: AddressSpace, i: number): boolean {
  return !isSharedMemory(space, i);
}

function isShort({ last, go }: VerdictContext): boolean {
  return findLimits(last, go).some((limit) => limit.kind === "cgroup" && isNear(limit));
}

function actions(context: VerdictContext): Action[] {
  const harmless = { text: "This is no leak: clean file pages go first when memory is short." };
  if (bytesOf(context, "program-code") >= bytesOf(context, "mapped-files")) {
    return [harmless, { text: "Most of it is the program itself, as far as it has run." }];
  }
  const text = "To hold less, map smaller parts of the file, or read it instead of mapping it.";
  return [harmless, { text }];
}
