/** How much memory outside Go has grown by over the looks, and when it reaches a cgroup's limit. */
import { formatBytes, formatSeconds, MiB } from "../../../base/units.ts";
import type { Forecast } from "../../../model/verdict.ts";
import { type Slope, slope } from "../../growth/slope.ts";
import { timeToReach } from "../../growth/time-to-reach.ts";
import { findLimits, roomIn } from "../../limits.ts";
import type { VerdictContext } from "../rule/context.ts";
import { seriesOf } from "../rule/context.ts";

export interface OutsideGrowth {
  /** What it has at the last look more than at the first. */
  readonly bytes: number;
  /** The same of RSS. */
  readonly rss: number;
  readonly trend: Slope;
}

/** Less than both is no growth to speak of. */
const SMALLEST = 8 * MiB;
const SMALLEST_SHARE = 0.05;

/** @returns undefined with one look, or where it did not grow for certain */
export function growthOutside(context: VerdictContext): OutsideGrowth | undefined {
  const readings = seriesOf(context, "outside-go");
  const bytes = grown(readings);
  const least = Math.max(SMALLEST, SMALLEST_SHARE * (readings[0]?.value ?? 0));
  const trend = slope(readings);
  if (trend === undefined || bytes < least || (trend.range?.[0] ?? trend.perSecond) <= 0) {
    return undefined;
  }
  return { bytes, rss: grown(seriesOf(context, "rss")), trend };
}

function grown(readings: readonly { readonly value: number }[]): number {
  const [first, last] = [readings.at(0), readings.at(-1)];
  return first === undefined || last === undefined ? 0 : last.value - first.value;
}

/** " It grew by 97.7 MiB in 20 s, nearly all that RSS grew by." */
export function outsideGrowthText({ bytes, rss, trend }: OutsideGrowth): string {
  const share = rss <= 0 ? 0 : bytes / rss;
  const words =
    share > 0.9 ? ", nearly all that RSS grew by" : share > 0.5 ? ", most of what RSS grew by" : "";
  return ` It grew by ${formatBytes(bytes)} in ${formatSeconds(trend.seconds)}${words}.`;
}

/** Only a cgroup's limit counts what is outside Go. */
export function outsideForecast(
  { last, go }: VerdictContext,
  { trend }: OutsideGrowth,
): Forecast[] {
  const limit = findLimits(last, go).find(({ kind }) => kind === "cgroup");
  const arrival = limit && timeToReach(roomIn(limit), trend, 0);
  if (limit === undefined || arrival === undefined) return [];
  return [
    {
      what: "reaches",
      bytes: limit.bytes,
      earliest: Math.round(arrival.earliest),
      latest: arrival.latest === null ? null : Math.round(arrival.latest),
      waitsFor: `${limit.source}, if the growth goes on`,
    },
  ];
}
