/** What is said of what grows, in words: what, how fast, since when, and when the limit is reached. */
import { formatBytes, formatCount } from "../../base/units.ts";
import { elideTypes, shortFunction } from "../../model/function-name.ts";
import type { GrowthRow, GrowthTable, Span } from "../../model/page.ts";
import { fileLine } from "../code/tree/frame-label.ts";
import { rangeOfTexts } from "../format.ts";
import { momentText, spanText } from "../format-time.ts";
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
  const what = `${placeText(frame)} ${growsText(first, table)}`;
  const others = sure.length - 1;
  const more = others === 0 ? "" : `, and ${formatCount(others)} more`;
  const before = table.endedAt === null ? "" : "Before the restart ";
  return `${before}${what}${more}.${limitText(table)}`;
}

/** "grows by 4.00 MiB/min since 14:03:20", "grew by 4.00 MiB/min from 14:03:20 to 14:18:20" */
function growsText({ perMinute, since }: GrowthRow, table: GrowthTable): string {
  const rate = rateText(perMinute.value, rateUnitOf(table));
  if (table.endedAt === null) {
    return `grows by ${rate}${since === null ? "" : ` since ${momentText(since)}`}`;
  }
  const when =
    since === null
      ? `until ${momentText(table.endedAt)}`
      : `from ${spanText(since, table.endedAt)}`;
  return `grew by ${rate} ${when}`;
}

function nothingText({ stackCount, endedAt }: GrowthTable): string {
  const isOne = stackCount === 1;
  if (endedAt !== null) {
    const which = isOne ? "the only stack did not hold" : `of ${stacksText(stackCount)} none held`;
    return `Before the restart nothing grew for certain: ${which} more and more.`;
  }
  const which = isOne ? "the only stack does not hold" : `of ${stacksText(stackCount)} none holds`;
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
  const { rss, limit, times, stackCount, endedAt } = table;
  const unit = rateUnitOf(table);
  const parts: string[] = [];
  if (endedAt !== null) {
    parts.push(
      "Of the process that was started since then there are too few heap profiles to tell.",
    );
  }
  if (rss !== null) {
    parts.push(
      `RSS ${endedAt === null ? "changes" : "changed"} by ${rateText(rss.value, unit)} (${rateRangeText(rss, unit)}).`,
    );
  }
  parts.push(
    limit === null
      ? "No limit is known."
      : `The limit is ${formatBytes(limit.bytes)} (${limit.source}).`,
  );
  parts.push(`Told from ${formatCount(times.length)} heap profiles and ${stacksText(stackCount)}.`);
  return parts.join(" ");
}
