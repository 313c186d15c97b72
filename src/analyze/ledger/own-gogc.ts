/**
 * Whether the program has set GOGC itself. debug.SetGCPercent leaves no trace outside, but NextGC is
 * computed with it: where the live heap that NextGC tells under the GOGC of the environment cannot be
 * what the heap profile shows, that GOGC is not the one in force.
 */
import { MiB } from "../../base/units.ts";
import type { MemStats } from "../../model/mem-stats.ts";
import { liveByRhythm } from "./live-by-rhythm.ts";

type Range = readonly [number, number];

/** How far the live heap that NextGC tells may lie from what the profile shows. */
export interface GogcQuestion {
  /** Live heap by NextGC, were GOGC what the environment says. */
  readonly byGoal: Range;
  /** By the heap profile, with its interval; one or two collections old. */
  readonly byProfile: { readonly bytes: number; readonly range: Range };
  readonly stats: MemStats;
  /** When the MemStats were read, in Unix seconds. */
  readonly time: number | undefined;
  readonly gogc: number;
}

/** Where HeapAlloc is of another instant. */
const TOLERANCE = 1.05;
/** Two estimates this near are no contradiction. */
const NEAR_SHARE = 0.1;
const NEAR_BYTES = 4 * MiB;

/** Since a collection so long ago no profile can be newer than the MemStats. */
const SETTLED_SECONDS = 5;

/**
 * Between which bounds the live heap lies if the program has set GOGC itself; undefined where the GOGC
 * that was read can be in force. A live heap that grew since the profile, or fell, is no contradiction.
 */
export function liveUnderOwnGogc(question: GogcQuestion): Range | undefined {
  const { byGoal, byProfile, stats, gogc, time } = question;
  const [least, most] = byProfile.range;
  // Two collections lie between at most, and in each the live heap can grow to the goal before.
  const outgrown = byGoal[0] > most * (1 + gogc / 100) ** 2;
  if (outgrown || byGoal[0] > TOLERANCE * stats.HeapAlloc) return [least, byGoal[1]];
  if (isNear(byGoal, byProfile.range)) return undefined;
  const isMore = byGoal[0] > most;
  // Objects that are no longer allocated were in the profile, but have been freed since.
  if (!isMore && least > stats.HeapAlloc) return undefined;
  const rhythm = liveByRhythm(stats, time);
  if (rhythm !== undefined) return speaksForProfile(rhythm, question) ? byProfile.range : undefined;
  const isSettled = (time ?? 0) - (stats.LastGC ?? Number.POSITIVE_INFINITY) >= SETTLED_SECONDS;
  return !isMore && isSettled ? [byGoal[0], stats.HeapAlloc] : undefined;
}

/** Both ends of what the rhythm tells must be nearer to the profile than to the goal. */
function speaksForProfile(rhythm: Range, { byGoal, byProfile }: GogcQuestion): boolean {
  const goal = Math.max(1, (byGoal[0] + byGoal[1]) / 2);
  const distance = (a: number, b: number) => Math.abs(Math.log(a / Math.max(1, b)));
  return rhythm.every((bytes) => distance(bytes, byProfile.bytes) < distance(bytes, goal));
}

export function isNear(goal: Range, profile: Range): boolean {
  const apart = Math.max(profile[0] - goal[1], goal[0] - profile[1]);
  return apart <= Math.max(NEAR_BYTES, NEAR_SHARE * goal[1]);
}
