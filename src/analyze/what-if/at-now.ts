/**
 * A program whose live heap grows, as it is now: what is foretold is of the heap of now, not of those that
 * it had while it was measured. And when a memory limit leaves no more room, if it grows on like that.
 */
import { memoryLimitGoal } from "../heap-model/pacer/memory-limit-goal.ts";
import type { Calibration } from "./calibration.ts";
import type { LiveGrowth } from "./live-growth.ts";
import { valueAt } from "./track.ts";

/** The same with as much live at each moment as now. */
export function atNow(calibration: Calibration, growth: LiveGrowth | undefined): Calibration {
  if (growth === undefined) return calibration;
  const { clock, found, markedFirst, span } = calibration;
  const end = clock.y[clock.y.length - 1]!;
  const since = (allocated: number) => growth.perSecond * (end - valueAt(clock, allocated));
  return {
    ...calibration,
    growth,
    found: { x: found.x, y: found.y.map((live, i) => live + since(found.x[i]!)) },
    markedFirst: markedFirst + since(span[0]),
  };
}

/** A rate of collections is one a minute, and a peak is no use that is passed within one. */
const NEXT_SECONDS = 60;

/**
 * The same as it will be in a minute, or half-way to where a memory limit leaves no more room.
 * @returns undefined where what is live does not grow
 */
export function soonAfter(
  calibration: Calibration,
  memlimit: number | null,
): Calibration | undefined {
  const { growth, found, markedFirst } = calibration;
  if (growth === undefined) return undefined;
  const reached = reachedIn(calibration, memlimit) ?? Number.POSITIVE_INFINITY;
  const more = growth.perSecond * Math.min(NEXT_SECONDS, reached / 2);
  return {
    ...calibration,
    found: { x: found.x, y: found.y.map((live) => live + more) },
    markedFirst: markedFirst + more,
  };
}

/**
 * Seconds until what is live leaves no room below a memory limit; 0: now already.
 * @returns undefined where it does not grow, or there is no limit
 */
export function reachedIn(
  { growth, rules, memory }: Calibration,
  memlimit: number | null,
): number | undefined {
  if (growth === undefined || memlimit === null || rules.memoryLimit === null) return undefined;
  const middle = ([low, high]: readonly [number, number]) => (low + high) / 2;
  const [fixed, perByte] = [middle(memory.fixed), middle(memory.perHeapByte)];
  const nonHeap = fixed + (perByte * Math.max(0, memlimit - fixed)) / (1 + perByte);
  const room = memoryLimitGoal(rules, { marked: 0, nonHeap, mappedReady: 0 }, memlimit);
  return Math.max(0, room - growth.now) / growth.perSecond;
}
