/**
 * Whether RSS is worth a look, or worth asking the program for profiles: where it is higher than any look saw.
 * How much higher is a matter of what looks may still cost; where it stays far above all of them, one is
 * due whatever they have cost, as the report is to be of what lasted.
 */
import type { LookBudget } from "./sample-schedule.ts";

export interface Level {
  /** Bytes: now, and the most that any look saw. */
  readonly current: number;
  readonly seen: number;
  /** Milliseconds since RSS peaked, and since it came near that. */
  readonly sincePeak: number;
  readonly held: number;
}

/** So much more where nothing is left to spend: steps grow, so that a look is left for the peak. */
const THRIFT = 0.4;
/** Bytes; less is no step, or a program's start would use up what is there. */
const SMALLEST_STEP = 2 << 20;
/** Where it has stopped growing for so many milliseconds, a little is enough. */
export const SETTLED = 500;
const HIGHER_SETTLED = 1.01;
/** What looks saw is so far below. Each such look is a quarter above the last: even of a program that never stops growing there are few. */
const FAR_BELOW = 0.8;

/**
 * Higher than what was seen by enough for what may still be spent.
 * @param step by which part RSS has to be higher, as long as it grows
 */
export function isHigher(
  { current, seen, sincePeak }: Level,
  step: number,
  budget: LookBudget,
  now: number,
  cost: number,
): boolean {
  if (!budget.allows(now, cost)) return false;
  if (sincePeak >= SETTLED) return current > HIGHER_SETTLED * seen;
  return isStepAbove(seen, current, step, budget.share(now));
}

/** It lasts, and no look was near. */
export function isUnseen({ current, seen, held }: Level): boolean {
  return held >= SETTLED && seen < FAR_BELOW * current && current - seen > SMALLEST_STEP;
}

/** @param share what is left of a budget (0..1) */
function isStepAbove(before: number, now: number, step: number, share: number): boolean {
  return now - before > Math.max(SMALLEST_STEP, before * (step + THRIFT * (1 - share)));
}
