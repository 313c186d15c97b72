/** Groups of goroutines at the end of a range, with what they were at its beginning. */
import { goroutineTable, placeKey } from "../../analyze/page/goroutine-table.ts";
import type { GoroutineTable, SeenSince } from "../../model/page.ts";
import { goroutinesAt, groupOf } from "../../store/profiles/goroutines-at.ts";
import type { Levels, StackDictionary } from "../../store/store.ts";
import type { Asked } from "./asked.ts";
import { momentName } from "./moment-name.ts";
import { seenSince } from "./seen-since.ts";

/** Looks among which the first of the same process is found. */
const LOOKS = 12;

/** How far back it is told since when there are goroutines at a place, in seconds, and from how many looks. */
const LONGEST = 86_400;
const LOOKS_BACK = 120;

/** null where no look in the range has goroutines. */
export async function goroutinesOf(asked: Asked): Promise<GoroutineTable | null> {
  const { store, target, range } = asked;
  const all = await store.goroutineLevels(target.id, range, LOOKS);
  const last = all.at(-1);
  if (last === undefined) return null;
  // Behind a restart nothing is as it was.
  const first = all.find(({ run }) => run === last.run)!;
  const { dictionary } = store;
  const snapshots = (first === last ? [last] : [first, last]).map((levels) => ({
    name: momentName(levels.time),
    time: levels.time,
    meta: {},
    missing: [],
    goroutines: goroutinesAt(dictionary, levels),
  }));
  return goroutineTable({ snapshots }, await seenAt(asked, last));
}

/** Whatever the range is: since when there are goroutines at each place does not depend on it. */
async function seenAt({ store, target }: Asked, last: Levels): Promise<Map<string, SeenSince>> {
  const range = { from: last.time - LONGEST, to: last.time };
  const levels = await store.goroutineLevels(target.id, range, LOOKS_BACK);
  const own = levels.filter(({ run }) => run === last.run);
  return seenSince(own, placesOf(store.dictionary, last));
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
