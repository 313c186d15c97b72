/** What is said of what grows, in words: what, how fast, since when, and when the limit is reached. */
import { formatBytes, formatCount } from "../../base/units.ts";
import { elideTypes, shortFunction } from "../../model/function-name.ts";
import type { GrowthTable, Span } from "../../model/page.ts";
import { fileLine } from "../code/tree/frame-label.ts";
import { rangeOfTexts } from "../format.ts";
import { momentText } from "../format-time.ts";
import { type Frame, ownFrame } from "../own-frame.ts";

export function placeText([name, file, line]: Frame): string {
  return `${fileLine(file, line)} (${elideTypes(shortFunction(name))})`;
}

/** The time that rates are given by, one for all that stand beside each other. */
export interface RateUnit {
  readonly minutes: number;
  readonly name: "min" | "h";
}

const SLOW = 64 * 1024;

/** By the hour where nothing is fast, so that the fastest is neither tiny nor huge. */
export function rateUnitOf({ rows, rss }: Pick<GrowthTable, "rows" | "rss">): RateUnit {
  const rates = [...rows.map(({ perMinute }) => perMinute.value), rss?.value ?? 0];
  const isSlow = rates.every((rate) => Math.abs(rate) < SLOW);
  return isSlow ? { minutes: 60, name: "h" } : { minutes: 1, name: "min" };
}

/** "1.50 MiB/min", "340 KiB/h" */
export function rateText(perMinute: number, unit: RateUnit): string {
  return `${formatBytes(perMinute * unit.minutes)}/${unit.name}`;
}

/** "3.50 to 3.90 MiB a minute" */
export function rateRangeText({ low, high }: Span, { minutes, name }: RateUnit): string {
  const bytes = rangeOfTexts(formatBytes(low * minutes), formatBytes(high * minutes));
  return `${bytes} ${name === "h" ? "an hour" : "a minute"}`;
}

export function growthHeadline(table: GrowthTable): string {
  const sure = table.rows.filter(({ isSure, perMinute }) => isSure && perMinute.value > 0);
  const first = sure[0];
  const frame = first === undefined ? undefined : ownFrame(first);
  if (first === undefined || frame === undefined) return nothingText(table);
  const since = first.since === null ? "" : ` since ${momentText(first.since)}`;
  const what = `${placeText(frame)} grows by ${rateText(first.perMinute.value, rateUnitOf(table))}${since}`;
  const others = sure.length - 1;
  const more = others === 0 ? "" : `, and ${formatCount(others)} more`;
  return `${what}${more}.${limitText(table)}`;
}

function nothingText({ stackCount }: GrowthTable): string {
  const which =
    stackCount === 1 ? "the only stack does not hold" : `of ${stacksText(stackCount)} none holds`;
  return `Nothing grows for certain: ${which} more and more.`;
}

function stacksText(count: number): string {
  return `${formatCount(count)} ${count === 1 ? "stack" : "stacks"}`;
}

/** A sentence of its own, with a space before it; "" where there is nothing to fear. */
function limitText({ limit }: GrowthTable): string {
  if (limit === null || limit.reached === null) return "";
  const { earliest, latest } = limit.reached;
  const when =
    latest === null
      ? `from ${momentText(earliest)} on`
      : `between ${momentText(earliest)} and ${momentText(latest)}`;
  return ` If RSS goes on so, it reaches the limit of ${formatBytes(limit.bytes)} ${when}.`;
}

/** What RSS does, and what it may do at most. */
export function growthFacts(table: GrowthTable): string {
  const { rss, limit, times, stackCount } = table;
  const unit = rateUnitOf(table);
  const parts: string[] = [];
  if (rss !== null) {
    parts.push(`RSS changes by ${rateText(rss.value, unit)} (${rateRangeText(rss, unit)}).`);
  }
  parts.push(
    limit === null
      ? "No limit is known."
      : `The limit is ${formatBytes(limit.bytes)} (${limit.source}).`,
  );
  parts.push(`Told from ${formatCount(times.length)} heap profiles and ${stacksText(stackCount)}.`);
  return parts.join(" ");
}
