/**
 * What grew between the first and the last snapshot and is no growth that can be told yet. The heap in use,
 * where too few collections ran to tell growth from garbage: it may be a leak, or the heap on its way to the
 * next collection. The live heap, where enough ran and it went up and down: it may be a leak below what
 * comes and goes.
 */
import { formatBytes, formatSeconds, MiB } from "../../../base/units.ts";
import { findLine } from "../../../model/ledger.ts";
import type { Verdict } from "../../../model/verdict.ts";
import { costOfAsking, markedByAsking } from "../../cost-of-asking.ts";
import type { Moment } from "../rule/context.ts";

export interface HeapGrowth {
  readonly of: "heap in use" | "live heap";
  /** Without what answering Resident may have added. */
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
/** Slower than this, in bytes a second, is not told from what comes and goes in a minute or two. */
export const SLOWEST = MiB / 60;
/** So much has come to stay before a slow leak is spoken of. */
const LEAST_OF_A_SLOW_LEAK = 2 * MiB;

/** What is told of looks that span so many seconds: a leak of 10 MiB an hour is one, but takes its time to show. */
export function slowestOver(seconds: number): number {
  return Math.min(SLOWEST, LEAST_OF_A_SLOW_LEAK / seconds);
}
/** Less than both is no growth to speak of. */
const SMALLEST = 8 * MiB;
const SMALLEST_SHARE = 0.1;

/**
 * For where no finding tells of growth.
 * @returns undefined where the heap did not grow notably
 */
export function untoldGrowth(moments: readonly Moment[]): HeapGrowth | undefined {
  const growth = growthInUse(moments);
  if (growth === undefined) return undefined;
  const { seconds, collections, before } = growth;
  if ((collections ?? 0) >= FEWEST_COLLECTIONS)
    return unsteadyGrowth(moments, seconds, collections);
  return isNotable(growth.bytes, before) ? growth : undefined;
}

/**
 * The same however little it is, from the slowest leak on that longer looks would tell: so few
 * collections do not rule it out.
 */
export function openGrowth(moments: readonly Moment[]): HeapGrowth | undefined {
  const untold = untoldGrowth(moments);
  const growth = growthInUse(moments);
  if (untold !== undefined || growth === undefined) return untold;
  const { bytes, seconds, collections = 0 } = growth;
  const isOpen = collections < FEWEST_COLLECTIONS && bytes >= slowestOver(seconds) * seconds;
  return isOpen ? growth : undefined;
}

/** @returns undefined where not both have what tells it */
function growthInUse(
  moments: readonly Moment[],
): (HeapGrowth & { readonly before: number }) | undefined {
  const [first, last] = [moments[0]!.snapshot, moments[moments.length - 1]!.snapshot];
  const [before, after] = [first.memStats, last.memStats];
  if (before === undefined || after === undefined) return undefined;
  const seconds = (last.time ?? Number.NaN) - (first.time ?? Number.NaN);
  if (!(seconds > 0)) return undefined;
  const collections =
    before.NumGC === undefined || after.NumGC === undefined
      ? undefined
      : after.NumGC - before.NumGC;
  const own = moments.slice(0, -1).reduce((sum, { snapshot }) => sum + costOfAsking(snapshot), 0);
  const bytes = after.HeapAlloc - before.HeapAlloc - own;
  return { of: "heap in use", bytes, seconds, collections, before: before.HeapAlloc };
}

function isNotable(bytes: number, before: number): boolean {
  return bytes >= Math.max(SMALLEST, SMALLEST_SHARE * before);
}

/** From collection to collection, where live-heap-growing could not say that it goes on. */
function unsteadyGrowth(
  moments: readonly Moment[],
  seconds: number,
  collections: number | undefined,
): HeapGrowth | undefined {
  const [first, last] = [moments[0]!, moments[moments.length - 1]!];
  const before = findLine(first.ledger, "live")?.bytes ?? Number.NaN;
  const now = findLine(last.ledger, "live")?.bytes ?? Number.NaN;
  const bytes = now - before - markedByAsking(moments.map(({ snapshot }) => snapshot));
  const isFast = bytes / seconds >= SLOWEST;
  if (first.snapshot.memStats?.NumGC === 0 || !isFast || !isNotable(bytes, before))
    return undefined;
  return { of: "live heap", bytes, seconds, collections };
}

/** For the end of a headline; empty where there is nothing to say. */
export function growthSentence({ moments }: { readonly moments: readonly Moment[] }): string {
  const growth = untoldGrowth(moments);
  if (growth === undefined) return "";
  if (growth.of === "live heap") {
    return ` It grew by ${formatBytes(growth.bytes)} in ${formatSeconds(growth.seconds)}, but went up and down: more looks tell whether it goes on.`;
  }
  return ` The heap in use grew by ${formatBytes(growth.bytes)} in ${formatSeconds(growth.seconds)}${collectionsText(growth)}: how much of that is live only a collection tells.`;
}

/** The same where no verdict says it; where no MemStats were read, what the kernel counts. */
export function growthRemark(moments: readonly Moment[], verdicts: readonly Verdict[]): string[] {
  if (moments.length < 2) return [];
  if (moments[moments.length - 1]!.snapshot.memStats === undefined) return residentGrowth(moments);
  const isSaid = verdicts.some(({ id }) => id === "live-heap" || id === "live-heap-growing");
  const sentence = growthSentence({ moments }).trim();
  if (isSaid || sentence === "") return [];
  const isUnsteady = untoldGrowth(moments)?.of === "live heap";
  if (isUnsteady && verdicts.some(tellsGrowth)) return [];
  return [isUnsteady ? sentence.replace("It grew", "The live heap grew") : sentence];
}

/** True of a finding that says that the live heap grows; what goroutines that pile up hold is told with them. */
export function tellsGrowth({ id, owns }: Verdict): boolean {
  return id === "live-heap-growing" || (id === "goroutine-leak" && owns.includes("live"));
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
