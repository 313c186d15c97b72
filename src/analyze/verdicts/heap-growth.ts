/**
 * What the heap in use grew by between the first and the last snapshot, where too few collections
 * ran to tell growth from garbage. It may be a leak, or the heap on its way to the next collection.
 */
import { formatBytes, formatSeconds, MiB } from "../../base/units.ts";
import { findLine } from "../../model/ledger.ts";
import type { Verdict } from "../../model/verdict.ts";
import { costOfAsking } from "../cost-of-asking.ts";
import type { Moment } from "./context.ts";

export interface HeapGrowth {
  /** HeapAlloc, without what answering Resident may have added. */
  readonly bytes: number;
  readonly seconds: number;
  /** Between the two snapshots; undefined where not known. */
  readonly collections: number | undefined;
}

/**
 * Collections from which on the live heap's own steps tell whether it grows. It moves in steps, one a
 * collection, and one step is no growth: what was allocated between two may be garbage at the next.
 */
export const FEWEST_COLLECTIONS = 3;
/** Less than both is no growth to speak of. */
const SMALLEST = 8 * MiB;
const SMALLEST_SHARE = 0.1;

/** @returns undefined where the heap did not grow notably, or enough collections ran to judge it */
export function untoldGrowth(moments: readonly Moment[]): HeapGrowth | undefined {
  const [first, last] = [moments[0]!.snapshot, moments[moments.length - 1]!.snapshot];
  const [before, after] = [first.memStats, last.memStats];
  if (before === undefined || after === undefined) return undefined;
  const seconds = (last.time ?? Number.NaN) - (first.time ?? Number.NaN);
  const collections =
    before.NumGC === undefined || after.NumGC === undefined
      ? undefined
      : after.NumGC - before.NumGC;
  const own = moments.slice(0, -1).reduce((sum, { snapshot }) => sum + costOfAsking(snapshot), 0);
  const bytes = after.HeapAlloc - before.HeapAlloc - own;
  const least = Math.max(SMALLEST, SMALLEST_SHARE * before.HeapAlloc);
  if (!(seconds > 0) || bytes < least || (collections ?? 0) >= FEWEST_COLLECTIONS) return undefined;
  return { bytes, seconds, collections };
}

/** For the end of a headline; empty where there is nothing to say. */
export function growthSentence({ moments }: { readonly moments: readonly Moment[] }): string {
  const growth = untoldGrowth(moments);
  if (growth === undefined) return "";
  return ` The heap in use grew by ${formatBytes(growth.bytes)} in ${formatSeconds(growth.seconds)}${collectionsText(growth)}: how much of that is live only a collection tells.`;
}

/** The same where no verdict says it; where no MemStats were read, what the kernel counts. */
export function growthRemark(moments: readonly Moment[], verdicts: readonly Verdict[]): string[] {
  if (moments.length < 2) return [];
  if (moments[moments.length - 1]!.snapshot.memStats === undefined) return residentGrowth(moments);
  const isSaid = verdicts.some(({ id }) => id === "live-heap" || id === "live-heap-growing");
  const sentence = growthSentence({ moments }).trim();
  return isSaid || sentence === "" ? [] : [sentence];
}

function residentGrowth(moments: readonly Moment[]): string[] {
  const [first, last] = [moments[0]!, moments[moments.length - 1]!];
  const seconds = (last.snapshot.time ?? Number.NaN) - (first.snapshot.time ?? Number.NaN);
  const before = findLine(first.ledger, "rss")?.bytes ?? Number.NaN;
  const bytes = (findLine(last.ledger, "rss")?.bytes ?? Number.NaN) - before;
  if (!(seconds > 0) || !(bytes >= Math.max(SMALLEST, SMALLEST_SHARE * before))) return [];
  return [
    `RSS grew by ${formatBytes(bytes)} in ${formatSeconds(seconds)}. Without MemStats nothing tells how much of that is live.`,
  ];
}

function collectionsText({ collections }: HeapGrowth): string {
  if (collections === undefined) return "";
  if (collections === 0) return ", without a collection";
  return collections === 1 ? ", with one collection" : `, with ${collections} collections`;
}
