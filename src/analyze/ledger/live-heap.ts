/**
 * M, the live heap: what the last collection marked. MemStats do not give it; the best of several
 * sources does, and each has its own precision.
 */
import { MiB } from "../../base/units.ts";
import type { GcLog } from "../../model/gc-log.ts";
import type { GoVersion } from "../../model/go-version.ts";
import { isAtLeast } from "../../model/go-version.ts";
import type { MemStats } from "../../model/mem-stats.ts";
import type { Snapshot } from "../../model/snapshot.ts";
import { gogcPercent, memoryLimit } from "../settings.ts";

export interface LiveHeap {
  readonly bytes: number;
  /** Bounds: the source's resolution, or the sampling's interval. */
  readonly range: readonly [number, number];
  readonly source: string;
  readonly formula?: string;
  /** True where it is scaled up from samples. */
  readonly isEstimate?: true;
}

/** The heap profile's estimate of all that is in use, with its 95 % interval. */
export interface ProfileEstimate {
  readonly bytes: number;
  readonly range: readonly [number, number];
}

/** @returns undefined where nothing read here tells what is live */
export function findLiveHeap(
  snapshot: Snapshot,
  go: GoVersion | undefined,
  gcLog: GcLog | undefined,
  profile: ProfileEstimate | undefined,
): LiveHeap | undefined {
  const stats = snapshot.memStats;
  if (stats?.NumGC === 0) {
    return exact(0, "MemStats.NumGC", "no collection has run yet, so nothing is marked");
  }
  const traced = fromTrace(stats, gcLog);
  const goal = fromGoal(snapshot, go, traced);
  const found =
    fromMetric(snapshot) ?? weigh(goal, profile, snapshot) ?? traced ?? fromProfile(stats, profile);
  return found === undefined || stats === undefined ? found : atMost(found, stats.HeapAlloc);
}

function fromProfile(
  stats: MemStats | undefined,
  profile: ProfileEstimate | undefined,
): LiveHeap | undefined {
  if (stats === undefined || profile === undefined) return undefined;
  return {
    bytes: Math.round(profile.bytes),
    range: profile.range,
    source: "heap profile",
    isEstimate: true,
  };
}

/** A goal that is this vague is less than what the profile says. */
const VAGUE_SHARE = 0.25;
const VAGUE_BYTES = 4 * MiB;

/**
 * What the goal says is held against the profile. Rejected where the two cannot both be right: the
 * profile is at most two collections old, and in each the live heap can grow to the goal of the one
 * before, (1 + GOGC/100) times the live heap; beyond that GOGC is not what it seems, because the
 * program called SetGCPercent. And where stacks make most of the goal, the goal only bounds it.
 */
function weigh(
  goal: LiveHeap | undefined,
  profile: ProfileEstimate | undefined,
  snapshot: Snapshot,
): LiveHeap | undefined {
  if (goal === undefined || profile === undefined) return goal;
  const growth = (1 + gogcPercent(snapshot).percent / 100) ** 2;
  if (goal.range[0] > profile.range[1] * growth) return undefined;
  const [low, high] = goal.range;
  if (high - low <= Math.max(VAGUE_BYTES, VAGUE_SHARE * goal.bytes)) return goal;
  const within = (bytes: number) => Math.round(Math.min(high, Math.max(low, bytes)));
  return {
    bytes: within(profile.bytes),
    range: [within(profile.range[0]), within(profile.range[1])],
    source: "heap profile, within what NextGC allows",
    isEstimate: true,
  };
}

function exact(bytes: number, source: string, formula?: string): LiveHeap {
  const live = { bytes, range: [bytes, bytes] as const, source };
  return formula === undefined ? live : { ...live, formula };
}

/** What was marked and then freed explicitly or re-used is no longer allocated. */
function atMost(live: LiveHeap, heapAlloc: number): LiveHeap {
  if (live.bytes <= heapAlloc) return live;
  return { ...live, bytes: heapAlloc, range: [Math.min(live.range[0], heapAlloc), heapAlloc] };
}

/** Go ≥ 1.21 says it. */
function fromMetric(snapshot: Snapshot): LiveHeap | undefined {
  const bytes = snapshot.runtimeMetrics?.get("/gc/heap/live:bytes");
  return bytes === undefined || bytes === 0 ? undefined : exact(bytes, "/gc/heap/live:bytes");
}

