/** Which looks at a process are kept while it runs, and which the report at its end is of. */
import type { Look } from "./take-look.ts";

type Candidate = Pick<Look, "at" | "rss" | "hasProfile" | "heap">;

/** A look with lines of code tells more than one without, if it is nearly as high. */
const NEARLY = 0.8;
/** RSS stays when the heap has been freed, and creeps up for other reasons: so near, looks are at one level. */
const SAME_LEVEL = 0.97;
const MOST_KEPT = 12;
/** Milliseconds; over less than this, growth is the start of a program, not a leak. */
const SHORTEST_HISTORY = 30_000;

/**
 * The look at the highest RSS, one with a profile where that is near; where several are at that level, the
 * one with the largest heap: what took the memory is in it. Undefined where there is none.
 */
export function peakLook<L extends Candidate>(looks: readonly L[]): L | undefined {
  const highest = highestOf(looks);
  const profiled = looks.filter(({ hasProfile }) => hasProfile);
  const top = highestOf(profiled);
  if (top === undefined || highest === undefined || top.rss < NEARLY * highest.rss) return highest;
  return fullestOf(profiled.filter(({ rss }) => rss >= SAME_LEVEL * top.rss)) ?? top;
}

/**
 * The looks of a report, the one that it is of last. What went before belongs to it where it tells of
 * growth: the later half of the time up to there, of a run that is long enough. How a program fills
 * its memory at the start is no growth to warn of.
 * @param startedAt milliseconds at which the process began
 */
export function reportLooks<L extends Candidate>(looks: readonly L[], startedAt: number): L[] {
  const last = peakLook(looks);
  if (last === undefined) return [];
  const since = (startedAt + last.at) / 2;
  const before = looks.filter(
    (look) => look.at >= since && look.at < last.at && look.hasProfile === last.hasProfile,
  );
  const first = before[0];
  return first !== undefined && last.at - first.at >= SHORTEST_HISTORY ? [...before, last] : [last];
}

/** Without those that no report will need: a few, spread over the later half of the time. */
export function thinLooks<L extends Candidate>(looks: readonly L[], startedAt: number): L[] {
  const newest = looks.at(-1);
  if (looks.length <= MOST_KEPT || newest === undefined) return [...looks];
  const peak = peakLook(looks);
  const since = (startedAt + newest.at) / 2;
  const late = looks.filter((look) => look.at >= since || look === peak);
  if (late.length <= MOST_KEPT) return late;
  return late.filter((look, at) => at % 2 === 0 || look === peak || look === newest);
}

/** The first of those with the largest heap, as far as heaps are known. */
function fullestOf<L extends Candidate>(looks: readonly L[]): L | undefined {
  return looks
    .filter(({ heap }) => heap !== undefined)
    .reduce<L | undefined>(
      (best, look) => (best === undefined || look.heap! > best.heap! ? look : best),
      undefined,
    );
}

/** The latest of the highest. */
function highestOf<L extends Candidate>(looks: readonly L[]): L | undefined {
  return looks.reduce<L | undefined>(
    (best, look) => (best === undefined || look.rss >= best.rss ? look : best),
    undefined,
  );
}
