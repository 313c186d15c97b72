/** The live heap grows from snapshot to snapshot: which lines, how fast, and until when. */
import { formatBytes, formatSeconds } from "../../../base/units.ts";
import type { CodeLine } from "../../../model/report.ts";
import type { Evidence, Forecast } from "../../../model/verdict.ts";
import { causes } from "../../code/service-code.ts";
import type { GrowingLine } from "../../growth/growth-of.ts";
import { timeToReach } from "../../growth/time-to-reach.ts";
import { findLimits } from "../../limits.ts";
import { bytesOf, type VerdictContext } from "../rule/context.ts";
import { describePlace, shareWords } from "../rule/evidence.ts";
import type { VerdictRule } from "../rule/rule.ts";
import { gogcInForce } from "./gogc-in-force.ts";
import { growingLines } from "./growing-lines.ts";
import { bytesInRam, notableInRam, whyNotInRam } from "./in-ram.ts";
import { growthInRam, growthOfLive, type LiveGrowth, rateOfHeapAlloc } from "./live-growth.ts";
import { liveActions, liveEvidence, type UnclaimedLive, unclaimedLive } from "./live-heap.ts";
import { roomForLive } from "./pacer-facts.ts";

export const liveHeapGrowing: VerdictRule = {
  id: "live-heap-growing",
  says: "these lines keep growing, and the limit is reached at …",
  mendable: true,
  judge: (context, claimed) => {
    const live = unclaimedLive(context, claimed);
    const growth = live === undefined ? undefined : growthOfLive(context);
    if (live === undefined || growth === undefined) return undefined;
    return {
      headline: headline(context, growth) + liveInRam(context, live),
      ...bytesInRam(live.bytes, live.resident, live.inRam),
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
  const where = whereItGrows(context, growth);
  const [soonest] = forecast(context, growth);
  const when =
    soonest === undefined
      ? ""
      : `; ${formatBytes(soonest.bytes)} are reached in ${interval(soonest)}`;
  const { perSecond, range, seconds } = growth;
  // What may as well have been one step up is no rate: it is said as what it is.
  if (Math.round(range[0] * 60) === 0) {
    const grown = `${formatBytes(perSecond * seconds)} in ${formatSeconds(seconds)}`;
    return `The live heap grew by ${grown}${where}, and may go on growing${when}.`;
  }
  const rate = `${formatBytes(perSecond * 60)} a minute (${rangeText(growth)})`;
  return `The live heap grows by ${rate}${where}${when}.`;
}

/** Where it grows by what nobody writes, RSS does not grow with it. */
function liveInRam(context: VerdictContext, { bytes, inRam }: UnclaimedLive): string {
  if (inRam === undefined) return "";
  return ` Of its ${formatBytes(bytes)} at most ${formatBytes(inRam.most)} are in RAM: the rest ${whyNotInRam(context)}.`;
}

function rangeText({ range: [low, high] }: LiveGrowth): string {
  return `${formatBytes(low * 60)} to ${formatBytes(high * 60)}`;
}

function interval(forecast: Forecast): string {
  if (forecast.latest === null) return `${formatSeconds(forecast.earliest)} or more`;
  return `${formatSeconds(forecast.earliest)} to ${formatSeconds(forecast.latest)}`;
}

/**
 * The line whose growth is certain and fastest. Where the profiles make none certain, as with few
 * samples or a single profile, the line that holds most, and no more is said of it.
 */
function whereItGrows(context: VerdictContext, growth: LiveGrowth): string {
  const [fastest] = growingLines(context);
  const line = fastest && context.code.find((one) => isSameLine(one, fastest));
  if (fastest !== undefined && line !== undefined) {
    return `, ${shareWords(fastest.perSecond, growth.perSecond)} at ${describePlace(line)}`;
  }
  const [holder] = causes(context.code);
  if (holder === undefined || !holder.resolvable) return "";
  return ` (what holds most is ${describePlace(holder)})`;
}

function isSameLine(one: CodeLine, other: GrowingLine): boolean {
  return one.function === other.function && one.line === other.line;
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

/**
 * When the tightest limit is reached if the growth goes on as it was. A cgroup counts what is in RAM; Go's
 * own limit counts what it has handed out.
 */
function forecast(context: VerdictContext, growth: LiveGrowth): Forecast[] {
  const [limit] = findLimits(context.last, context.go);
  if (limit === undefined) return [];
  const isPartly = limit.kind === "cgroup" && notableInRam(context, "live") !== undefined;
  const trend = isPartly ? growthInRam(context, growth) : growth;
  const arrival = timeToReach(roomForLive(context, limit), trend, 0);
  // What is reached needs no forecast.
  if (arrival === undefined || arrival.latest === 0) return [];
  // Between two collections the heap grows to (1 + GOGC/100) times the live heap, so memory runs
  // out up to that much earlier; to its own limit Go collects in time.
  const factor = limit.kind === "cgroup" ? heapPerLive(context) : 1;
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

/** How far the heap grows beyond the live one; where GOGC may be the program's own, the goal says it. */
function heapPerLive(context: VerdictContext): number {
  const byGogc = 1 + Math.min(context.gogc.percent, 400) / 100;
  const live = bytesOf(context, "live");
  const { known } = gogcInForce(context.moments[context.moments.length - 1]!);
  if (known === "read" || live <= 0 || context.stats === undefined) return byGogc;
  return Math.min(5, Math.max(byGogc, context.stats.NextGC / live));
}
