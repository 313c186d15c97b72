/** Goroutines of the store as one table of the page: how many are in which call of which. */
import { packColumn } from "../../base/packed-column.ts";
import type { CodeTable } from "../../model/page.ts";
import { usedStacks } from "../../store/profiles/used-stacks.ts";
import type { StackDictionary } from "../../store/store.ts";
import { momentName } from "./moment-name.ts";
import type { SiteCounts } from "./sampled-sites.ts";
import { stackTable } from "./stack-table.ts";

/** Ids are those of the dictionary's groups of goroutines. */
export interface GoroutineMoment extends SiteCounts {
  readonly time: number;
}

/** null without any moment. */
export function goroutineCode(
  dictionary: StackDictionary,
  moments: readonly GoroutineMoment[],
): CodeTable | null {
  if (moments.length === 0) return null;
  const { goroutineStack } = dictionary;
  const used = usedStacks(
    dictionary,
    goroutineStack,
    moments.map(({ ids }) => ids),
  );
  return {
    kind: "goroutine",
    values: [{ name: "goroutine", title: "goroutines", unit: "count" }],
    defaultValue: "goroutine",
    ...stackTable(dictionary, used),
    moments: moments.map(({ time, ids, counts }) => ({
      snapshot: momentName(time),
      time,
      stack: packColumn(
        ids.map((id) => (goroutineStack[id] < 0 ? -1 : used.rowOf[goroutineStack[id]])),
      ),
      values: [packColumn(counts)],
      samples: null,
    })),
  };
}
