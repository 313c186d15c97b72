/**
 * M, the live heap: what the last collection marked. MemStats do not give it; the best of several
 * sources does, and each has its own precision.
 */
import { MiB } from "../../base/units.ts";
import type { GcLog } from "../../model/gc-log.ts";
import type { GoVersion } from "../../model/go-version.ts";
import type { MemStats } from "../../model/mem-stats.ts";
import type { Snapshot } from "../../model/snapshot.ts";
import { gogcGoal } from "../heap-model/pacer/goal.ts";
import { limitState } from "../heap-model/pacer/limit-state.ts";
import { goalTellsMarked, markedFromGoal } from "../heap-model/pacer/marked-from-goal.ts";
import { memoryLimitGoal } from "../heap-model/pacer/memory-limit-goal.ts";
import type { PacerRules } from "../heap-model/pacer/pacer-rules.ts";
import { pacerRules } from "../heap-model/pacer/pick-pacer-rules.ts";
import { gogcPercent, memoryLimit } from "../settings.ts";
import { heapAtLastStart } from "./collection-start.ts";
import { mayHaveNewer } from "./early-profile.ts";
import { freedSinceProfile } from "./freed-since-profile.ts";
import { doubtGogc, isNear } from "./own-gogc.ts";

export interface LiveHeap {
  readonly bytes: number;
  /** Bounds: the source's resolution, or the sampling's interval. */
  readonly range: readonly [number, number];
  readonly source: string;
  readonly formula?: string;
  /** True where it is scaled up from samples. */
  readonly isEstimate?: true;
  /**
   * Where the program has set GOGC itself: bytes that would be live under the GOGC that was read.
   */
  readonly underOtherGogc?: number;
  /** The same where it may have: then `range` reaches from what the profile has to these bytes. */
  readonly perhapsUnderOtherGogc?: number;
  /** Where the goal and a profile that is precise enough to refute it agree on the GOGC that was read. */
  readonly fitsGogc?: true;
}

/**
 * What other looks at the program told of its GOGC: there are none, it has set it itself, none of them
 * is sure, or it is the one that was read.
 */
export type OtherLooks = "none" | "own-gogc" | "doubt" | "fit";

/** The heap profile's estimate of all that is in use, with its 95 % interval. */
export interface ProfileEstimate {
  readonly bytes: number;
  readonly range: readonly [number, number];
  /** Of all that was allocated, what is freed again. */
  readonly freed?: () => readonly [number, number] | undefined;
}

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
  const goal = fromGoal(snapshot, go, traced);
  const found =
    fromMetric(snapshot) ??
    weigh(goal, profile, { snapshot, go, looks }) ??
    traced ??
    fromProfile(stats, profile);
  if (found === undefined || stats === undefined) return found;
  const { leastAlloc = stats.HeapAlloc } = snapshot.sinceCollection ?? {};
  const live = atMost(found, Math.min(stats.HeapAlloc, leastAlloc));
  return goal !== undefined && tellsFit(goal, profile, stats) ? { ...live, fitsGogc: true } : live;
}

