/**
 * What grows, the steepest first, for the page: of a recording's profiles and of a recorder's levels
 * alike. And when the limit is reached, if RSS goes on as it did.
 */
import type { GrowthTable, Span } from "../../model/page.ts";
import { isAsking } from "../code/service-code.ts";
import { batchMeans } from "../growth/batch-means.ts";
import { growingStacks, type LevelSeries } from "../growth/sampled-levels.ts";
import { type Reading, slope } from "../growth/slope.ts";
import { timeToReach } from "../growth/time-to-reach.ts";
import type { Interval } from "../sampling/count-interval.ts";

/** More than anyone reads. */
const ROWS = 100;
/** Stacks that answer requests for profiles: they are asked for, so they are no growth of the program's. */
const ASKING_ROWS = 30;
/** A line fits any two points. */
export const FEWEST_LEVELS = 3;
/** Levels that tell a growth; of more as many are taken. */
export const MOST_LEVELS = 60;

export interface GrowthInput {
  readonly series: LevelSeries;
  /** Of a row of the series, innermost first. */
  framesOf(stack: number): GrowthTable["rows"][number]["frames"];
  /** RSS, oldest first. */
  readonly rss: readonly Reading[];
  readonly limit: GrowthLimit | null;
}

export interface GrowthLimit {
  readonly bytes: number;
  readonly source: string;
  /** Bytes that are left until then, at the last reading of RSS. */
  readonly room: number;
}

/** null with fewer than three profiles at different times. */
export function growthTable({ series, framesOf, rss, limit }: GrowthInput): GrowthTable | null {
  const times = series.levels.map(({ time }) => time);
  if (times.length < FEWEST_LEVELS || times.at(-1)! <= times[0]!) return null;
  const { stackCount, steepest } = growingStacks(series, ROWS + ASKING_ROWS);
  const rows = steepest
    .map((growth) => ({ ...growth, frames: framesOf(growth.stack) }))
    .filter(({ frames }) => !frames.some(([name]) => isAsking({ function: name })))
    .slice(0, ROWS);
  const trend = slope(batchMeans(rss));
  return {
    times,
    endedAt: null,
    stackCount,
    rows: rows.map(({ frames, bytes, perSecond, range, isSure, since }) => ({
      frames,
      bytes,
      perMinute: perMinute(perSecond, range),
      isSure,
      since,
    })),
    limit: limit === null ? null : { ...withoutRoom(limit), reached: reachedBy(rss, limit) },
    rss: trend?.range === undefined ? null : perMinute(trend.perSecond, trend.range),
  };
}

function withoutRoom({ bytes, source }: GrowthLimit): { bytes: number; source: string } {
  return { bytes, source };
}

function perMinute(perSecond: number, [low, high]: Interval): Span {
  return { value: perSecond * 60, low: low * 60, high: high * 60 };
}

/** Only where RSS grows for certain: what may not grow is not said to reach anything. */
function reachedBy(
  rss: readonly Reading[],
  { room }: GrowthLimit,
): { readonly earliest: number; readonly latest: number | null } | null {
  const trend = slope(batchMeans(rss));
  if (trend?.range === undefined || trend.range[0] <= 0) return null;
  const arrival = timeToReach(room, trend, 0);
  if (arrival === undefined) return null;
  const { t } = rss.at(-1)!;
  return {
    earliest: t + arrival.earliest,
    latest: arrival.latest === null ? null : t + arrival.latest,
  };
}
