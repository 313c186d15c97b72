/** Groups of goroutines at the end of a range, with what they were at its beginning. */
import { goroutineTable, placeKey } from "../../analyze/page/goroutine-table.ts";
import type { GoroutineTable } from "../../model/page.ts";
import { goroutinesAt, groupOf } from "../../store/profiles/goroutines-at.ts";
import type { Levels, StackDictionary } from "../../store/store.ts";
import type { Asked } from "./asked.ts";
import { momentName } from "./moment-name.ts";
import { seenSince } from "./seen-since.ts";

/** From how many looks it is told since when there are goroutines at a place. */
const LOOKS = 120;
/** Those before the first of them; a range has more only where looks are a second apart for days. */
const MOST_BEFORE = 5000;

/** null where no look in the range has goroutines. */
export async function goroutinesOf(asked: Asked): Promise<GoroutineTable | null> {
  const { store } = asked;
  const levels = await levelsOfRun(asked);
  const [first, last] = [levels[0], levels.at(-1)];
  if (first === undefined || last === undefined) return null;
  const { dictionary } = store;
  const snapshots = (first === last ? [last] : [first, last]).map((level) => ({
    name: momentName(level.time),
    time: level.time,
    meta: {},
    missing: [],
    goroutines: goroutinesAt(dictionary, level),
  }));
  const table = goroutineTable({ snapshots }, seenSince(levels, placesOf(dictionary, last)));
  return table && { ...table, beforeAt: first === last ? null : first.time };
}

/** Of the last run in the range, as behind a restart nothing is as it was: its first look, and some until the last. */
async function levelsOfRun({ store, target, range }: Asked): Promise<Levels[]> {
  const all = await store.goroutineLevels(target.id, range, LOOKS);
  const run = all.at(-1)?.run;
  const own = all.filter((levels) => levels.run === run);
  if (own.length < 2 || all.length < LOOKS) return own;
  // What is picked of many is evenly spread: the very first look is mostly not among it.
  const before = { from: range.from, to: own[0]!.time };
  const first = await store.goroutineLevels(target.id, before, MOST_BEFORE);
  const begin = first.find((levels) => levels.run === run)!;
  return begin.time < own[0]!.time ? [begin, ...own] : own;
}

/** Who started them is no part of a place. */
function placesOf(
  dictionary: StackDictionary,
  { ids }: Levels,
): (group: number) => string | undefined {
  const keyOf = (id: number) => `${dictionary.goroutineStack[id]} ${dictionary.goroutineState(id)}`;
  const places = new Map(
    Array.from(ids, (id) => [keyOf(id), placeKey(groupOf(dictionary, id, 1))] as const),
  );
  return (id) => places.get(keyOf(id));
}
