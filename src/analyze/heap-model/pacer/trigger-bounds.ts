/**
 * Between which heap sizes a collection starts, where nothing says how fast the program allocates
 * while marking goes on: that alone moves the trigger within the version's bounds.
 */
import type { PacerRules } from "./pacer-rules.ts";
import type { PacerSettings, PacerState } from "./pacer-state.ts";
import { triggerOf } from "./trigger.ts";

/** @param goal as read (NextGC from Go 1.8 on), or as goalOf says */
export function triggerBounds(
  rules: PacerRules,
  state: PacerState,
  goal: number,
  settings: PacerSettings,
): readonly [lowest: number, highest: number] {
  const soonest = { ...state, runway: Number.POSITIVE_INFINITY, triggerRatio: 0 };
  const latest = { ...state, runway: 0, triggerRatio: Number.POSITIVE_INFINITY };
  return [triggerOf(rules, soonest, goal, settings), triggerOf(rules, latest, goal, settings)];
}
