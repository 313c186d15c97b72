/**
 * Whether the program has set GOGC itself. debug.SetGCPercent leaves no trace outside, but NextGC is
 * computed with it: where the live heap that NextGC tells under the GOGC of the environment cannot be
 * what the heap profile shows, that GOGC is not the one in force.
 */
import { MiB } from "../../../base/units.ts";
import type { MemStats } from "../../../model/mem-stats.ts";
import { mayHaveNewer } from "./early-profile.ts";
import { liveByRhythm } from "./live-by-rhythm.ts";

type Range = readonly [number, number];

/** How far the live heap that NextGC tells may lie from what the profile shows. */
export interface GogcQuestion {
  /** Live heap by NextGC, were GOGC what the environment says. */
  readonly byGoal: Range;
  /** By the heap profile, with its interval; a collection old. */
  readonly byProfile: { readonly bytes: number; readonly range: Range };
  /** At the most the goal that what the profile shows would have had, by that GOGC. */
  readonly goalBefore: number;
  /** At the least where the collection after that starts, by that GOGC; 0 where one may start earlier. */
  readonly startBefore: number;
  /** Garbage that was freed since what the profile shows, as far as that is known. */
  readonly freedSince: Range;
  readonly stats: MemStats;
  /** When the MemStats were read, in Unix seconds. */
  readonly time: number | undefined;
}

/** What is known of a live heap of which goal and profile say different things. */
export interface GogcAnswer {
  readonly range: Range;
  /** "certain": the GOGC that was read is not in force. "doubt": it may be that, or the heap grew. */
  readonly own: "certain" | "doubt";
  /** Which of the two is the likelier. */
  readonly by: "goal" | "profile";
}

/** Where HeapAlloc is of another instant. */
const TOLERANCE = 1.05;
/** Two estimates this near are no contradiction. */
const NEAR_SHARE = 0.1;
const NEAR_BYTES = 4 * MiB;
/** A heap grows so far beyond its goal while it is marked: goroutines that allocate then must help. */
const OVERSHOOT = 1.1;
/** Of the room up to a goal, what is garbage where a program does not just grow. */
const STEADY_SHARE = 0.5;

/** Since a collection so long ago no profile can be newer than the MemStats. */
const SETTLED_SECONDS = 5;

/**
 * @returns undefined where NextGC tells the live heap by the GOGC that was read. A live heap that grew
 *   since the profile, or fell, is no contradiction.
 */
export function doubtGogc(question: GogcQuestion): GogcAnswer | undefined {
  const { byGoal, byProfile, stats } = question;
  const [least, most] = byProfile.range;
  if (byGoal[0] > TOLERANCE * stats.HeapAlloc) return certain([least, byGoal[1]]);
  if (isNear(byGoal, byProfile.range)) return undefined;
  return byGoal[0] > most ? doubtHighGoal(question) : doubtLowGoal(question);
}

/** More would be live than a collection ago: it grew, or a higher GOGC made the goal. */
function doubtHighGoal(question: GogcQuestion): GogcAnswer | undefined {
  const { byGoal, byProfile, goalBefore, freedSince, stats } = question;
  const [least, most] = byProfile.range;
  const isEarly = mayHaveNewer(stats);
  const bound = OVERSHOOT * goalBefore;
  // By the GOGC that was read, the heap was never so large that so much of it could be garbage.
  if (!isEarly && freedSince[0] > bound) return certain([least, byGoal[1]]);
  const rhythm = byRhythm(question);
  const room = stats.NextGC - most;
  if (rhythm === "profile" && freedSince[1] >= STEADY_SHARE * room) return certain(byProfile.range);
  const isSteady = freedSince[0] > STEADY_SHARE * (goalBefore - most);
  const isTooMuch = !isEarly && isSteady && byGoal[0] + freedSince[0] > bound;
  const isGrown = !isEarly && byGoal[0] + freedSince[1] <= bound;
  if (isGrown || (rhythm === "goal" && !isTooMuch)) return undefined;
  const range = [Math.min(least, byGoal[0]), byGoal[1]] as const;
  return { range, own: "doubt", by: isTooMuch ? "profile" : "goal" };
}

/** Less would be live: it fell, or a lower GOGC or a memory limit made the goal. */
function doubtLowGoal(question: GogcQuestion): GogcAnswer | undefined {
  const { byGoal, byProfile, startBefore, freedSince, stats, time } = question;
  // Objects that are no longer allocated were in the profile, but have been freed since.
  if (mayHaveNewer(stats) || byProfile.range[0] > stats.HeapAlloc) return undefined;
  const range = [byGoal[0], Math.min(byProfile.range[1], stats.HeapAlloc)] as const;
  // By the GOGC that was read, the collection would have come later.
  if (byGoal[1] + freedSince[1] < startBefore) return certain(range);
  const rhythm = byRhythm(question);
  if (rhythm !== undefined) return rhythm === "profile" ? certain(byProfile.range) : undefined;
  // It fell: what the profile had and the room up to the goal before were garbage.
  if (startBefore > 0 && byGoal[0] + freedSince[0] >= startBefore) return undefined;
  const isSettled = (time ?? 0) - (stats.LastGC ?? Number.POSITIVE_INFINITY) >= SETTLED_SECONDS;
  if (isSettled) return certain([byGoal[0], stats.HeapAlloc]);
  return { range, own: "doubt", by: "goal" };
}

function certain(range: Range): GogcAnswer {
  return { range, own: "certain", by: "profile" };
}

/** Which of the two both ends of what the rhythm tells are nearer to; undefined where they differ. */
function byRhythm({ byGoal, byProfile, stats, time }: GogcQuestion): GogcAnswer["by"] | undefined {
  const rhythm = liveByRhythm(stats, time);
  if (rhythm === undefined) return undefined;
  const goal = Math.max(1, (byGoal[0] + byGoal[1]) / 2);
  const distance = (a: number, b: number) => Math.abs(Math.log(a / Math.max(1, b)));
  const votes = rhythm.map((bytes) => distance(bytes, byProfile.bytes) < distance(bytes, goal));
  if (votes[0] !== votes[1]) return undefined;
  return votes[0] ? "profile" : "goal";
}

export function isNear(goal: Range, profile: Range): boolean {
  const apart = Math.max(profile[0] - goal[1], goal[0] - profile[1]);
  return apart <= Math.max(NEAR_BYTES, NEAR_SHARE * goal[1]);
}
