/** The live heap grows from snapshot to snapshot: which lines, how fast, and until when. */
import { formatBytes, formatSeconds } from "../../base/units.ts";
import type { CodeLine } from "../../model/report.ts";
import type { Evidence, Forecast } from "../../model/verdict.ts";
import { growthOf, type TimedProfile } from "../growth/growth-of.ts";
import { timeToReach } from "../growth/time-to-reach.ts";
import { findLimits, roomIn } from "../limits.ts";
import type { VerdictContext } from "./context.ts";
import { describePlace } from "./evidence.ts";
import { growthOfLive, type LiveGrowth, rateOfHeapAlloc } from "./live-growth.ts";
import { liveActions, liveEvidence, unclaimedLive } from "./live-heap.ts";
import type { VerdictRule } from "./rule.ts";
import { causes, isAsking, isUpkeep } from "./service-code.ts";

export const liveHeapGrowing: VerdictRule = {
  id: "live-heap-growing",
  says: "these lines keep growing, and the limit is reached at …",
  mendable: true,
  judge: (context, claimed) => {
    const live = unclaimedLive(context, claimed);
    const growth = live === undefined ? undefined : growthOfLive(context);
    if (live === undefined || growth === undefined) return undefined;
    return {
      headline: headline(context, growth),
      bytes: live.bytes,
      owns: live.owns,
      resident: live.resident,
      grows: true,
      evidence: [...rateEvidence(context, growth), ...liveEvidence(context)],
      actions: liveActions(context),
      confidence: growth.confidence,
      forecast: forecast(context, growth),
    };
  },
};

function headline(context: VerdictContext, growth: LiveGrowth): string {
  const rate = `${formatBytes(growth.perSecond * 60)} a minute (${rangeText(growth)})`;
  const line = fastestLine(context);
  const where = line === undefined ? "" : `, most of it at ${describePlace(line)}`;
  const [soonest] = forecast(context, growth);
  const when =
    soonest === undefined
      ? ""
      : `; ${formatBytes(soonest.bytes)} are reached in ${interval(soonest)}`;
  return `The live heap grows by ${rate}${where}${when}.`;
}

function rangeText({ range: [low, high] }: LiveGrowth): string {
  return `${formatBytes(low * 60)} to ${formatBytes(high * 60)}`;
}

function interval(forecast: Forecast): string {
  if (forecast.latest === null) return `${formatSeconds(forecast.earliest)} or more`;
  return `${formatSeconds(forecast.earliest)} to ${formatSeconds(forecast.latest)}`;
}

/** The line whose growth is certain and fastest; without one the line that holds most. */
function fastestLine(context: VerdictContext): CodeLine | undefined {
  const growing = growthOf(timedProfiles(context), context.go, { granularity: "lines" });
  const fastest = growing.find((line) => !isUpkeep(line) && !isAsking(line));
  const same = (line: CodeLine) =>
    fastest !== undefined && line.function === fastest.function && line.line === fastest.line;
  return context.code.find(same) ?? causes(context.code)[0];
}

function timedProfiles(context: VerdictContext): TimedProfile[] {
  return context.recording.snapshots.flatMap(({ time, heap }) =>
    time === undefined || heap === undefined ? [] : [{ t: time, profile: heap }],
  );
}

function rateEvidence(context: VerdictContext, growth: LiveGrowth): Evidence[] {
  const rate = {
    what: "growth of the live heap",
    value: `${rangeText(growth)} a minute`,
    source: growth.from,
  };
  const inUse = rateOfHeapAlloc(context);
  if (inUse === undefined || inUse <= 0) return [rate];
  const value = `${formatBytes(inUse * 60)} a minute`;
  return [rate, { what: "growth of the heap in use, live or garbage", value, source: "HeapAlloc" }];
}

/** When the tightest limit is reached if the growth goes on as it was. */
function forecast(context: VerdictContext, trend: LiveGrowth): Forecast[] {
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
