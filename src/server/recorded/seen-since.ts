/**
 * How long there have been goroutines at each place, told from the looks at a process, at no cost to it. What is
 * certain is said of the place, not of a goroutine: those of a look need not be those of the look before. And
 * whatever is there now came after the last look that had none. Pure.
 */
import type { SeenSince } from "../../model/page.ts";
import type { Levels } from "../../store/store.ts";

/**
 * @param levels of one run, oldest first; the last one is what is asked about
 * @param placeOf of a group of goroutines; undefined: the last look has none there
 */
export function seenSince(
  levels: readonly Levels[],
  placeOf: (group: number) => string | undefined,
): Map<string, SeenSince> {
  const last = levels.at(-1)!;
  const end = last.time;
  const seen = new Map<string, SeenSince>();
  let open = new Set(Array.from(last.ids, placeOf).filter((place) => place !== undefined));
  for (const { time, ids, counts } of levels.toReversed()) {
    const sums = new Map<string, number>();
    for (const [row, id] of ids.entries()) {
      const place = placeOf(id);
      if (place !== undefined) sums.set(place, (sums.get(place) ?? 0) + counts[row]);
    }
    const still = new Set<string>();
    for (const place of open) {
      const count = sums.get(place) ?? 0;
      const { looks = 0, seconds = 0, least = Number.POSITIVE_INFINITY } = seen.get(place) ?? {};
      if (count === 0) seen.set(place, { looks, seconds, least, noneBefore: end - time });
      else {
        const far = { looks: looks + 1, seconds: end - time, least: Math.min(least, count) };
        seen.set(place, { ...far, noneBefore: null });
        still.add(place);
      }
    }
    open = still;
    if (open.size === 0) break;
  }
  return seen;
}
