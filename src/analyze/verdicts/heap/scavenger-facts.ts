/**
 * What the forecasts need to know of a process: the state of the last snapshot, by its own clock, and
 * the rates between the snapshots. Reading a process allocates in it, too: what answering may have
 * taken is no rate of the program's own and is left out.
 */
import { MiB } from "../../../base/units.ts";
import type { MemStats } from "../../../model/mem-stats.ts";
import { costOfAsking, lookCanCollect } from "../../cost-of-asking.ts";
import type { Returning, ScavengerFacts } from "../../scavenger/facts.ts";
import type { VerdictContext } from "../rule/context.ts";
import { bytesOf, series, sinceLastGc } from "../rule/context.ts";
import { collectionRhythm } from "./collection-rhythm.ts";
import { ownRate, stackRate } from "./own-rate.ts";
import { roomToCollection } from "./pacer-facts.ts";

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
    taking: takingOf(context),
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

/**
 * From several snapshots its rate between them; from one what it has allocated since the last collection, less
 * what is not known to the byte.
 */
function takingOf(context: VerdictContext): number | undefined {
  if (collectionRhythm(context) !== undefined) return Number.POSITIVE_INFINITY;
  const snapshots = context.moments.map(({ snapshot }) => snapshot);
  const rate = ownRate(snapshots);
  if (rate !== undefined) return rate[1] + stackRate(snapshots);
  const seconds = sinceLastGc(context);
  if (seconds === undefined || !(seconds > 0)) return undefined;
  const allocated = bytesOf(context, "since-gc") - costOfAsking(context.last) - MiB;
  return Math.max(0, allocated) / seconds;
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
 * At the program's own rate of allocation between the snapshots: at the soonest where the trigger can be, at the
 * slowest where the goal is. Undefined where answering Resident may be all that was allocated.
 */
function untilGoalByRate(context: VerdictContext): ScavengerFacts["untilGoal"] {
  const { stats } = context;
  const rate = ownRate(context.moments.map(({ snapshot }) => snapshot));
  if (rate === undefined || stats === undefined || !Number.isFinite(stats.NextGC)) return undefined;
  const [slowest, fastest] = rate;
  if (!(fastest > 0)) return undefined;
  const room = roomToGoal(stats);
  const soonest = Math.min(room, roomToCollection(context)?.[0] ?? room);
  return [soonest / fastest, slowest > 0 ? room / slowest : Number.POSITIVE_INFINITY];
}

function roomToGoal(stats: MemStats | undefined): number {
  return stats === undefined ? 0 : Math.max(0, stats.NextGC - stats.HeapAlloc);
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
