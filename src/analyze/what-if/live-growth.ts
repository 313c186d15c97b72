/**
 * Whether what stays alive grows all the while, as of a leak or a cache that fills. Then the collections of
 * before say how the program was with a smaller heap, and a memory limit near what is live now is soon reached.
 *
 * Growth is told from the least that was live in each quarter of the time: of a heap that swings that
 * stays, of one that leaks it rises. A single rise, as of a program that starts, is none.
 */
import type { ObservedCycle, ObservedCycles } from "./observed-cycles.ts";

/** Bytes live when it was last seen, and by how much that grows in a second. */
export interface LiveGrowth {
  readonly now: number;
  readonly perSecond: number;
}

const PARTS = 4;
const FEWEST = 8;
/** Growth over the whole time, as a part of what is live: less than that changes no answer. */
const LEAST = 0.1;
/** How far it swings within a quarter hides a growth of that much. */
const OF_SWING = 1.2;

/** False where too little was seen to say. */
export function tellsGrowth({ cycles }: ObservedCycles): boolean {
  return cycles.length >= FEWEST;
}

/** @returns undefined where it does not grow all the while, or too little was seen to say */
export function liveGrowth(observed: ObservedCycles): LiveGrowth | undefined {
  const { cycles, end } = observed;
  const last = cycles.at(-1);
  if (last === undefined || !tellsGrowth(observed)) return undefined;
  const parts = quartersOf(cycles);
  const lows = parts.map((part) => Math.min(...part.map(liveOf)));
  if (!lows.every((low, i) => Number.isFinite(low) && (i === 0 || low > lows[i - 1]!))) {
    return undefined;
  }
  const grown = lows[PARTS - 1]! - lows[0]!;
  const swing = Math.max(...parts.map((part, i) => Math.max(...part.map(liveOf)) - lows[i]!));
  const perSecond = slopeOf(cycles);
  const now = levelAt(cycles, perSecond, Math.max(last.time, end?.[1] ?? 0));
  const isLarge = grown > LEAST * now && grown > OF_SWING * swing;
  return isLarge && perSecond > 0 ? { now, perSecond } : undefined;
}

/** A part of the pace of before that is still the same growth, told from fewer collections. */
const SAME_GROWTH = 0.5;

/**
 * Whether it goes on growing in a later part, which may have too few collections to tell a growth by itself: one that
 * was found as it never is in a quarter would hide it.
 */
export function goesOnGrowing(
  observed: ObservedCycles,
  before: LiveGrowth,
): LiveGrowth | undefined {
  const found = liveGrowth(observed);
  if (found !== undefined) return found;
  const { cycles, end } = observed;
  const perSecond = slopeOf(cycles);
  if (!(perSecond >= SAME_GROWTH * before.perSecond)) return undefined;
  return {
    now: levelAt(cycles, perSecond, Math.max(cycles.at(-1)!.time, end?.[1] ?? 0)),
    perSecond,
  };
}

/** Of equal time; a part without any makes `lows` infinite, so that nothing is told. */
function quartersOf(cycles: readonly ObservedCycle[]): ObservedCycle[][] {
  const [first, last] = [cycles[0]!.time, cycles.at(-1)!.time];
  const parts: ObservedCycle[][] = Array.from({ length: PARTS }, () => []);
  for (const cycle of cycles) {
    const at = (PARTS * (cycle.time - first)) / (last - first);
    parts[Math.min(PARTS - 1, Math.floor(at) || 0)]!.push(cycle);
  }
  return parts;
}

/** What was live when it started: what is allocated meanwhile is marked too. */
function liveOf({ marked, startsAt, endsAt }: ObservedCycle): number {
  return Math.max(1, marked - (endsAt - startsAt));
}

/** Bytes a second, of the line nearest to all by least squares. */
function slopeOf(cycles: readonly ObservedCycle[]): number {
  const [time, live] = meansOf(cycles);
  let [above, below] = [0, 0];
  for (const cycle of cycles) {
    above += (cycle.time - time) * (liveOf(cycle) - live);
    below += (cycle.time - time) ** 2;
  }
  return below > 0 ? above / below : 0;
}

function levelAt(cycles: readonly ObservedCycle[], perSecond: number, at: number): number {
  const [time, live] = meansOf(cycles);
  return live + perSecond * (at - time);
}

function meansOf(cycles: readonly ObservedCycle[]): [time: number, live: number] {
  const mean = (of: (cycle: ObservedCycle) => number) =>
    cycles.reduce((sum, cycle) => sum + of(cycle), 0) / cycles.length;
  return [mean(({ time }) => time), mean(liveOf)];
}
