/** The heap size at which a collection starts, so that it can be done at the goal. */
import { gogcGoal, minimumHeap, sweepTrigger } from "./goal.ts";
import { memoryLimitGoal } from "./memory-limit-goal.ts";
import type { PacerRules } from "./pacer-rules.ts";
import type { PacerSettings, PacerState } from "./pacer-state.ts";

/** The controller's share before it has seen a collection. */
const FIRST_RATIO = 7 / 8;

/**
 * @param goal as goalOf says
 * @returns bytes; Infinity where the goal is
 */
export function triggerOf(
  rules: PacerRules,
  state: PacerState,
  goal: number,
  settings: PacerSettings,
): number {
  if (rules.trigger === "at-goal" || !Number.isFinite(goal)) return goal;
  if (rules.trigger === "ratio") return ratioTrigger(rules, state, settings.gogc);
  return runwayTrigger(rules, state, goal, settings);
}

/** Go 1.5 to 1.17: a share of what was marked (up to 1.7, of what was reachable at the start). */
function ratioTrigger(rules: PacerRules, state: PacerState, gogc: number | null): number {
  if (gogc === null) return Number.POSITIVE_INFINITY;
  const base = rules.nextGc === "trigger" ? (state.reachable ?? state.marked) : state.marked;
  const growth = gogc / 100;
  const ratio = within(
    state.triggerRatio ?? FIRST_RATIO,
    rules.lowestTrigger * growth,
    rules.highestTrigger * growth,
  );
  const trigger = Math.floor(base * (1 + ratio));
  return Math.max(trigger, minimumHeap(rules, gogc), sweepTrigger(rules, state, gogc));
}

/** Go ≥ 1.18: the runway before the goal, within bounds. */
function runwayTrigger(
  rules: PacerRules,
  state: PacerState,
  goal: number,
  settings: PacerSettings,
): number {
  const { marked, runway = 0 } = state;
  if (marked >= goal) return goal;
  const lowest = Math.max(
    marked + share(goal - marked, rules.lowestTrigger),
    isLimitGoal(rules, state, settings) ? 0 : sweepTrigger(rules, state, settings.gogc),
  );
  const highest = Math.max(
    marked + share(goal - marked, rules.highestTrigger),
    goal - nearest(rules, settings.gogc),
  );
  return within(goal - runway, lowest, Math.max(lowest, highest));
}

/** In 64ths, as the runtime counts them from Go 1.19 on; 1.18 multiplies. */
function share(distance: number, part: number): number {
  const in64ths = part * 64;
  if (!Number.isInteger(in64ths)) return Math.floor(part * distance);
  return Math.floor(distance / 64) * in64ths;
}

function nearest(rules: PacerRules, gogc: number | null): number {
  if (rules.nearestTrigger === "none") return Number.POSITIVE_INFINITY;
  const scales = rules.nearestTrigger === "scaled minimum" && gogc !== null;
  return scales ? minimumHeap(rules, gogc) : rules.minimumHeap;
}

/** True where the memory limit, not GOGC, makes the goal. */
export function isLimitGoal(
  rules: PacerRules,
  state: PacerState,
  { gogc, memlimit }: PacerSettings,
): boolean {
  return memoryLimitGoal(rules, state, memlimit) < gogcGoal(rules, state, gogc);
}

function within(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}
