/** The live heap grows from snapshot to snapshot: which lines, how fast, and until when. */
import { formatBytes, formatSeconds, MiB } from "../../base/units.ts";
import { findLine } from "../../model/ledger.ts";
import type { CodeLine } from "../../model/report.ts";
import type { Forecast } from "../../model/verdict.ts";
import { markedByAsking } from "../cost-of-asking.ts";
import { growthOf, type TimedProfile } from "../growth/growth-of.ts";
import type { Reading, Slope } from "../growth/slope.ts";
import { slope } from "../growth/slope.ts";
import { timeToReach } from "../growth/time-to-reach.ts";
import { findLimits, roomIn } from "../limits.ts";
import type { VerdictContext } from "./context.ts";
import { series } from "./context.ts";
import { describePlace } from "./evidence.ts";
import { liveActions, liveEvidence, unclaimedLive } from "./live-heap.ts";
import type { VerdictRule } from "./rule.ts";

/** Slower than this is no leak that anyone would notice in a day. */
const SLOWEST = MiB / 60;
/** Growth below this share of the live heap between first and last snapshot is noise. */
const SMALLEST_GROWTH = 0.01;
/** Growth from this on is believed of a few steps that only go up. */
const CLEAR_GROWTH = 0.1;

export const liveHeapGrowing: VerdictRule = {
  id: "live-heap-growing",
  says: "these lines keep growing, and the limit is reached at …",
  mendable: true,
  judge: (context, claimed) => {
    const points = liveSeries(context);
    const trend = points.length < 2 ? undefined : slope(points);
    const live = unclaimedLive(context, claimed);
    if (trend === undefined || live === undefined || !isGrowth(context, trend, points))
      return undefined;
    return {
      headline: headline(context, trend),
      bytes: live.bytes,
      owns: live.owns,
      resident: live.resident,
      grows: true,
      evidence: [rateEvidence(trend, points.length), ...liveEvidence(context)],
      actions: liveActions(context),
      confidence: points.length >= 4 && trend.range !== undefined ? "high" : "low",
      forecast: forecast(context, trend),
    };
  },
};

/** Before the first collection nothing is marked, so that nothing counts as live: no start of a growth. */
function liveSeries(context: VerdictContext): Reading[] {
  return series(context, ({ snapshot, ledger }) =>
    snapshot.memStats?.NumGC === 0 ? undefined : (findLine(ledger, "live")?.bytes ?? undefined),
  );
}

/**
 * The live heap moves in steps, one a collection. One step is no growth: what was allocated between
 * two collections may be garbage at the next.
 */
const FEWEST_COLLECTIONS = 3;

function isGrowth(
  context: VerdictContext,
  trend: Slope,
  points: readonly { value: number }[],
): boolean {
  const collections = collectionsSeen(context);
  if (collections !== undefined && collections < FEWEST_COLLECTIONS) return false;
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

function headline(context: VerdictContext, trend: Slope): string {
  const rate = `${formatBytes(trend.perSecond * 60)} a minute`;
  const line = fastestLine(context);
  const where = line === undefined ? "" : `, most of it at ${describePlace(line)}`;
  const [soonest] = forecast(context, trend);
  const when =
    soonest === undefined
      ? ""
      : `; ${formatBytes(soonest.bytes)} are reached in ${interval(soonest)}`;
  return `The live heap grows by ${rate}${where}${when}.`;
}

function interval(forecast: Forecast): string {
  if (forecast.latest === null) return `${formatSeconds(forecast.earliest)} or more`;
  return `${formatSeconds(forecast.earliest)} to ${formatSeconds(forecast.latest)}`;
}

/** The line whose growth is certain and fastest; without one the line that holds most. */
function fastestLine(context: VerdictContext): CodeLine | undefined {
  const [fastest] = growthOf(timedProfiles(context), context.go, {
    granularity: "lines",
    limit: 1,
  });
  const same = (line: CodeLine) =>
    fastest !== undefined && line.function === fastest.function && line.line === fastest.line;
  return context.code.find(same) ?? context.code[0];
}

function timedProfiles(context: VerdictContext): TimedProfile[] {
  return context.recording.snapshots.flatMap(({ time, heap }) =>
    time === undefined || heap === undefined ? [] : [{ t: time, profile: heap }],
  );
}

function rateEvidence(trend: Slope, snapshots: number) {
  const [low, high] = trend.range ?? [trend.perSecond, trend.perSecond];
  return {
    what: "growth of the live heap",
    value: `${formatBytes(low * 60)} to ${formatBytes(high * 60)} a minute`,
    source: `${snapshots} snapshots`,
  };
}

/** When the tightest limit is reached if the growth goes on as it was. */
function forecast(context: VerdictContext, trend: Slope): Forecast[] {
  const [limit] = findLimits(context.last, context.go);
  if (limit === undefined) return [];
  const arrival = timeToReach(roomIn(limit), trend, 0);
  if (arrival === undefined) return [];
  // Between two collections the heap grows to (1 + GOGC/100) times the live heap, so memory runs
  // out up to that much earlier.
  const factor = 1 + Math.min(context.gogc.percent, 400) / 100;
  return [
    {
      what: "reaches",
      bytes: limit.bytes,
      earliest: Math.round(arrival.earliest / factor),
      latest: arrival.latest === null ? null : Math.round(arrival.latest),
      waitsFor: `${limit.source}, if the growth goes on`,
    },
  ];
}
