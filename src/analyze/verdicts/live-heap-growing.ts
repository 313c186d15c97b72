/** The live heap grows from snapshot to snapshot: which lines, how fast, and until when. */
import { formatBytes, formatSeconds, MiB } from "../../base/units.ts";
import type { CodeLine } from "../../model/report.ts";
import type { Forecast } from "../../model/verdict.ts";
import type { Slope } from "../growth/slope.ts";
import { slope } from "../growth/slope.ts";
import { findLimits, roomIn } from "../limits.ts";
import type { VerdictContext } from "./context.ts";
import { seriesOf } from "./context.ts";
import { describePlace } from "./evidence.ts";
import { liveActions, liveEvidence, unclaimedLive } from "./live-heap.ts";
import type { VerdictRule } from "./rule.ts";

/** Slower than this is no leak that anyone would notice in a day. */
const SLOWEST = MiB / 60;
/** Growth below this share of the live heap between first and last snapshot is noise. */
const SMALLEST_GROWTH = 0.01;

export const liveHeapGrowing: VerdictRule = {
  id: "live-heap-growing",
  says: "these lines keep growing, and the limit is reached at …",
  mendable: true,
  judge: (context, claimed) => {
    const points = seriesOf(context, "live");
    const trend = points.length < 2 ? undefined : slope(points);
    const live = unclaimedLive(context, claimed);
    if (trend === undefined || live === undefined || !isGrowth(trend, points)) return undefined;
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

function isGrowth(trend: Slope, points: readonly { value: number }[]): boolean {
  const grown = points[points.length - 1]!.value - points[0]!.value;
  const certain = trend.range === undefined || trend.range[0] > 0;
  return certain && trend.perSecond >= SLOWEST && grown >= SMALLEST_GROWTH * points[0]!.value;
}

function headline(context: VerdictContext, trend: Slope): string {
  const rate = `${formatBytes(trend.perSecond * 60)} a minute`;
  const line = fastestLine(context.code);
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

/** The line that grew most, if any did; else the largest. */
function fastestLine(code: readonly CodeLine[]): CodeLine | undefined {
  const grown = code.filter((line) => (line.change?.bytes ?? 0) > 0);
  grown.sort((a, b) => b.change!.bytes - a.change!.bytes);
  return grown[0] ?? code[0];
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
  const room = Math.max(0, roomIn(limit));
  const [slow, fast] = trend.range ?? [trend.perSecond / 2, trend.perSecond * 2];
  // Between two collections the heap grows to (1 + GOGC/100) times the live heap, so memory runs
  // out up to that much earlier.
  const factor = 1 + Math.min(context.gogc.percent, 400) / 100;
  return [
    {
      what: "reaches",
      bytes: limit.bytes,
      earliest: Math.round(room / (fast * factor)),
      latest: slow > 0 ? Math.round(room / slow) : null,
      waitsFor: `${limit.source}, if the growth goes on`,
    },
  ];
}
