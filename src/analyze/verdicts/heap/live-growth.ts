/**
 * Whether the live heap grows from snapshot to snapshot, and how fast. It is known only as each
 * collection found it, so its rate lies between what collections have found to stay and all that
 * came into use.
 */
import { findLine } from "../../../model/ledger.ts";
import type { MemStats } from "../../../model/mem-stats.ts";
import type { Snapshot } from "../../../model/snapshot.ts";
import { markedByAsking } from "../../cost-of-asking.ts";
import { type Reading, type Slope, slope } from "../../growth/slope.ts";
import { studentQuantile } from "../../sampling/beta-distribution.ts";
import { HIGH_TAIL, type Interval } from "../../sampling/count-interval.ts";
import type { VerdictContext } from "../rule/context.ts";
import { series } from "../rule/context.ts";
import { growingLines } from "./growing-lines.ts";
import { FEWEST_COLLECTIONS, SLOWEST, slowestOver } from "./heap-growth.ts";
import { inRamOf } from "./in-ram.ts";

/** Growth below this share of the live heap between first and last snapshot is noise. */
const SMALLEST_GROWTH = 0.01;
/** Growth from this on is believed of a few steps that only go up. */
const CLEAR_GROWTH = 0.1;

/** Of fewer profiles none can be said to rise steadily. */
const FEWEST_STEADY = 4;

/** How fast it grows, at the least and at the most, in bytes a second. */
export interface LiveGrowth extends Slope {
  readonly range: Interval;
  /** What the rate is from, for the evidence. */
  readonly from: string;
}

/** @returns undefined where it does not grow, or nothing tells */
export function growthOfLive(context: VerdictContext): LiveGrowth | undefined {
  const points = liveSeries(context);
  const trend = points.length < 2 ? undefined : slope(points);
  const collections = collectionsSeen(context);
  if (trend === undefined) return undefined;
  if (collections !== undefined && collections < FEWEST_COLLECTIONS) {
    return beyondTheFirstHeap(context, trend, collections);
  }
  return isGrowth(context, trend, points) ? stepwise(context, trend, points) : undefined;
}

/**
 * From the first collection seen to the last, as the ledger's change says it. The interval is the
 * fitted line's. Where it is not known when the collections were, or they were few, it is wide enough
 * for both ends of what is known: the change of what they found, and of all that is in use, live or
 * not yet found to be garbage.
 */
function stepwise(
  context: VerdictContext,
  trend: Slope,
  points: readonly { value: number }[],
): LiveGrowth {
  const perSecond = (points[points.length - 1]!.value - points[0]!.value) / trend.seconds;
  const [low, high] = trend.range ?? [0, perSecond];
  const isCertain = points.length >= 4 && trend.range !== undefined;
  const isSteady = low > 0;
  const isTimed = isCertain && knowsWhenFound(context.stats);
  const inUse = isTimed ? perSecond : Math.max(perSecond, rateOfHeapAlloc(context) ?? perSecond);
  return {
    ...trend,
    perSecond,
    range: [Math.max(0, Math.min(low, perSecond)), Math.max(high, perSecond, inUse)],
    confidence: !isCertain ? "low" : isSteady ? "high" : "medium",
    from: `${points.length} snapshots`,
  };
}

/**
 * Too few collections for a slope, but one of them found more live than the whole heap had at the
 * first snapshot: so much has certainly come to stay. At the most it is all that is in use now.
 */
function beyondTheFirstHeap(
  context: VerdictContext,
  trend: Slope,
  collections: number,
): LiveGrowth | undefined {
  const before = context.moments[0]!.snapshot.memStats;
  const line = findLine(context.ledger, "live");
  if (collections < 1 || before === undefined || line?.bytes == null) return undefined;
  const own = markedByAsking(context.recording.snapshots);
  const least = (line.range?.[0] ?? line.bytes) - before.HeapAlloc - own;
  const looks = series(context, ({ snapshot }) => snapshot.time);
  const seconds = looks[looks.length - 1]!.t - looks[0]!.t;
  if (least < CLEAR_GROWTH * before.HeapAlloc || least / seconds < SLOWEST) return undefined;
  const inUse = rateOfHeapAlloc(context) ?? trend.perSecond;
  const most = rateOfHeapAlloc(context, liveSeries(context)[0]!.value) ?? inUse;
  const range: Interval = [least / seconds, Math.max(most, inUse, trend.perSecond)];
  const perSecond = Math.max(range[0], inUse);
  const from = `${collections === 1 ? "one collection" : `${collections} collections`} between the snapshots`;
  return { ...trend, perSecond, range, confidence: "low", from };
}

/**
 * How fast what of it is in RAM grows, from the first snapshot to the last: at the least and at the most,
 * as what is in RAM is known only so.
 */