/** A goal that is near a profile of few samples, or near a small one, would be so under any GOGC. */
function tellsFit(goal: LiveHeap, profile: ProfileEstimate | undefined, stats: MemStats): boolean {
  if (profile === undefined || mayHaveNewer(stats)) return false;
  const [least, most] = profile.range;
  const isPrecise = least >= LEAST_TO_FIT && most <= WIDEST_TO_FIT * least;
  return isPrecise && isNear(goal.range, profile.range);
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

const LEAST_TO_FIT = 16 * MiB;
const WIDEST_TO_FIT = 1.5;

/** A goal that is this vague is less than what the profile says. */
const VAGUE_SHARE = 0.25;
const VAGUE_BYTES = 4 * MiB;

/** Whose live heap it is. */
interface Case {
  readonly snapshot: Snapshot;
  readonly go: GoVersion | undefined;
  readonly looks: OtherLooks;
}

/**
 * What the goal says is held against the profile: where the two cannot both be right, the program has
 * set GOGC itself; of its first collections neither tells then. And where stacks make most of the goal, the goal only bounds the live heap.
 */
function weigh(
  goal: LiveHeap | undefined,
  profile: ProfileEstimate | undefined,
  of: Case,
): LiveHeap | undefined {
  if (goal === undefined || profile === undefined) return goal;
  const { memStats } = of.snapshot;
  const isEarly = memStats !== undefined && mayHaveNewer(memStats);
  const own = underOwnGogc(goal, profile, of);
  if (own !== undefined) {
    const isUntold = isEarly && own.underOtherGogc !== undefined;
    return isUntold ? undefined : own;
  }
  const [low, high] = goal.range;
  const isVague = high - low > Math.max(VAGUE_BYTES, VAGUE_SHARE * goal.bytes);
  if (!isVague) return goal;
  const { leastMarked = low, leastAlloc = high } = of.snapshot.sinceCollection ?? {};
  // What looks before and after the collection bound it by holds where the goal allows it.
  const least = leastMarked <= high ? Math.max(low, leastMarked) : low;
  const most = Math.max(least, Math.min(high, leastAlloc));
  const within = (bytes: number) => Math.round(Math.min(most, Math.max(least, bytes)));
  // Of the first collections the profile has garbage, too: it is nearer than nothing, and no bound.
  if (isEarly) {
    return goal.bytes > 0 ? goal : { ...goal, bytes: within(profile.bytes), isEstimate: true };
  }
  return {
    bytes: within(profile.bytes),
    range: [within(profile.range[0]), within(profile.range[1])],
    source: "heap profile, within what NextGC allows",
    isEstimate: true,
  };
}

/** @returns undefined where the goal follows from the GOGC that was read */
function underOwnGogc(
  goal: LiveHeap,
  profile: ProfileEstimate,
  { snapshot, go, looks }: Case,
): LiveHeap | undefined {
  const { percent, source } = gogcPercent(snapshot);
  const stats = snapshot.memStats;
  if (stats === undefined || source === "/gc/gogc:percent") return undefined;
  const rules = pacerRules(go);
  const [least, most] = profile.range;
  const answer = doubtGogc({
    byGoal: goal.range,
    byProfile: profile,
    goalBefore: gogcGoal(rules, stateOf(most, snapshot, stats), percent),
    startBefore: heapAtLastStart(stats, go, rules, least, percent),
    freedSince: freedSinceProfile(snapshot, profile.freed?.(), go),
    stats,
    time: snapshot.time,
  });
  const isFar = !isNear(goal.range, profile.range) && !mayHaveNewer(stats);
  const isToldElsewhere = looks === "own-gogc" && isFar;
  if (answer?.own !== "certain" && isToldElsewhere) {
    return byProfileUnder(goal, profile, profile.range, stats);
  }
  if (answer === undefined || (answer.own === "doubt" && looks === "fit")) return undefined;
  // In a row of looks that doubt, one that takes the profile's bytes would make the live heap jump.
  const isInRow = answer.own === "doubt" && looks === "doubt";
  const live =
    answer.by === "profile" && !isInRow
      ? byProfileUnder(goal, profile, answer.range, stats)
      : { ...goal, range: answer.range, isEstimate: true as const };
  if (answer.own === "certain") return live;
  const { underOtherGogc: _, formula: _formula, ...rest } = live;
  const both = "MemStats.NextGC and GOGC, heap profile";
  return { ...rest, source: both, perhapsUnderOtherGogc: goal.bytes };
}

function byProfileUnder(
  goal: LiveHeap,
  profile: ProfileEstimate,
  [low, high]: readonly [number, number],
  { HeapAlloc }: MemStats,
): LiveHeap {
  const bytes = Math.round(Math.min(profile.bytes, HeapAlloc));
  return {
    bytes,
    range: [Math.min(low, bytes), Math.max(bytes, Math.min(high, HeapAlloc))],
    source: "heap profile",
    isEstimate: true,
    underOtherGogc: goal.bytes,
  };
}

function stateOf(marked: number, snapshot: Snapshot, stats: MemStats) {
  return { marked, stackScan: scannedRoots(snapshot, stats), globalsScan: 0 };
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

/**
 * The goal is computed from the live heap, so it can be turned round where GOGC is known. Not where
 * the memory limit made the goal. A trace of the same collection that disagrees is believed instead.
 */
function fromGoal(
  snapshot: Snapshot,
  go: GoVersion | undefined,
  traced: LiveHeap | undefined,
): LiveHeap | undefined {
  const stats = snapshot.memStats;
  const rules = pacerRules(go);
  if (stats === undefined || !goalFollowsLiveHeap(snapshot, stats, rules)) return undefined;
  const gogc = gogcPercent(snapshot).percent;
  const roots = scannedRoots(snapshot, stats);
  const markedWith = (counted: number) => markedFromGoal(rules, stats.NextGC, counted, gogc);
  // Of the stacks only the used part is scanned, which is mostly a fraction of StackInuse.
  const bytes = Math.max(0, Math.round(markedWith(roots / 4)));
  const live: LiveHeap = {
    bytes,
    range: [Math.floor(Math.max(0, markedWith(roots))), Math.ceil(markedWith(0))],
    source: "MemStats.NextGC and GOGC",
    formula:
      rules.roots === "none"
        ? "NextGC / (1 + GOGC/100)"
        : "(NextGC − roots·GOGC/100) / (1 + GOGC/100)",
  };
  return traced !== undefined && !overlaps(live, traced) ? undefined : live;
}

function overlaps(a: LiveHeap, b: LiveHeap): boolean {
  return a.range[0] <= b.range[1] && b.range[0] <= a.range[1];
}

function scannedRoots(snapshot: Snapshot, stats: MemStats): number {
  const metrics = snapshot.runtimeMetrics;
  const stack = metrics?.get("/gc/scan/stack:bytes");
  const globals = metrics?.get("/gc/scan/globals:bytes");
  if (stack !== undefined && globals !== undefined) return stack + globals;
  return (snapshot.sinceCollection?.stacks ?? stats.StackInuse) + MiB;
}

function goalFollowsLiveHeap(snapshot: Snapshot, stats: MemStats, rules: PacerRules): boolean {
  if (stats.NumGC === 0) return false;
  const { percent } = gogcPercent(snapshot);
  return goalTellsMarked(rules, stats.NextGC, percent) && !limitMadeGoal(snapshot, stats, rules);
}

/** MemStats of /metrics are not of one instant. */
const LIMIT_TOLERANCE = 0.95;

/** With a memory limit in force the goal may be the limit's: then it says nothing of M. */
function limitMadeGoal(snapshot: Snapshot, stats: MemStats, rules: PacerRules): boolean {
  const limit = memoryLimit(snapshot, undefined);
  if (limit === undefined) return false;
  const goal = memoryLimitGoal(rules, { marked: 0, ...limitState(stats) }, limit);
  return stats.NextGC >= LIMIT_TOLERANCE * goal;
}
