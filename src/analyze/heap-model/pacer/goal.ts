/**
 * The heap size at which a collection shall be done, to the byte as the runtime computes it: with
 * whole numbers, rounded down where it divides.
 */
import { memoryLimitGoal } from "./memory-limit-goal.ts";
import type { PacerRules } from "./pacer-rules.ts";
import type { PacerSettings, PacerState } from "./pacer-state.ts";

/**
 * @returns bytes; Infinity with GOGC=off and no limit. In Go 1.4, which has no goal, the size at
 * which the next collection starts.
 */
export function goalOf(rules: PacerRules, state: PacerState, settings: PacerSettings): number {
  const byGogc = gogcGoal(rules, state, settings.gogc);
  const byLimit = memoryLimitGoal(rules, state, settings.memlimit);
  if (byLimit < byGogc) return byLimit;
  return Math.max(byGogc, sweepTrigger(rules, state, settings.gogc));
}

/** M + (M + roots) · GOGC/100, and at least the minimum heap; Infinity with GOGC=off. */
export function gogcGoal(
  rules: PacerRules,
  state: Pick<PacerState, "marked" | "stackScan" | "globalsScan">,
  gogc: number | null,
): number {
  if (gogc === null) return Number.POSITIVE_INFINITY;
  const { marked } = state;
  const roots = rules.roots === "none" ? 0 : state.stackScan + state.globalsScan;
  const goal = marked + Math.floor(((marked + roots) * gogc) / 100);
  return Math.max(goal, minimumHeap(rules, gogc));
}

/** A heap this small is not collected. */
export function minimumHeap(rules: PacerRules, gogc: number): number {
  return Math.floor((rules.minimumHeap * gogc) / 100);
}

/** The sweeper needs some allocation to do its work in; 0 when it is done. */
export function sweepTrigger(
  rules: PacerRules,
  { isSweepDone = true, heapLive }: PacerState,
  gogc: number | null,
): number {
  if (isSweepDone || rules.sweepDistance === 0) return 0;
  const scale = rules.sweepDistanceScales && gogc !== null ? gogc / 100 : 1;
  return heapLive + Math.floor(rules.sweepDistance * scale);
}

/**
 * The goal of a cycle that has just started: late starts push it up a little, as assists are paced
 * by the distance to it. Not where the memory limit made it.
 * @param goal as goalOf says
 */
export function goalAtStart(
  rules: PacerRules,
  goal: number,
  heapLive: number,
  madeByLimit: boolean,
): number {
  return madeByLimit ? goal : Math.max(goal, heapLive + rules.minimumRunway);
}
