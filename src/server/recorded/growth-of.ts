/** What grows in a range: of the last run in it that has enough heap profiles to tell. */
import { levelsHeldAt } from "../../analyze/growth/held-at.ts";
import type { SampledObjects } from "../../analyze/growth/sampled-levels.ts";
import type { Reading } from "../../analyze/growth/slope.ts";
import {
  FEWEST_LEVELS,
  type GrowthLimit,
  growthTable,
  MOST_LEVELS,
} from "../../analyze/page/growth-table.ts";
import type { GrowthTable } from "../../model/page.ts";
import { framesOfStack, type UsedStacks, usedStacks } from "../../store/profiles/used-stacks.ts";
import { settingsAt } from "../../store/run-settings.ts";
import type { HeapLevels, StackDictionary, StoredRun, TimeRange } from "../../store/store.ts";
import type { Asked } from "./asked.ts";
import { NO_SITES, type SiteCounts } from "./sampled-sites.ts";

/** Readings of RSS that tell how it grows. */
const READINGS = 240;

export async function growthOf(asked: Asked): Promise<GrowthTable | null> {
  const { store, target, runs } = asked;
  const picked = await levelsOfRun(asked);
  if (picked === undefined) return null;
  const { levels, looked, run } = picked;
  const [added, figures] = await Promise.all([
    store.heapAdditions(target.id, looked),
    store.figures(target.id, rangeOfRun(asked, run), READINGS),
  ]);
  const rss = figures.flatMap(({ run: of, time, rss: value }): Reading[] =>
    of !== run || value === null ? [] : [{ t: time, value }],
  );
  const last = levels.at(-1)!;
  const allocated = added.find((one) => one.run === run && one.rate === last.rate);
  const { dictionary } = store;
  const used = usedStacks(
    dictionary,
    dictionary.siteStack,
    levels.map(({ ids }) => ids),
  );
  const objects = (sites: SiteCounts) => objectsOf(dictionary, used, sites);
  const table = growthTable({
    series: {
      stacks: used.stacks.length,
      levels: levels.map((level) => ({ time: level.time, alive: objects(level) })),
      allocated:
        allocated === undefined ? null : { first: objects(NO_SITES), last: objects(allocated) },
      rate: last.rate,
      law: last.law,
    },
    framesOf: (stack) => framesOfStack(dictionary, used.stacks[stack]),
    rss,
    limit: limitOf(runs.find(({ id }) => id === run)!, rss),
  });
  if (table === null) return null;
  const within = withinLooks(table, rangeOfRun(asked, run).from, asked);
  return run === runs.at(-1)!.id ? within : ended(within, runs.find(({ id }) => id === run)!.last);
}

/** Of a process that is gone nothing is foretold. */
function ended(table: GrowthTable, endedAt: number): GrowthTable {
  const { limit } = table;
  return { ...table, endedAt, limit: limit === null ? null : { ...limit, reached: null } };
}

/** What a look finds live was so since the collection before it, which may be before the range. */
function withinLooks(table: GrowthTable, begin: number, { recorded }: Asked): GrowthTable {
  const from = Math.max(begin, recorded.looked?.from ?? begin);
  const rows = table.rows.map((row) => ({
    ...row,
    since: row.since === null ? null : Math.max(row.since, from),
  }));
  return { ...table, rows };
}

interface LevelsOfRun {
  readonly run: number;
  /** At the times when the heap was so. */
  readonly levels: readonly HeapLevels[];
  /** From the first look to the last. */
  readonly looked: TimeRange;
}

/** Seconds in which any program has collected twice: an idle one does every two minutes. */
const LONGEST_CYCLES = 600;

/** Over a restart nothing grows: what is live begins anew. */
async function levelsOfRun(asked: Asked): Promise<LevelsOfRun | undefined> {
  const { store, target, runs } = asked;
  for (const { id } of runs.toReversed()) {
    const range = rangeOfRun(asked, id);
    const found = await store.heapLevels(target.id, range, MOST_LEVELS);
    const own = found.filter(({ run }) => run === id);
    const since = { ...range, from: range.from - LONGEST_CYCLES };
    const ends = (await store.collections(id, since)).map(({ end }) => end);
    const alike = own.filter(({ rate }) => rate === own.at(-1)!.rate);
    const levels = levelsHeldAt(alike, () => ends);
    if (levels.length < FEWEST_LEVELS) continue;
    return { run: id, levels, looked: { from: alike[0]!.time, to: alike.at(-1)!.time } };
  }
  return undefined;
}

function rangeOfRun({ range, runs }: Asked, id: number): TimeRange {
  const { first, last } = runs.find((run) => run.id === id)!;
  return { from: Math.max(range.from, first), to: Math.min(range.to, last) };
}

/** What was allocated by stacks that never held anything is left out: it can't have grown. */
function objectsOf(
  { siteStack, siteSize }: StackDictionary,
  { rowOf }: UsedStacks,
  { ids, counts }: SiteCounts,
): SampledObjects {
  return {
    stack: ids.map((id) => (siteStack[id] < 0 ? -1 : rowOf[siteStack[id]])),
    size: Float64Array.from(ids, (id) => siteSize[id]),
    count: counts,
  };
}

function limitOf(run: StoredRun, rss: readonly Reading[]): GrowthLimit | null {
  const last = rss.at(-1);
  if (last === undefined) return null;
  const { limit, memlimit } = settingsAt(run, last.t);
  if (limit === null) return null;
  const source = limit === memlimit ? "GOMEMLIMIT" : "the cgroup's limit";
  return { bytes: limit, source, room: limit - last.value };
}
