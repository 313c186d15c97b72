/** Memory shared with other processes: in no number of Go, and nothing that the kernel can drop. */
import { formatBytes } from "../../../base/units.ts";
import { isSharedMemory } from "../../ledger/mapping-shapes.ts";
import { bytesOf, residentOf } from "../rule/context.ts";
import { evidenceOf, rssEvidence } from "../rule/evidence.ts";
import type { VerdictRule } from "../rule/rule.ts";
import { fileEvidence, fileUses, largestText } from "./file-uses.ts";

export const sharedMemory: VerdictRule = {
  id: "shared-memory",
  says: "memfd, shm or shared mmap: in no Go number, and only swap takes it",
  mendable: true,
  judge: (context) => {
    const bytes = bytesOf(context, "shared-memory");
    if (bytes === 0) return undefined;
    const files = fileUses(context.last.addressSpace, isSharedMemory);
    return {
      headline: `${formatBytes(bytes)} are shared memory${largestText(files, bytes)}: no number of Go has them, and the kernel can't drop them.`,
      bytes,
      owns: ["shared-memory"],
      resident: residentOf(context, "shared-memory"),
      evidence: [
        ...evidenceOf(context, "shared-memory"),
        ...fileEvidence(files),
        ...rssEvidence(context),
      ],
      actions: [
        {
          text: "Look for memfd_create, shm_open, /dev/shm and syscall.Mmap with MAP_SHARED; unmap what is not needed, and remove it where other processes hold it no more.",
        },
        {
          text: "Each process that maps it has it in its RSS, so that their sum counts it several times; a cgroup counts it once, where it was touched first.",
        },
      ],
      confidence: "high",
    };
  },
};
