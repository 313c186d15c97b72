/**
 * The memory limit's goal turned round: which GOMEMLIMIT lets the heap grow to a goal. What is no
 * heap is taken to stay as it is.
 */
import type { PacerRules } from "./pacer-rules.ts";

/** @returns bytes; undefined where the version has no limit */
export function limitForGoal(rules: PacerRules, nonHeap: number, goal: number): number | undefined {
  if (rules.memoryLimit === null) return undefined;
  const { headroomPercent, minimumHeadroom } = rules.memoryLimit;
  const left = Math.max(goal / (1 - headroomPercent / 100), goal + minimumHeadroom);
  return Math.ceil(nonHeap + left);
}
