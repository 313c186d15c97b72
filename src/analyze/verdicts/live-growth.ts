/**
 * Whether the live heap grows from snapshot to snapshot, and how fast. It is known only as each
 * collection found it, so its rate lies between what collections have found to stay and all that
 * came into use.
 */
import { MiB } from "../../base/units.ts";
import { findLine } from "../../model/ledger.ts";
import { markedByAsking } from "../cost-of-asking.ts";
import { type Reading, type Slope, slope } from "../growth/slope.ts";
import type { Interval } from "../sampling/count-interval.ts";
import type { VerdictContext } from "./context.ts";
import { series } from "./context.ts";
import { FEWEST_COLLECTIONS } from "./heap-growth.ts";

/** Slower than this is no leak that anyone would notice in a day. */
const SLOWEST = MiB / 60;
/** Growth below this share of the live heap between first and last snapshot is noise. */
const SMALLEST_GROWTH = 0.01;
/** Growth from this on is believed of a few steps that only go up. */
const CLEAR_GROWTH = 0.1;

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
 * From the first snapshot to the last, as the ledger's change says it. The interval is the fitted
 * line's, and wide enough for both ends of what is known: the change of what collections found, and
 * of all that is in use, live or not yet found to be garbage.
 */
function stepwise(
  context: VerdictContext,
  trend: Slope,
  points: readonly { value: number }[],
): LiveGrowth {
  const perSecond = (points[points.length - 1]!.value - points[0]!.value) / trend.seconds;
  const inUse = Math.max(perSecond, rateOfHeapAlloc(context) ?? perSecond);
  const [low, high] = trend.range ?? [0, perSecond];
  const isCertain = points.length >= 4 && trend.range !== undefined;
  return {
    ...trend,
    perSecond,
    range: [Math.max(0, Math.min(low, perSecond)), Math.max(high, inUse)],
    confidence: isCertain ? "high" : "low",
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
  if (least < CLEAR_GROWTH * before.HeapAlloc || least / trend.seconds < SLOWEST) return undefined;
  const inUse = rateOfHeapAlloc(context) ?? trend.perSecond;
  const most = rateOfHeapAlloc(context, liveSeries(context)[0]!.value) ?? inUse;
  const range: Interval = [least / trend.seconds, Math.max(most, inUse, trend.perSecond)];
  const perSecond = Math.max(range[0], inUse);
  const from = `${collections === 1 ? "one collection" : `${collections} collections`} between the snapshots`;
  return { ...trend, perSecond, range, confidence: "low", from };
}

/** Bytes a second by which the heap in use grew, from what it was at the first snapshot. */
export function rateOfHeapAlloc(context: VerdictContext, from?: number): number | undefined {
  const readings = series(context, ({ snapshot }) => snapshot.memStats?.HeapAlloc);
  const [first, last] = [readings[0], readings[readings.length - 1]];
  if (first === undefined || last === undefined || last.t <= first.t) return undefined;
  return (last.value - (from ?? first.value)) / (last.t - first.t);
}

/** Before the first collection nothing is marked, so that nothing counts as live: no start of a growth. */
function liveSeries(context: VerdictContext): Reading[] {
  return series(context, ({ snapshot, ledger }) =>
    snapshot.memStats?.NumGC === 0 ? undefined : (findLine(ledger, "live")?.bytes ?? undefined),
  );
}

function isGrowth(
  context: VerdictContext,
  trend: Slope,
  points: readonly { value: number }[],
): boolean {
  const first = points[0]!.value;
  const grown =
    points[points.length - 1]!.value - first - markedByAsking(context.recording.snapshots);
  if (trend.perSecond < SLOWEST || grown < SMALLEST_GROWTH * first) return false;
  const certain = trend.range === undefined || trend.range[0] > 0;
  return certain || (grown >= CLEAR_GROWTH * first && neverFalls(points));
}

function collectionsSeen({ moments, stats }: VerdictContext): number | undefined {
  const first = moments[0]!.snapshot.memStats?.NumGC;
  return first === undefined || stats?.NumGC === undefined ? undefined : stats.NumGC - first;
}

/** A few steps up scatter around a line, but they go up. */
function neverFalls(points: readonly { value: number }[]): boolean {
  return points.every((point, i) => i === 0 || point.value >= points[i - 1]!.value);
}