/** A log by itself says it of its last collection (in Go 1.4 of the one before). */
function lastTraced({ cycles }: GcLog): number {
  let row = cycles.length - 1;
  while (row >= 0 && Number.isNaN(cycles.live[row]!)) row--;
  return row;
}

/** gctrace's line of the same collection: whole MiB, rounded down. */
function fromTrace(stats: MemStats | undefined, gcLog: GcLog | undefined): LiveHeap | undefined {
  if (gcLog === undefined || (stats !== undefined && stats.NumGC === undefined)) return undefined;
  const row = stats === undefined ? lastTraced(gcLog) : gcLog.cycles.n.lastIndexOf(stats.NumGC!);
  const floor = row < 0 ? Number.NaN : gcLog.cycles.live[row]!;
  if (Number.isNaN(floor)) return undefined;
  return {
    bytes: floor + MiB / 2,
    range: [floor, floor + MiB],
    source: `gctrace, gc ${gcLog.cycles.n[row]}`,
  };
}

/**
 * The goal is computed from the live heap, so it can be turned round where GOGC is known:
 *   Go 1.4:        NextGC = M · (1 + g)           (the trigger, reduced while sweeping)
 *   Go 1.8–1.17:   NextGC = M + M·g
 *   Go ≥ 1.18:     NextGC = M + (M + S + G)·g     (S scanned stacks, G scanned globals)
 * Not in Go 1.5 to 1.7, where NextGC is the pacer's trigger; not where the minimum heap or the
 * memory limit made the goal. A trace of the same collection that disagrees is believed instead.
 */
function fromGoal(
  snapshot: Snapshot,
  go: GoVersion | undefined,
  traced: LiveHeap | undefined,
): LiveHeap | undefined {
  const stats = snapshot.memStats;
  if (stats === undefined || !goalFollowsLiveHeap(snapshot, stats, go)) return undefined;
  const g = gogcPercent(snapshot).percent / 100;
  const roots = isBefore118(go) ? 0 : scannedRoots(snapshot, stats);
  const highest = stats.NextGC / (1 + g);
  const lowest = Math.max(0, highest - (roots * g) / (1 + g));
  // Of the stacks only the used part is scanned, which is mostly a fraction of StackInuse.
  const bytes = Math.max(0, Math.round(highest - ((roots / 4) * g) / (1 + g)));
  const live: LiveHeap = {
    bytes,
    range: [Math.floor(lowest), Math.ceil(highest)],
    source: "MemStats.NextGC and GOGC",
    formula: isBefore118(go)
      ? "NextGC / (1 + GOGC/100)"
      : "(NextGC − roots·GOGC/100) / (1 + GOGC/100)",
  };
  return traced !== undefined && !overlaps(live, traced) ? undefined : live;
}

function isBefore118(go: GoVersion | undefined): boolean {
  return go !== undefined && !isAtLeast(go, 18);
}

function overlaps(a: LiveHeap, b: LiveHeap): boolean {
  return a.range[0] <= b.range[1] && b.range[0] <= a.range[1];
}

function scannedRoots(snapshot: Snapshot, stats: MemStats): number {
  const metrics = snapshot.runtimeMetrics;
  const stack = metrics?.get("/gc/scan/stack:bytes");
  const globals = metrics?.get("/gc/scan/globals:bytes");
  if (stack !== undefined && globals !== undefined) return stack + globals;
  return stats.StackInuse + MiB;
}

function goalFollowsLiveHeap(
  snapshot: Snapshot,
  stats: MemStats,
  go: GoVersion | undefined,
): boolean {
  if (stats.NumGC === 0 || !Number.isFinite(stats.NextGC)) return false;
  if (go !== undefined && isAtLeast(go, 5) && !isAtLeast(go, 8)) return false;
  const gogc = gogcPercent(snapshot);
  if (gogc.percent <= 0) return false;
  const minimum = (4 * MiB * gogc.percent) / 100;
  return stats.NextGC > 1.01 * minimum && !limitMadeGoal(snapshot, stats, go);
}

/** With a memory limit in force the goal may be the limit's: then it says nothing of M. */
function limitMadeGoal(snapshot: Snapshot, stats: MemStats, go: GoVersion | undefined): boolean {
  const limit = memoryLimit(snapshot, go);
  if (limit === undefined) return false;
  const other =
    stats.Sys - stats.HeapReleased - (stats.HeapIdle - stats.HeapReleased) - stats.HeapAlloc;
  return stats.NextGC >= 0.9 * (limit - other);
}
