/** What only several looks show, and the last one, of which a report is, does not. */
import { formatBytes, MiB } from "../base/units.ts";
import { findLine } from "../model/ledger.ts";
import type { Moment } from "./verdicts/rule/context.ts";

export function seriesRemarks(moments: readonly Moment[]): string[] {
  return [...frozenRemark(moments), ...swingRemark(moments)];
}

/** Between looks this far apart answering the first one has been counted. */
const APART = 0.5;

function frozenRemark(moments: readonly Moment[]): string[] {
  if (!isFrozen(moments)) return [];
  const looks = moments.length === 2 ? "both looks" : `all ${moments.length} looks`;
  return [
    `The program's own numbers are the same at ${looks}, to the byte, though answering them allocates: they are answered from a copy, whose age is not known. Only what the kernel counts is of now.`,
  ];
}

/** True where a copy answers in the program's place: answering allocates, so that its counters cannot stand still. */
export function isFrozen(moments: readonly Moment[]): boolean {
  const [first, last] = [moments[0]!.snapshot, moments[moments.length - 1]!.snapshot];
  const seconds = (last.time ?? Number.NaN) - (first.time ?? Number.NaN);
  const counts = moments.map(({ snapshot: { memStats } }) => memStats?.TotalAlloc);
  const isSame = counts.every((bytes) => bytes !== undefined && bytes === counts[0]);
  return seconds >= APART && isSame;
}

const NOTABLE = 16 * MiB;
const NOTABLE_SHARE = 0.25;
/** A way that is so much longer than from the least to the most goes up and down. */
const BACK_AND_FORTH = 1.5;

function swingRemark(moments: readonly Moment[]): string[] {
  const rss = moments.flatMap(({ ledger }) => findLine(ledger, "rss")?.bytes ?? []);
  if (rss.length < 3) return [];
  const [least, most, now] = [Math.min(...rss), Math.max(...rss), rss.at(-1)!];
  const swing = most - least;
  const way = rss.slice(1).reduce((sum, bytes, i) => sum + Math.abs(bytes - rss[i]!), 0);
  const isNotable = swing >= Math.max(NOTABLE, NOTABLE_SHARE * now);
  if (!isNotable || way < BACK_AND_FORTH * swing) return [];
  return [
    `RSS went up and down between ${formatBytes(least)} and ${formatBytes(most)} in these ${rss.length} looks. This report is of the last one, at ${formatBytes(now)}.`,
  ];
}