export function growthInRam({ moments, ledger }: VerdictContext, growth: LiveGrowth): LiveGrowth {
  const before = inRamOf(moments[0]!.ledger, "live");
  const now = inRamOf(ledger, "live");
  const [first, last] = [moments[0]!.snapshot.time, moments[moments.length - 1]!.snapshot.time];
  const seconds = (last ?? Number.NaN) - (first ?? Number.NaN);
  if (!(seconds > 0)) return growth;
  const range: Interval = [
    Math.max(0, now.least - before.most) / seconds,
    Math.max(0, now.most - before.least) / seconds,
  ];
  return { ...growth, range, perSecond: (range[0] + range[1]) / 2 };
}

/** Bytes a second by which the heap in use grew, from what it was at the first snapshot. */
export function rateOfHeapAlloc(context: VerdictContext, from?: number): number | undefined {
  const readings = series(context, ({ snapshot }) => snapshot.memStats?.HeapAlloc);
  const [first, last] = [readings[0], readings[readings.length - 1]];
  if (first === undefined || last === undefined || last.t <= first.t) return undefined;
  return (last.value - (from ?? first.value)) / (last.t - first.t);
}

/**
 * What was live when: at the collection that found it, or, where that is not known, at the snapshot.
 * Before the first collection nothing is marked, so that nothing counts as live: no start of a growth.
 * A snapshot with the collections of the one before says nothing new: it would only make a step look
 * steady.
 */
function liveSeries(context: VerdictContext): Reading[] {
  let last: number | undefined;
  const points: Reading[] = [];
  for (const { snapshot, ledger } of context.moments) {
    const collections = snapshot.memStats?.NumGC;
    const isSeen = collections !== undefined && (collections === 0 || collections === last);
    last = collections;
    const value = findLine(ledger, "live")?.bytes;
    const t = foundAt(snapshot);
    if (!isSeen && value != null && t !== undefined) points.push({ t, value });
  }
  return points;
}

/** Unix seconds. */
function foundAt({ memStats, time }: Snapshot): number | undefined {
  return knowsWhenFound(memStats) ? memStats!.LastGC : time;
}

function knowsWhenFound(stats: MemStats | undefined): boolean {
  return stats?.LastGC !== undefined && stats.LastGC > 0;
}

function isGrowth(
  context: VerdictContext,
  trend: Slope,
  points: readonly { value: number }[],
): boolean {
  const first = points[0]!.value;
  const grown =
    points[points.length - 1]!.value - first - markedByAsking(context.recording.snapshots);
  if (trend.perSecond < slowestOver(trend.seconds)) return false;
  if (grown < SMALLEST_GROWTH * first) return false;
  if (trend.perSecond < SLOWEST) return isSlowLeak(context, trend, grown);
  const certain = trend.range === undefined || risesSurely(trend);
  const isClear = grown >= CLEAR_GROWTH * first && neverFalls(points);
  return certain || isClear || hasSteadyLine(context, grown);
}

/** One-sided. */
const SURELY = 0.995;

/**
 * What lives comes and goes over several collections, so that the readings are not independent of each other: of
 * a few from a heap that stays as it is, one line in ten rises within its 95 % interval.
 */
function risesSurely({ perSecond, range, readings }: Slope): boolean {
  if (range === undefined) return false;
  const degrees = readings - 2;
  const wider = studentQuantile(degrees, SURELY) / studentQuantile(degrees, HIGH_TAIL);
  return perSecond > wider * (perSecond - range[0]);
}

/** What is slow is also what scatter looks like: the heap must rise for certain, and by a line of code that does. */
function isSlowLeak(context: VerdictContext, trend: Slope, grown: number): boolean {
  if (trend.range === undefined || trend.range[0] <= 0) return false;
  return growingLines(context).some(({ bytes }) => bytes >= grown / 2);
}

/**
 * What a collection finds live has, too, what was allocated while it marked, and that comes and goes: the more
 * the busier the machine is. A profile has of that only what later collections left. Where one line has gained
 * most of the growth in it, and never lost any, the growth is the program's.
 */
function hasSteadyLine(context: VerdictContext, grown: number): boolean {
  if (context.moments.length < FEWEST_STEADY) return false;
  return growingLines(context).some(
    ({ steadiness, bytes, perSecondRange: [least] }) =>
      steadiness === 1 && bytes >= grown / 2 && least >= SLOWEST,
  );
}

function collectionsSeen({ moments, stats }: VerdictContext): number | undefined {
  const first = moments[0]!.snapshot.memStats?.NumGC;
  return first === undefined || stats?.NumGC === undefined ? undefined : stats.NumGC - first;
}

/** A few steps up scatter around a line, but they go up. */
function neverFalls(points: readonly { value: number }[]): boolean {
  return points.every((point, i) => i === 0 || point.value >= points[i - 1]!.value);
}
