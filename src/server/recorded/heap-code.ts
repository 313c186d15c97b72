/**
 * Heap profiles of the store as one table of the page. What is live are levels at a moment; what was
 * allocated is what was added since the moment before, or since the beginning of the range.
 */
import { LIVE_VALUES } from "../../analyze/page/heap-table.ts";
import { packColumn } from "../../base/packed-column.ts";
import type { CodeMoment, CodeTable, CodeValue, SampledObjects } from "../../model/page.ts";
import { type UsedStacks, usedStacks } from "../../store/profiles/used-stacks.ts";
import type { HeapLevels, StackDictionary } from "../../store/store.ts";
import { momentName } from "./moment-name.ts";
import { besideEachOther, NO_SITES, type SiteCounts } from "./sampled-sites.ts";
import { stackTable } from "./stack-table.ts";

export interface HeapMoment {
  readonly time: number;
  readonly sampling: Pick<HeapLevels, "rate" | "law">;
  readonly live: SiteCounts;
  /** null: nothing is known of it. */
  readonly allocated: SiteCounts | null;
}

const ALLOCATED = {
  sinceBefore: "since the moment before",
  inRange: "in the range",
} as const;

/** @param allocated what the allocations are of; null where no moment has any */
export function heapCode(
  dictionary: StackDictionary,
  moments: readonly HeapMoment[],
  allocated: keyof typeof ALLOCATED,
): CodeTable | null {
  if (moments.length === 0) return null;
  const rows = moments.map(({ live, allocated: added }) =>
    besideEachOther(live, added ?? NO_SITES),
  );
  const used = usedStacks(
    dictionary,
    dictionary.siteStack,
    rows.map(({ ids }) => ids),
  );
  const hasAllocated = moments.some((moment) => moment.allocated !== null);
  return {
    kind: "heap",
    values: [...LIVE_VALUES, ...(hasAllocated ? allocatedValues(ALLOCATED[allocated]) : [])],
    defaultValue: LIVE_VALUES[0]!.name,
    ...stackTable(dictionary, used),
    moments: moments.map((moment, i) =>
      codeMoment(dictionary, used, moment, rows[i], hasAllocated),
    ),
  };
}

function allocatedValues(since: string): CodeValue[] {
  return [
    { name: "alloc_space", title: `bytes allocated ${since}`, unit: "bytes" },
    { name: "alloc_objects", title: `objects allocated ${since}`, unit: "count" },
  ];
}

function codeMoment(
  { siteStack, siteSize }: StackDictionary,
  { rowOf }: UsedStacks,
  { time, sampling }: HeapMoment,
  { ids, a: live, b: allocated }: ReturnType<typeof besideEachOther>,
  hasAllocated: boolean,
): CodeMoment {
  const objectsOf = (counts: Float64Array): SampledObjects => ({
    size: packColumn(counts.map((count, row) => (count === 0 ? 0 : siteSize[ids[row]]))),
    count: packColumn(counts),
  });
  return {
    snapshot: momentName(time),
    time,
    stack: packColumn(ids.map((id) => (siteStack[id] < 0 ? -1 : rowOf[siteStack[id]]))),
    values: null,
    samples: {
      rate: sampling.rate,
      law: sampling.law,
      inuse: objectsOf(live),
      alloc: hasAllocated ? objectsOf(allocated) : null,
    },
  };
}
