/** The limits that a process can run into, and how near it is to each. */
import type { GoVersion } from "../model/go-version.ts";
import type { Snapshot } from "../model/snapshot.ts";
import { memoryLimit } from "./settings.ts";

export interface Limit {
  readonly kind: "cgroup" | "GOMEMLIMIT";
  /** Where it stands, e.g. the cgroup's path and file. */
  readonly source: string;
  readonly bytes: number;
  /** What counts against it now. */
  readonly used: number;
  /** What of `used` can be taken back without harm (page cache), 0 where not known. */
  readonly reclaimable: number;
}

/** All limits in force, the tightest first. */
export function findLimits(snapshot: Snapshot, go: GoVersion | undefined): Limit[] {
  const limits = [...cgroupLimits(snapshot), ...goLimit(snapshot, go)];
  return limits.sort((a, b) => roomIn(a) - roomIn(b));
}

/** Bytes until the limit, page cache not counted as used. */
export function roomIn(limit: Limit): number {
  return limit.bytes - (limit.used - limit.reclaimable);
}

/** Less room than this share of the limit is near. */
const NEAR = 0.1;

export function isNear(limit: Limit): boolean {
  return roomIn(limit) <= NEAR * limit.bytes;
}

function cgroupLimits(snapshot: Snapshot): Limit[] {
  const levels = snapshot.cgroup?.levels ?? [];
  const version = snapshot.cgroup?.version;
  const file = version === 1 ? "memory.limit_in_bytes" : "memory.max";
  return levels.flatMap((level) => {
    const { max, current, stat } = level;
    if (max === undefined || max === null || current === undefined) return [];
    const cache = stat?.get("inactive_file") ?? stat?.get("total_inactive_file") ?? 0;
    const source = `cgroup ${level.path} ${file}`;
    return [{ kind: "cgroup" as const, source, bytes: max, used: current, reclaimable: cache }];
  });
}

/** What GOMEMLIMIT counts is Sys − HeapReleased (facts of the runtime: gcController.mappedReady). */
function goLimit(snapshot: Snapshot, go: GoVersion | undefined): Limit[] {
  const bytes = memoryLimit(snapshot, go);
  const stats = snapshot.memStats;
  if (bytes === undefined || stats === undefined) return [];
  const used = stats.Sys - stats.HeapReleased;
  return [{ kind: "GOMEMLIMIT", source: "GOMEMLIMIT", bytes, used, reclaimable: 0 }];
}
