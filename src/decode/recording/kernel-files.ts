/** The files of a snapshot that the kernel wrote, and the notes of whoever read them. */
import { ResidentError } from "../../base/errors.ts";
import { decodeGlobals } from "../meta/decode-globals.ts";
import { decodeMeta } from "../meta/decode-meta.ts";

import { decodeTime } from "../meta/decode-time.ts";
import { decodeCommandLine } from "../procfs/decode-command-line.ts";
import { decodeEnvironment } from "../procfs/decode-environment.ts";
import { decodeLimits } from "../procfs/decode-limits.ts";
import { decodeMaps } from "../procfs/decode-maps.ts";
import { decodeSmaps } from "../procfs/decode-smaps.ts";
import { decodeSmapsRollup } from "../procfs/decode-smaps-rollup.ts";
import { decodeStatm } from "../procfs/decode-statm.ts";
import { decodeStatus } from "../procfs/decode-status.ts";
import type { SnapshotDraft, SnapshotFile } from "./snapshot-draft.ts";

/**
 * In this order: statm counts in pages, whose size meta.json or smaps tells, and maps says nothing
 * that smaps does not.
 */
export const KERNEL_FILES: readonly SnapshotFile[] = [
  {
    path: "time",
    decode: (bytes, draft) => {
      draft.time = decodeTime(bytes);
    },
  },
  {
    path: "meta.json",
    decode: (bytes, draft) => {
      draft.meta = decodeMeta(bytes);
    },
  },
  {
    path: "globals.json",
    decode: (bytes, draft) => {
      draft.globals = decodeGlobals(bytes);
    },
  },
  {
    path: "proc/status",
    decode: (bytes, draft) => {
      draft.status = decodeStatus(bytes);
    },
  },
  {
    path: "proc/smaps",
    decode: (bytes, draft) => {
      draft.smaps = decodeSmaps(bytes);
    },
  },
  {
    path: "proc/maps",
    decode: (bytes, draft) => {
      if (draft.smaps === undefined) draft.maps = decodeMaps(bytes);
    },
  },
  {
    path: "proc/smaps_rollup",
    decode: (bytes, draft) => {
      draft.rollup = decodeSmapsRollup(bytes);
    },
  },
  {
    path: "proc/statm",
    decode: (bytes, draft) => {
      draft.statm = decodeStatm(bytes, pageSizeOf(draft));
    },
  },
  {
    path: "proc/limits",
    decode: (bytes, draft) => {
      draft.limits = decodeLimits(bytes);
    },
  },
  {
    path: "proc/cmdline",
    decode: (bytes, draft) => {
      draft.commandLine = decodeCommandLine(bytes);
    },
  },
  {
    path: "proc/environ",
    decode: (bytes, draft) => {
      draft.environment = decodeEnvironment(bytes);
    },
  },
  {
    path: "proc/cgroup",
    decode: (bytes, draft) => {
      draft.procCgroup = bytes;
    },
  },
];

/** KernelPageSize is that of the mapping, which is larger only for hugetlb. */
function pageSizeOf(draft: SnapshotDraft): number {
  if (draft.meta?.pageSize !== undefined) return draft.meta.pageSize;
  const sizes = (draft.smaps?.kernelPageSize ?? new Float64Array()).filter((size) => size > 0);
  if (sizes.length > 0) return sizes.reduce((least, size) => Math.min(least, size));
  throw new ResidentError("RES_NO_DATA", "statm counts in pages, and nothing tells their size");
}
