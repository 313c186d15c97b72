/**
 * Page cache of mapped files: in RSS, and the kernel can take it back. It owns what it explains, but is
 * nothing to look into, unless the cgroup has so little room that the kernel has to take it back now.
 */
import { formatBytes, MiB } from "../../../base/units.ts";
import type { AddressSpace } from "../../../model/address-space.ts";
import type { Action, Evidence } from "../../../model/verdict.ts";
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
    const dirty = dirtyBytes(context);
    return {
      headline: `${formatBytes(bytes)} are pages of files${largestText(files, bytes)}: page cache that the kernel takes back when it needs memory${isMuch(dirty) ? `; ${formatBytes(dirty)} of it, which were written, once they are on the disk` : ""}.`,
      bytes,
      owns: OWNED,
      resident: OWNED.reduce((sum, id) => sum + residentOf(context, id), 0),
      evidence: [...fileEvidence(files), ...dirtyEvidence(dirty), ...rssEvidence(context)],
      actions: actions(context),
      severity: isShort(context) ? "warning" : "info",
      confidence: "high",
    };
  },
};

function isCached(space: AddressSpace, i: number): boolean {
  return !isSharedMemory(space, i);
}

/** Where fewer bytes wait to be written to the disk, nobody notices. */
const MUCH_DIRTY = 16 * MiB;

function isMuch(dirty: number): boolean {
  return dirty >= MUCH_DIRTY;
}

/** Pages of files that were written and are not yet on the disk; private copies are none. */
function dirtyBytes({ last: { addressSpace } }: VerdictContext): number {
  const files = fileUses(addressSpace, isCached, (space, i) => {
    const written = space.privateDirty[i]! + space.sharedDirty[i]! - space.anonymous[i]!;
    return Math.min(written, space.rss[i]! - space.anonymous[i]!);
  });
  return files.reduce((sum, { rss }) => sum + rss, 0);
}

function dirtyEvidence(dirty: number): Evidence[] {
  if (!isMuch(dirty)) return [];
  const source = "/proc/PID/smaps, Private_Dirty and Shared_Dirty";
  return [{ what: "of it written, and not yet on the disk", value: formatBytes(dirty), source }];
}

function isShort({ last, go }: VerdictContext): boolean {
  return findLimits(last, go).some((limit) => limit.kind === "cgroup" && isNear(limit));
}

function actions(context: VerdictContext): Action[] {
  const harmless = {
    text: isMuch(dirtyBytes(context))
      ? "This is no leak: clean file pages go first when memory is short. The written ones the kernel has to write to the disk before, and whoever needs the memory waits for that."
      : "This is no leak: clean file pages go first when memory is short.",
  };
  if (bytesOf(context, "program-code") >= bytesOf(context, "mapped-files")) {
    return [harmless, { text: "Most of it is the program itself, as far as it has run." }];
  }
  const text = "To hold less, map smaller parts of the file, or read it instead of mapping it.";
  return [harmless, { text }];
}
