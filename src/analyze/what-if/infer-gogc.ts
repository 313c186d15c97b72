/**
 * Which GOGC a gctrace log was made with: nothing prints it, but each line's goal follows from what
 * the line before marked.
 */
import { MiB } from "../../base/units.ts";
import type { GcCycles } from "../../model/gc-log.ts";
import { minimumHeap } from "../heap-model/pacer/goal.ts";
import type { PacerRules } from "../heap-model/pacer/pacer-rules.ts";
import type { PacerSettings } from "../heap-model/pacer/pacer-state.ts";
import type { Range } from "./observed-cycles.ts";

/** Collections that must agree, and the part of all. */
const FEWEST = 3;
const MOST_AGREE = 0.6;
/** Smaller heaps say little when rounded to MiB: they are only heard where there are few others. */
const LARGE = 8 * MiB;
const SMALLEST = 2 * MiB;
/** Goals that leave less than this part of a hundred are a memory limit's, which what is live has passed. */
const LEAST_PERCENT = 5;
/** The first that fits is taken. */
const USUAL = [100, 50, 200, 25, 75, 150, 300, 400, 500, 800, 1000, 10, 20, 40, 80];

/** What one collection says: between which percentages lies what made its goal? */
interface Bound {
  readonly range: Range;
  readonly goal: number;
  readonly row: number;
}

/** @returns percent; undefined where the goals follow no GOGC, as under a memory limit */
export function inferGogc(table: GcCycles, rules: PacerRules): number | undefined {
  const large = boundsOf(table, rules, LARGE);
  if (large.length >= FEWEST) return inferredOf(large, rules);
  // A program that still loads has few: then all must agree, and leave one percentage only.
  const all = boundsOf(table, rules, SMALLEST);
  const possible = USUAL.filter((percent) => agree(all, percent, rules, 1));
  return possible.length === 1 ? possible[0] : undefined;
}

/** Goals in a row that tell of a GOGC in force, and those before it that tell of another one. */
const IN_FORCE = 5;
const OTHERS = 3;

/**
 * The row from which on one GOGC made the goals, where a lower one made those before: lower goals may as well be a
 * memory limit's.
 * @returns undefined where it was the same all the time, or the last goals follow none
 */
export function gogcSince(
  table: GcCycles,
  rules: PacerRules,
): { readonly row: number; readonly gogc: number } | undefined {
  const bounds = boundsOf(table, rules, LARGE);
  const last = bounds.slice(-IN_FORCE);
  const gogc = [...USUAL, middleOf(last)].find(
    (percent) => percent >= LEAST_PERCENT && agree(last, percent, rules, 1),
  );
  if (gogc === undefined || last.length < IN_FORCE) return undefined;
  const isOther = ({ range: [low, high] }: Bound) => gogc < low || gogc > high;
  // One goal that is none of it may be of a sweep that was late; several in a row are of another GOGC.
  const end = bounds.findLastIndex((_, i) => {
    return i >= OTHERS - 1 && bounds.slice(i - OTHERS + 1, i + 1).every(isOther);
  });
  const before = bounds.slice(0, end + 1);
  const other = inferredOf(before, rules);
  if (end < 0 || other === undefined || other > gogc) return undefined;
  return { row: bounds[end + 1]!.row, gogc };
}

function inferredOf(bounds: readonly Bound[], rules: PacerRules): number | undefined {
  return [...USUAL, middleOf(bounds)].find(
    (percent) => percent >= LEAST_PERCENT && agree(bounds, percent, rules, MOST_AGREE),
  );
}

/**
 * What a program was started with is not in force where debug.SetGCPercent set another one: then the
 * goals follow that.
 * @returns percent; undefined where the goals do not gainsay the settings of the start
 */
export function ownGogc(
  table: GcCycles,
  rules: PacerRules,
  { gogc, memlimit }: PacerSettings,
): number | undefined {
  const large = boundsOf(table, rules, LARGE);
  if (gogc !== null && agree(large, gogc, rules, MOST_AGREE)) return undefined;
  const inferred = inferGogc(table, rules);
  if (inferred === gogc) return undefined;
  // A memory limit makes goals lower than GOGC's, never higher.
  const isOfLimit =
    memlimit !== null && inferred !== undefined && inferred < (gogc ?? Number.POSITIVE_INFINITY);
  return isOfLimit ? undefined : inferred;
}

/** Whether there are enough goals to tell from: where not, they do not contradict GOGC either. */
export function hasTellingGoals(table: GcCycles, rules: PacerRules): boolean {
  return boundsOf(table, rules, LARGE).length >= FEWEST;
}

function agree(
  bounds: readonly Bound[],
  percent: number,
  rules: PacerRules,
  share: number,
): boolean {
  // Up to the minimum heap the goal follows from nothing that was marked.
  const told = bounds.filter(({ goal }) => goal > minimumHeap(rules, percent) + MiB);
  const agreeing = told.filter(({ range: [low, high] }) => percent >= low && percent <= high);
  return agreeing.length >= Math.max(FEWEST, share * told.length);
}

function middleOf(bounds: readonly Bound[]): number {
  const middles = bounds.map(({ range: [low, high] }) => (low + high) / 2).sort((a, b) => a - b);
  return Math.round(middles[middles.length >> 1] ?? 0);
}

function boundsOf(table: GcCycles, rules: PacerRules, smallest: number): Bound[] {
  return Array.from({ length: Math.max(0, table.length - 1) }, (_, before) =>
    boundOf(table, before + 1, rules, smallest),
  ).filter((bound) => bound !== undefined);
}

/** Between which percentages lies what led from the live heap of the row before to this goal? */
function boundOf(
  table: GcCycles,
  row: number,
  rules: PacerRules,
  smallest: number,
): Bound | undefined {
  const before = row - 1;
  const isController = rules.trigger === "ratio" && rules.nextGc === "trigger";
  const black = isController ? table.peak[before]! - table.before[before]! : 0;
  const marked = table.live[before]! - black;
  const goal = table.goal[row]!;
  if (!(marked >= smallest && goal > 0) || table.n[row] !== table.n[before]! + 1) return undefined;
  const roots = rules.roots === "none" ? 0 : rootsAtMost(table, before);
  const low = ((goal - marked - MiB) / (marked + MiB + roots)) * 100;
  return { range: [low, ((goal + MiB - marked) / marked) * 100], goal, row };
}

function rootsAtMost(table: GcCycles, row: number): number {
  const roots = table.stacks[row]! + table.globals[row]!;
  return Number.isNaN(roots) ? 2 * MiB : roots + 2 * MiB;
}
