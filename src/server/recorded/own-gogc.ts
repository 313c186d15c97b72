/**
 * A program may set GOGC itself (debug.SetGCPercent), and most tell nobody. What is live is known beside the goal: by
 * the heap profile, where a look found that the two contradict each other under the GOGC that was read. One look can
 * mistake a heap that falls for that; most looks of a range that agree on one other percentage cannot. Pure.
 */
import { pacerRules } from "../../analyze/heap-model/pacer/pick-pacer-rules.ts";
import { MiB } from "../../base/units.ts";
import { parseGoVersion } from "../../model/go-version.ts";
import { settingsAt } from "../../store/run-settings.ts";
import type { Figures, StoredRun } from "../../store/store.ts";

/** Of smaller heaps goroutines' stacks and globals make too much of the goal. */
const LARGE = 8 * MiB;
const FEWEST = 6;
/** A goal is off by so much of its percentage where the two contradict each other. */
const OFF = 1.25;
/** The middle half of what the looks say lies so near to each other. */
const AGREE = 1.15;

/** Percentages that lead from what was live to the goal. */
interface Told {
  readonly low: number;
  readonly likely: number;
  readonly high: number;
}

/**
 * @param figures of the run, with MemStats
 * @returns percent; undefined where the goals follow from the GOGC that was read, or from none
 */
export function ownGogc(run: StoredRun, figures: readonly Figures[]): number | undefined {
  const last = figures.at(-1);
  if (last === undefined) return undefined;
  const { gogc, memlimit } = settingsAt(run, last.time);
  // Below a memory limit goals are the limit's.
  if (gogc === null || memlimit !== null || !Number.isFinite(gogc)) return undefined;
  const hasRoots = run.go === null || pacerRules(parseGoVersion(run.go)).roots !== "none";
  const told = figures.flatMap((look) => toldBy(look, hasRoots));
  const others = told.filter(({ low, high }) => gogc > high * OFF || gogc * OFF < low);
  if (told.length < FEWEST || 2 * others.length <= told.length) return undefined;
  const likely = others.map((one) => one.likely).sort((a, b) => a - b);
  const at = (share: number) => likely[Math.floor(share * (likely.length - 1))]!;
  return at(0.75) <= at(0.25) * AGREE ? usual(at(0.5)) : undefined;
}

/** People set round numbers, and how much of the roots counts is not known to a few percent. */
function usual(percent: number): number {
  const step = percent < 100 ? 5 : 25;
  const round = step * Math.round(percent / step);
  return Math.abs(round - percent) <= 0.05 * percent ? round : Math.round(percent);
}

function toldBy({ live, memStats }: Figures, hasRoots: boolean): Told[] {
  if (memStats === null || live === null || live < LARGE) return [];
  const { NextGC, StackInuse } = memStats;
  if (!Number.isFinite(NextGC) || NextGC <= live) return [];
  const roots = hasRoots ? StackInuse + MiB : 0;
  const percent = (counted: number) => (100 * (NextGC - live)) / (live + counted);
  // Of the stacks mostly a fraction is scanned.
  return [{ low: percent(roots), likely: percent(roots / 4), high: percent(0) }];
}

/** A sentence. */
export function ownGogcText(read: number, own: number): string {
  return `The goals of its collections follow from about GOGC=${own}, not from the ${read} that was read: the program seems to have set it itself (debug.SetGCPercent), or a memory limit with that effect. All numbers here are told with it.`;
}
