/** Goroutines of two snapshots set against each other, by the place where they wait. */
import type { Goroutines } from "../../model/goroutines.ts";
import type { GoroutineChange, GoroutineDifference } from "../../model/results.ts";
import { placeOf, waitingAt } from "./goroutine-places.ts";

/** Places in the result. */
const PLACES = 20;

export function goroutineChange(before: Goroutines, after: Goroutines): GoroutineChange {
  const piles = new Map<string, GoroutineDifference>();
  addCounts(piles, before, "before");
  addCounts(piles, after, "after");
  const changed = [...piles.values()].filter((pile) => pile.before !== pile.after);
  changed.sort((a, b) => changeOf(b) - changeOf(a) || b.after - a.after);
  return { before: before.total, after: after.total, piles: changed.slice(0, PLACES) };
}

function changeOf({ before, after }: GoroutineDifference): number {
  return Math.abs(after - before);
}

function addCounts(
  piles: Map<string, GoroutineDifference>,
  { groups }: Goroutines,
  side: "before" | "after",
): void {
  for (const group of groups) {
    const place = waitingAt(group);
    if (place === undefined) continue;
    const key = `${place.function}\n${place.file}:${place.line}`;
    const pile = piles.get(key) ?? { ...placeOf(place), before: 0, after: 0 };
    piles.set(key, { ...pile, [side]: pile[side] + group.count });
  }
}
