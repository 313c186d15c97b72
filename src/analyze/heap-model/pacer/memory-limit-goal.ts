/**
 * The heap goal that keeps the program below GOMEMLIMIT (Go ≥ 1.19): what the limit leaves when all
 * that is no object is taken off, less a headroom, and never below the live heap.
 */
import type { PacerRules } from "./pacer-rules.ts";
import type { PacerState } from "./pacer-state.ts";

/** Bytes; Infinity where the version has no limit or none is set. */
export function memoryLimitGoal(
  rules: PacerRules,
  state: Pick<PacerState, "marked" | "nonHeap" | "mappedReady">,
  limit: number | null,
): number {
  if (rules.memoryLimit === null || limit === null) return Number.POSITIVE_INFINITY;
  const { headroomPercent, minimumHeadroom } = rules.memoryLimit;
  const overage = Math.max(0, state.mappedReady - limit);
  const left = limit - (state.nonHeap + overage);
  if (left <= 0) return state.marked;
  const headroom = Math.max(Math.floor(left / 100) * headroomPercent, minimumHeadroom);
  const goal = left < 2 * headroom ? headroom : left - headroom;
  return Math.max(goal, state.marked);
}
