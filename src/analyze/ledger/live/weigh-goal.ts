/** What the goal says of the live heap, held against the heap profile. */
import { MiB } from "../../../base/units.ts";
import type { GoVersion } from "../../../model/go-version.ts";
import type { MemStats } from "../../../model/mem-stats.ts";
import type { Snapshot } from "../../../model/snapshot.ts";
import { gogcGoal } from "../../heap-model/pacer/goal.ts";
import { pacerRules } from "../../heap-model/pacer/pick-pacer-rules.ts";
import { gogcPercent } from "../../settings.ts";
import { heapAtLastStart } from "./collection-start.ts";
import { mayHaveNewer } from "./early-profile.ts";
import { freedSinceProfile } from "./freed-since-profile.ts";
import { scannedRoots } from "./live-by-goal.ts";
import type { LiveHeap, OtherLooks, ProfileEstimate } from "./live-estimate.ts";
import { doubtGogc, isNear } from "./own-gogc.ts";

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
 * set GOGC itself; of its first collections neither tells then. And where stacks make most of the goal,
 * the goal only bounds the live heap.
 */
export function weighGoal(
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
  if (!isVague(goal)) return goal;
  return isEarly
    ? earlyWithin(goal, profile, of.snapshot)
    : profileWithin(goal, profile, of.snapshot);
}

function isVague({ bytes, range: [low, high] }: LiveHeap): boolean {
  return high - low > Math.max(VAGUE_BYTES, VAGUE_SHARE * bytes);
}

/** What the goal allows, and of that what looks before and after the collection bound. */
function boundsOf({ range: [low, high] }: LiveHeap, { sinceCollection }: Snapshot) {
  const { leastMarked = low, leastAlloc = high } = sinceCollection ?? {};
  const least = leastMarked <= high ? Math.max(low, leastMarked) : low;
  const most = Math.max(least, Math.min(high, leastAlloc));
  const within = (bytes: number) => Math.round(Math.min(most, Math.max(least, bytes)));
  const isBounded = sinceCollection?.leastMarked !== undefined && leastMarked <= high;
  return { least, most, within, isBounded };
}

/** Of the first collections the profile has garbage, too: it is nearer than nothing, and no bound. */
function earlyWithin(goal: LiveHeap, profile: ProfileEstimate, snapshot: Snapshot): LiveHeap {
  if (goal.bytes > 0) return goal;
  const { within } = boundsOf(goal, snapshot);
  return { ...goal, bytes: within(profile.bytes), isEstimate: true };
}

function profileWithin(goal: LiveHeap, profile: ProfileEstimate, snapshot: Snapshot): LiveHeap {
  const { least, most, within, isBounded } = boundsOf(goal, snapshot);
  // A profile outside is refuted, being a collection older: it says nothing of where between the two it is.
  if (isBounded && (profile.range[1] < least || profile.range[0] > most)) {
    return {
      bytes: Math.round((least + most) / 2),
      range: [Math.round(least), Math.round(most)],
      source: "MemStats of the looks before and after the collection",
      isEstimate: true,
    };
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

const LEAST_TO_FIT = 16 * MiB;
const WIDEST_TO_FIT = 1.5;

/** A goal that is near a profile of few samples, or near a small one, would be so under any GOGC. */
export function fitsGogc(
  goal: LiveHeap,
  profile: ProfileEstimate | undefined,
  stats: MemStats,
): boolean {
  if (profile === undefined || mayHaveNewer(stats)) return false;
  const [least, most] = profile.range;
  const isPrecise = least >= LEAST_TO_FIT && most <= WIDEST_TO_FIT * least;
  return isPrecise && isNear(goal.range, profile.range);
}
