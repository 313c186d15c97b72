/**
 * What the forecasts need to know of a process: the state of the last snapshot, by its own clock, and
 * the rates between the snapshots. Reading a process allocates in it, too: what answering may have
 * taken is no rate of the program's own and is left out.
 */
import { MiB } from "../../../base/units.ts";
import type { MemStats } from "../../../model/mem-stats.ts";
import type { Snapshot } from "../../../model/snapshot.ts";
import { costOfAsking, lookCanCollect } from "../../cost-of-asking.ts";
import type { Returning, ScavengerFacts } from "../../scavenger/facts.ts";
import type { VerdictContext } from "../rule/context.ts";
import { bytesOf, series, sinceLastGc } from "../rule/context.ts";
import { collectionRhythm } from "./collection-rhythm.ts";

/** @param idle bytes that are free and in RAM */
export function scavengerFacts(context: VerdictContext, idle: number): ScavengerFacts {
  const points = series(context, ({ snapshot: { memStats } }) =>
    memStats === undefined ? undefined : memStats.HeapIdle - memStats.HeapReleased,
  );
  const now = context.last.time;
  const since = idleSince(points, idle);
  const start = context.last.meta.processStart;
  return {
    go: context.go,
    idle,
    heapInuse: context.stats?.HeapInuse ?? 0,
    heapIdle: context.stats?.HeapIdle ?? Number.POSITIVE_INFINITY,
    sinceGc: sinceLastGc(context),
    ...goalTimes(context),
    roomToGoal: roomToGoal(context.stats),
    lookCollects: lookCanCollect(context.last, bytesOf(context, "live"), context.go),
    returning: returning(context),
    busy: isBusy(context),
    gcOff: !Number.isFinite(context.gogc.percent),
    isBeforeFirst: context.stats?.NumGC === 0,
    dontNeed: dontNeed(context.last.environment?.GODEBUG),
    idleFor: now === undefined || since === undefined ? 0 : Math.max(0, now - since),
    idleAtMost: now === undefined || start === undefined ? undefined : Math.max(0, now - start),
  };
}

/** Where its collections follow each other like this, the program works all the time. */
const BUSY_SECONDS = 30;

function isBusy(context: VerdictContext): boolean {
  const rhythm = collectionRhythm(context);
  return rhythm !== undefined && 4 * rhythm.mean + rhythm.since < BUSY_SECONDS;
}

/** Time of the oldest snapshot from which on at least this much was idle. */
function idleSince(
  points: readonly { t: number; value: number }[],
  bytes: number,
): number | undefined {
  let since: number | undefined;
  for (let i = points.length - 1; i >= 0 && points[i]!.value >= 0.9 * bytes; i--)
    since = points[i]!.t;
  return since;
}

/** The model of what asking costs is an upper estimate, up to this many times the truth. */
const OVERESTIMATE = 1.75;

/**
 * Seconds until the heap reaches its goal: at the rate between the looks, or as the collections before
 * came. Where both are known, the sooner and the sooner: what answering the looks may have allocated makes
 * the first one late, up to never.
 */
function goalTimes(context: VerdictContext): Pick<ScavengerFacts, "untilGoal" | "isByRhythm"> {
  const byRate = untilGoalByRate(context);
  const rhythm = isByGoal(context.stats) ? collectionRhythm(context) : undefined;
  if (rhythm === undefined) return { untilGoal: byRate };
  const until = (distance: number) => Math.max(0, distance - rhythm.since);
  const byRhythm = [until(rhythm.shortest), until(LATE * rhythm.longest)] as const;
  if (byRate === undefined) return { untilGoal: byRhythm, isByRhythm: true };
  return {
    untilGoal: [Math.min(byRate[0], byRhythm[0]), Math.min(byRate[1], byRhythm[1])],
    isByRhythm: byRhythm[1] < byRate[1],
  };
}

/** Intervals are not alike, and the look comes at any time in one. */
const LATE = 1.5;

/** Where runtime.GC() made most of the collections, they say nothing of the goal. */
function isByGoal(stats: MemStats | undefined): boolean {
  const { NumGC = 0, NumForcedGC = 0 } = stats ?? {};
  return NumForcedGC < NumGC / 2 && Number.isFinite(stats?.NextGC);
}

/**
 * At the program's own rate of allocation between the snapshots; undefined where answering Resident may
 * be all that was allocated.
 */
function untilGoalByRate(context: VerdictContext): ScavengerFacts["untilGoal"] {
  const [first, last] = [context.moments[0]!.snapshot, context.last];
  if (first.time === undefined || last.time === undefined || last.time <= first.time)
    return undefined;
  if (last.memStats === undefined || !Number.isFinite(last.memStats.NextGC)) return undefined;
  const allocated = (last.memStats?.TotalAlloc ?? 0) - (first.memStats?.TotalAlloc ?? Number.NaN);
  const asking = costBetween(context.moments.map(({ snapshot }) => snapshot));
  const least = allocated - asking;
  if (!(least > 0)) return undefined;
  const room = roomToGoal(last.memStats) * (last.time - first.time);
  return [room / (allocated - asking / OVERESTIMATE), room / least];
}

function roomToGoal(stats: MemStats | undefined): number {
  return stats === undefined ? 0 : Math.max(0, stats.NextGC - stats.HeapAlloc);
}

/** From the first snapshot's MemStats to the last one's. */
function costBetween(snapshots: readonly Snapshot[]): number {
  return snapshots.slice(0, -1).reduce((sum, snapshot) => sum + costOfAsking(snapshot), 0);
}

/** HeapReleased moves by this much without a scavenger at work. */
const RELEASE_NOISE = 4 * MiB;

/** Between the last two snapshots. */
function returning({ moments }: VerdictContext): Returning | undefined {
  const [before, after] = moments.slice(-2).map(({ snapshot }) => snapshot);
  const from = before?.memStats?.HeapReleased;
  const to = after?.memStats?.HeapReleased;
  if (from === undefined || to === undefined || to - from < RELEASE_NOISE) return undefined;
  const seconds = (after?.time ?? Number.NaN) - (before?.time ?? Number.NaN);
  return seconds > 0 ? { bytes: to - from, seconds } : undefined;
}

function dontNeed(godebug: string | undefined): boolean | undefined {
  const match = /(?:^|,)madvdontneed=([01])/.exec(godebug ?? "");
  return match === null ? undefined : match[1] === "1";
}
