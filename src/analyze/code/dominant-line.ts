/**
 * The one line of code that allocated most of what a heap profile counts, if there is one: for
 * memory that is no longer there, where no line holds anything. Counters go back to the start of
 * the process, so this names who allocated most since then, or since an earlier profile, which need
 * not be who made the last peak: whoever says so has to say since when.
 */
import type { GoVersion } from "../../model/go-version.ts";
import type { Profile } from "../../model/profile.ts";
import type { CodeLine } from "../../model/report.ts";
import { hasPopulation } from "../sampling/recover-samples.ts";
import { type SampleMoments, subtractMoments } from "../sampling/sample-moments.ts";
import { SharedPlaces } from "./shared-places.ts";

/** All that was allocated, or what of it is freed again. */
export type Counter = "alloc" | "freed";

/** Less than this of all, and others together may have been more. */
const MOST = 0.5;

export interface DominantLine extends CodeLine {
  /** Of all bytes counted, 0 to 1. */
  readonly share: number;
}

/**
 * @param before an earlier profile of the same process: only what was counted since then
 * @returns nothing where even the lower bound of the largest line is not most of it, or where the
 *   profiles don't tell
 */
export function dominantLine(
  after: Profile,
  before: Profile | undefined,
  go: GoVersion | undefined,
  counter: Counter,
): DominantLine | undefined {
  const profiles = before === undefined ? [after] : [before, after];
  if (!canCompare(profiles, counter)) return undefined;
  const shared = new SharedPlaces(profiles, go, "lines");
  const last = profiles.length - 1;
  const sums = shared.sums(last, counter);
  const counted = last === 0 ? sums : subtractMoments(sums, shared.sums(0, counter));
  const row = largestRow(counted, shared.totalRow);
  if (row < 0 || wentBack(counted)) return undefined;
  const estimate = shared.estimator(last).estimate(counted, row);
  const total = counted.bytes[shared.totalRow];
  if (!estimate.resolvable || estimate.bytesRange[0] < MOST * total) return undefined;
  const callers = shared.callers(last, "alloc", row);
  return {
    ...shared.places[row],
    ...estimate,
    callers,
    share: Math.min(1, estimate.bytes / total),
  };
}

/** A change of MemProfileRate changes what a sample stands for. */
function canCompare(profiles: readonly Profile[], counter: Counter): boolean {
  return profiles.every(
    (profile) => hasPopulation(profile, counter) && profile.period === profiles[0].period,
  );
}

function largestRow({ bytes }: SampleMoments, rows: number): number {
  let largest = -1;
  for (let row = 0; row < rows; row++) {
    if (bytes[row] > (largest < 0 ? 0 : bytes[largest])) largest = row;
  }
  return largest;
}

/** Counters of one process never do. */
function wentBack({ samples }: SampleMoments): boolean {
  return samples.some((count) => count < 0);
}
