/**
 * A goal this near to the live heap leaves no room: after every small allocation it collects again.
 */
export const TIGHT_GOAL = 1.1;

/** @param marked live bytes */
export function isTightGoal(goal: number, marked: number): boolean {
  return goal <= TIGHT_GOAL * marked;
}
