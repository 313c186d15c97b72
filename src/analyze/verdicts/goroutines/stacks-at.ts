/**
 * Which goroutines have the stacks. No profile says how large a stack is, but how deep: where they are
 * large on average, one that is much deeper than all others has most of them, however many those are.
 */
import { formatCount, KiB } from "../../../base/units.ts";
import type { GoroutineGroup, Goroutines } from "../../../model/goroutines.ts";
import { isAsking } from "../../code/service-code.ts";
import { describeFrame, mergeStacks, waitingAt } from "../../goroutines/goroutine-places.ts";

export interface StacksAt {
  /** `; 90 of them are at main.go:7 (main.serve)`; "" where nothing stands out. */
  readonly text: string;
  /** True where nearly all have one stack, so that an average is each one's. */
  readonly isOne: boolean;
}

/** From here on a stack has grown several times. */
const LARGE = 32 * KiB;
/** So deep no program waits without recursion; profiles up to Go 1.22 end at 32 frames. */
const DEEP = 30;
const NEARLY_ALL = 0.9;

/** True where a goroutine may be in a recursion now: its stack is in use, and does not shrink. */
export function hasDeepStacks({ groups }: Goroutines): boolean {
  return groups.some(({ frames }) => frames.length >= DEEP && !frames.some(isAsking));
}

export function stacksAt(goroutines: Goroutines | undefined, average: number): StacksAt {
  if (goroutines === undefined) return { text: "", isOne: true };
  const groups = mergeStacks(goroutines).filter((group) => !group.frames.some(isAsking));
  const [most] = groups;
  if (most === undefined) return { text: "", isOne: true };
  const isOne = most.count >= NEARLY_ALL * goroutines.total;
  const deepest = average < LARGE ? undefined : muchDeepest(groups);
  if (deepest !== undefined && deepest !== most) return { text: deepText(deepest), isOne: false };
  if (most.count > 1) {
    return { text: `; ${formatCount(most.count)} of them are at ${placeOf(most)}`, isOne };
  }
  return { text: deepest === undefined ? "" : deepText(deepest), isOne };
}

function muchDeepest(groups: readonly GoroutineGroup[]): GoroutineGroup | undefined {
  const [first, second] = [...groups].sort((a, b) => b.frames.length - a.frames.length);
  const depth = first?.frames.length ?? 0;
  return depth >= DEEP && depth >= 2 * (second?.frames.length ?? 0) ? first : undefined;
}

function deepText(group: GoroutineGroup): string {
  const who = group.count === 1 ? "the deepest is" : `the ${formatCount(group.count)} deepest are`;
  return `; ${who} at ${placeOf(group)}`;
}

function placeOf(group: GoroutineGroup): string {
  return describeFrame(waitingAt(group));
}
