/**
 * How large the heap was at the least when the last collection was done, if the GOGC that was read made it
 * start: what the one before marked, and most of the way from there to its goal.
 */
import { type GoVersion, isAtLeast } from "../../../model/go-version.ts";
import type { MemStats } from "../../../model/mem-stats.ts";
import { gogcGoal } from "../../heap-model/pacer/goal.ts";
import type { PacerRules } from "../../heap-model/pacer/pacer-rules.ts";
import { FORCED_GC_SECONDS } from "../../heap-model/sysmon-clock.ts";

/** Of the way: 0.7 in Go 1.18 and later, 0.6 before. */
const EARLIEST_START = 0.6;
const NANO = 1e-9;
/** Ends of pauses are not their starts. */
const SLACK_SECONDS = 2;

/**
 * @param marked at the least, by the collection before the last one
 * @returns bytes; 0 where something else may have started it: the program, the timer, or rules of old
 */
export function heapAtLastStart(
  stats: MemStats,
  go: GoVersion | undefined,
  rules: PacerRules,
  marked: number,
  gogc: number,
): number {
  const isOld = go !== undefined && !isAtLeast(go, 10);
  if (isOld || stats.NumForcedGC !== 0 || mayBeTimers(stats)) return 0;
  const goal = gogcGoal(rules, { marked, stackScan: 0, globalsScan: 0 }, gogc);
  return marked + EARLIEST_START * (goal - marked);
}

function mayBeTimers({ PauseEnd, NumGC = 0 }: MemStats): boolean {
  const endOf = (n: number) => PauseEnd?.[(n + 255) % 256] ?? Number.NaN;
  const seconds = (endOf(NumGC) - endOf(NumGC - 1)) * NANO;
  return !(seconds >= 0 && seconds < FORCED_GC_SECONDS - SLACK_SECONDS);
}
