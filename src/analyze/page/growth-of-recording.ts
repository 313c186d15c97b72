/** The heap profiles of a recording as a series of levels, and what of it grows. */
import type { GoVersion } from "../../model/go-version.ts";
import { findLine } from "../../model/ledger.ts";
import type { MemStats } from "../../model/mem-stats.ts";
import type { GrowthTable } from "../../model/page.ts";
import type { Profile } from "../../model/profile.ts";
import type { Recording } from "../../model/snapshot.ts";
import { levelsHeldAt } from "../growth/held-at.ts";
import type { SampledObjects } from "../growth/sampled-levels.ts";
import { findLimits, roomIn } from "../limits.ts";
import { withoutFirstOfP } from "../sampling/first-of-p.ts";
import { hasPopulation, type Population, recoverSamples } from "../sampling/recover-samples.ts";
import { samplingLaw } from "../sampling/sampling-law.ts";
import type { Moment } from "../verdicts/rule/context.ts";
import { FEWEST_LEVELS, type GrowthLimit, growthTable, MOST_LEVELS } from "./growth-table.ts";
import { addProfileStacks } from "./profile-stacks.ts";
import { spread } from "./spread.ts";
import { StackTableBuilder } from "./stack-table-builder.ts";

interface Level {
  readonly time: number;
  readonly profile: Profile;
  readonly memStats: MemStats | undefined;
}

/**
 * @param moments of its snapshots
 * @returns null where fewer than three of them have a heap profile
 */
export function growthOfRecording(
  { snapshots, go }: Recording,
  moments: readonly Moment[],
): GrowthTable | null {
  const all = snapshots.flatMap(({ time, heap, memStats }): Level[] =>
    time === undefined || heap === undefined || !hasPopulation(heap, "inuse")
      ? []
      : [{ time, profile: heap, memStats }],
  );
  const period = all.at(-1)?.profile.period;
  const alike = levelsHeldAt(
    all.filter(({ profile }) => profile.period === period),
    pauseEnds,
  );
  if (alike.length < FEWEST_LEVELS) return null;
  const levels = spread(alike, MOST_LEVELS);
  const builder = new StackTableBuilder();
  const rows = levels.map(({ profile }) => addProfileStacks(builder, profile));
  const objectsOf = (i: number, population: Population) =>
    sampledObjects(levels[i]!.profile, go, rows[i]!, population);
  const last = levels.length - 1;
  const hasAllocated = [0, last].every((i) => hasPopulation(levels[i]!.profile, "alloc"));
  return growthTable({
    series: {
      levels: levels.map(({ time }, i) => ({ time, alive: objectsOf(i, "inuse") })),
      allocated: hasAllocated
        ? { first: objectsOf(0, "alloc"), last: objectsOf(last, "alloc") }
        : null,
      stacks: builder.stackCount,
      rate: levels[last]!.profile.period,
      law: samplingLaw(go),
    },
    framesOf: (stack) => builder.framesOf(stack),
    rss: moments.flatMap(({ snapshot: { time }, ledger }) => {
      const value = findLine(ledger, "rss")?.bytes ?? null;
      return time === undefined || value === null ? [] : [{ t: time, value }];
    }),
    limit: limitOf(moments.at(-1)!, go),
  });
}

/** The last 256 at most, to the millisecond; none where the ring has another clock (Go 1.4) or is not there. */
function pauseEnds({ memStats }: Level): number[] {
  const ends = (memStats?.PauseEnd ?? []).filter((end) => end > YEAR_2000);
  return ends.map((end) => Math.round(end / 1e6) / 1e3).sort((a, b) => a - b);
}

/** Unix nanoseconds: what is below is no time of day. */
const YEAR_2000 = 946_684_800e9;

function sampledObjects(
  profile: Profile,
  go: GoVersion | undefined,
  rows: Int32Array,
  population: Population,
): SampledObjects {
  const { size, count } = withoutFirstOfP(profile, recoverSamples(profile, population), go);
  const { stack } = profile.samples;
  return { stack: stack.map((leaf) => (leaf < 0 ? -1 : rows[leaf]!)), size, count };
}

function limitOf({ snapshot }: Moment, go: GoVersion | undefined): GrowthLimit | null {
  const [limit] = findLimits(snapshot, go);
  if (limit === undefined) return null;
  return { bytes: limit.bytes, source: limit.source, room: roomIn(limit) };
}
