/**
 * The GOGC that a program has set itself (debug.SetGCPercent), as its looks tell together. It is seen nowhere but in
 * what it leads to, and one look can mistake it for a heap that moves. Under the GOGC that was read a heap is now and then
 * found soon after a collection, little above what the goal says was live. Where none of many collections ever
 * shows that, and the heap profile has more, too, a lower GOGC made the goals. Pure.
 */
import { MiB } from "../../base/units.ts";

/** Collections that count: a program may set it anew at any time. */
const COLLECTIONS = 16;
const FEWEST = 6;
/** A share of looks by chance in which as much would be seen though GOGC is what was read. */
const CHANCE = 0.01;
/** Of a smaller heap too much is what answering allocates. */
const LEAST_LIVE = 16 * MiB;
/** The profile has at least so much more than the goal tells. */
const MORE = 1.1;
/** People set round numbers. */
const STEP = 5;

export interface LookAtGoal {
  readonly collections: number;
  readonly goal: number;
  /** The least that was allocated since the collection. */
  readonly leastAlloc: number;
  /** By the goal and the GOGC that was read, at the most. */
  readonly byGoal: number;
  /** What of the goal stacks and globals are likely to count for. */
  readonly roots: number;
  /** By the heap profile. */
  readonly profile: number;
}

export class GogcSoFar {
  /** The last look after each collection, the newest last. */
  private looks: readonly LookAtGoal[] = [];

  note(look: LookAtGoal): void {
    if (look.byGoal < LEAST_LIVE) return;
    const isSame = this.looks.at(-1)?.collections === look.collections;
    const others = isSame ? this.looks.slice(0, -1) : this.looks;
    this.looks = [...others, look].slice(-COLLECTIONS);
  }

  /** Percent; undefined where the one that was read may be in force. */
  get own(): number | undefined {
    const { looks } = this;
    const lowest = Math.min(...looks.map(aboveGoal));
    if (looks.length < FEWEST || lowest <= 0) return undefined;
    if ((1 - lowest) ** looks.length > CHANCE) return undefined;
    const sum = (of: (look: LookAtGoal) => number) => looks.reduce((all, one) => all + of(one), 0);
    if (sum(({ profile }) => profile) < MORE * sum(({ byGoal }) => byGoal)) return undefined;
    const percent = Math.max(...looks.map(percentAtLeast));
    return Math.max(STEP, STEP * Math.round(percent / STEP));
  }
}

/** How far the heap is from what would be live to the goal, at the least since its collection. */
function aboveGoal({ leastAlloc, byGoal, goal }: LookAtGoal): number {
  return (leastAlloc - byGoal) / (goal - byGoal);
}

/** That would make the goal if all that is allocated was live: no more can be. */
function percentAtLeast({ goal, leastAlloc, roots }: LookAtGoal): number {
  return (100 * (goal - leastAlloc)) / (leastAlloc + roots);
}
