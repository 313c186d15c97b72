/**
 * M, the live heap: what the last collection marked. MemStats do not give it; the best of several
 * sources does, and each has its own precision.
 */
import { MiB } from "../../../base/units.ts";
import type { GcLog } from "../../../model/gc-log.ts";
import type { GoVersion } from "../../../model/go-version.ts";
import type { MemStats } from "../../../model/mem-stats.ts";
import type { Snapshot } from "../../../model/snapshot.ts";
import { mayHaveNewer } from "./early-profile.ts";
import { liveByGoal } from "./live-by-goal.ts";
import type { LiveHeap, OtherLooks, ProfileEstimate } from "./live-estimate.ts";
import { fitsGogc, weighGoal } from "./weigh-goal.ts";

/**
 * @param looks what other looks at the program told
 * @returns undefined where nothing read here tells what is live
 */
export function findLiveHeap(
  snapshot: Snapshot,
  go: GoVersion | undefined,
  gcLog: GcLog | undefined,
  profile: ProfileEstimate | undefined,
  looks: OtherLooks = "none",
): LiveHeap | undefined {
  const stats = snapshot.memStats;
  if (stats?.NumGC === 0) {
    return exact(0, "MemStats.NumGC", "no collection has run yet, so nothing is marked");
  }
  const traced = fromTrace(snapshot, gcLog);
  const goal = liveByGoal(snapshot, go, traced);
  const found =
    fromMetric(snapshot) ??
    weighGoal(goal, profile, { snapshot, go, looks }) ??
    traced ??
    fromProfile(stats, profile);
  if (found === undefined || stats === undefined) return found;
  const { leastAlloc = stats.HeapAlloc } = snapshot.sinceCollection ?? {};
  const live = atMost(found, Math.min(stats.HeapAlloc, leastAlloc));
  return goal !== undefined && fitsGogc(goal, profile, stats) ? { ...live, fitsGogc: true } : live;
}

function fromProfile(
  stats: MemStats | undefined,
  profile: ProfileEstimate | undefined,
): LiveHeap | undefined {
  if (stats === undefined || profile === undefined || mayHaveNewer(stats)) return undefined;
  return {
    bytes: Math.round(profile.bytes),
    range: profile.range,
    source: "heap profile",
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
function fromTrace({ memStats, meta }: Snapshot, gcLog: GcLog | undefined): LiveHeap | undefined {
  const number = memStats === undefined ? meta.collections : memStats.NumGC;
  if (gcLog === undefined || (memStats !== undefined && number === undefined)) return undefined;
  const row = number === undefined ? lastTraced(gcLog) : gcLog.cycles.n.lastIndexOf(number);
  const floor = row < 0 ? Number.NaN : gcLog.cycles.live[row]!;
  if (Number.isNaN(floor)) return undefined;
  return {
    bytes: floor + MiB / 2,
    range: [floor, floor + MiB],
    source: `gctrace, gc ${gcLog.cycles.n[row]}`,
  };
}
