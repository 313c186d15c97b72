/**
 * The goal's formula turned round: which live heap leads to a goal that was read.
 *   Go 1.4:        NextGC = M · (1 + g)           (the trigger, reduced while sweeping)
 *   Go 1.8–1.17:   NextGC = M + M·g
 *   Go ≥ 1.18:     NextGC = M + (M + roots)·g     (stacks and globals)
 * Says nothing where the minimum heap or the memory limit made the goal, nor in Go 1.5 to 1.7,
 * where NextGC is the trigger of a controller: `goalTellsMarked` says which.
 */
import { minimumHeap } from "./goal.ts";
import type { PacerRules } from "./pacer-rules.ts";

/** @param roots stacks and globals that count, by the version's rule; ignored where none do */
export function markedFromGoal(
  rules: PacerRules,
  goal: number,
  roots: number,
  gogc: number,
): number {
  const growth = gogc / 100;
  const counted = rules.roots === "none" ? 0 : roots;
  return (goal - counted * growth) / (1 + growth);
}

/** This near to the minimum heap, the minimum may have made the goal. */
const ABOVE_MINIMUM = 1.01;

/** False where the goal does not follow from the live heap, the memory limit's goal apart. */
export function goalTellsMarked(rules: PacerRules, goal: number, gogc: number): boolean {
  const isController = rules.trigger === "ratio" && rules.nextGc === "trigger";
  if (isController || !Number.isFinite(goal) || gogc <= 0) return false;
  return goal > ABOVE_MINIMUM * minimumHeap(rules, gogc);
}
