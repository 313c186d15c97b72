/**
 * When to look: often at first, because a program may end at once, then less and less often down to
 * what was asked for. What a full look costs is bounded by a budget: a small share of a core, with
 * something put by for the start.
 */

/** Milliseconds between two readings of RSS in the first moments. */
export const SHORTEST = 20;
/** While nothing to watch is known yet: what a script starts may end soon. */
const WAITING = 50;
const GROWTH = 0.1;

/**
 * Milliseconds to the next reading.
 * @param age milliseconds since the newest process that is watched began; undefined: there is none
 */
export function nextDelay(age: number | undefined, every: number): number {
  if (age === undefined) return Math.min(WAITING, every);
  return Math.min(Math.max(age * GROWTH, SHORTEST), every);
}

/** Share of a core for full looks in the long run. */
const SHARE = 0.0025;
/** Milliseconds of work that may be done at once. */
const SAVINGS = 200;

/** Milliseconds of work that full looks may still cost. Times are milliseconds of one clock. */
export class LookBudget {
  private left = SAVINGS;
  private at: number;

  constructor(now: number) {
    this.at = now;
  }

  /** True where a look of such a cost may be taken; one that costs more than all savings, too, when they are whole. */
  allows(now: number, cost: number): boolean {
    this.refill(now);
    return this.left >= Math.min(cost, SAVINGS);
  }

  /** What is left of the savings (0..1). */
  share(now: number): number {
    this.refill(now);
    return Math.max(0, this.left / SAVINGS);
  }

  spend(now: number, cost: number): void {
    this.refill(now);
    this.left -= cost;
  }

  private refill(now: number): void {
    this.left = Math.min(SAVINGS, this.left + (now - this.at) * SHARE);
    this.at = now;
  }
}
