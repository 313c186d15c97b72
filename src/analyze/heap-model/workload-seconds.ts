/** How long a workload takes by the virtual clock, and how often its table looks. */
import type { WorkloadStep } from "../../model/workload.ts";

/** Seconds that a table is cut into, the first that gives few enough rows. */
const NICE_SECONDS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1800, 3600, 21_600, 86_400];
const ROWS = 12;

export function workloadSeconds(steps: readonly WorkloadStep[]): number {
  return steps.reduce((sum, step) => sum + secondsOf(step), 0);
}

export function everyFor(steps: readonly WorkloadStep[]): number {
  const seconds = workloadSeconds(steps);
  return NICE_SECONDS.find((every) => seconds / every <= ROWS) ?? seconds / ROWS;
}

function secondsOf(step: WorkloadStep): number {
  if (step.kind === "repeat") return step.times * workloadSeconds(step.steps);
  if (step.kind === "wait") return step.seconds;
  return step.kind === "allocate" ? step.over : 0;
}
