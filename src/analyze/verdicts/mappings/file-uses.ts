/** Which files a process has most pages of in RAM. */

import { formatBytes } from "../../../base/units.ts";
import type { AddressSpace } from "../../../model/address-space.ts";
import type { Evidence } from "../../../model/verdict.ts";

export interface FileUse {
  readonly name: string;
  /** Bytes in RAM of the kind that was asked for. */
  readonly rss: number;
}

/** What is no private copy. @param counts which mappings; those without a name are left out */
export function fileUses(
  space: AddressSpace | undefined,
  counts: (space: AddressSpace, i: number) => boolean,
  bytesOf = notCopied,
): FileUse[] {
  return usesOf(space, (all, i) => (counts(all, i) ? bytesOf(all, i) : 0));
}

function notCopied(space: AddressSpace, i: number): number {
  return space.rss[i]! - space.anonymous[i]!;
}

/** Private copies of pages that were written, but for those of the executable: they are its variables. */
export function copiedFiles(
  space: AddressSpace | undefined,
  executable: string | undefined,
): FileUse[] {
  return usesOf(space, (all, i) => (all.name[i] === executable ? 0 : all.anonymous[i]!));
}

function usesOf(
  space: AddressSpace | undefined,
  bytesOf: (space: AddressSpace, i: number) => number,
): FileUse[] {
  if (space === undefined) return [];
  const byName = new Map<string, number>();
  for (let i = 0; i < space.length; i++) {
    const name = space.name[i]!;
    if (!name.startsWith("/")) continue;
    byName.set(name, (byName.get(name) ?? 0) + Math.max(0, bytesOf(space, i)));
  }
  const files = [...byName].map(([name, rss]) => ({ name, rss }));
  return files.filter((file) => file.rss > 0).sort((a, b) => b.rss - a.rss);
}

/** ", most of /data/index.db (180 MiB)", or "the largest:", of `bytes` in all. */
export function largestText([top]: readonly FileUse[], bytes: number): string {
  if (top === undefined) return "";
  const which = top.rss > bytes / 2 ? "most of" : "the largest:";
  return `, ${which} ${top.name} (${formatBytes(top.rss)})`;
}

export function fileEvidence(files: readonly FileUse[]): Evidence[] {
  return files.slice(0, 3).map(({ name, rss }) => ({
    what: name,
    value: formatBytes(rss),
    source: "/proc/PID/smaps",
  }));
}
