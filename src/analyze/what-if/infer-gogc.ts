/**
 * Which GOGC a gctrace log was made with: nothing prints it, but each line's goal follows from what
 * the line before marked.
 */
import { MiB } from "../../base/units.ts";
import type { GcCycles } from "../../model/gc-log.ts";
import type { PacerRules } from "../heap-model/pacer/pacer-rules.ts";
import type { PacerSettings } from "../heap-model/pacer/pacer-state.ts";
import type { Range } from "./observed-cycles.ts";

/** Collections that must agree, and the part of all. */
const FEWEST = 3;
const MOST_AGREE = 0.6;
/** Smaller heaps say too little when rounded to MiB. */
const SMALLEST = 8 * MiB;
/** The first that fits is taken. */
const USUAL = [100, 50, 200, 25, 75, 150, 300, 400, 500, 800, 1000, 10, 20, 40, 80];

/** @returns percent; undefined where the goals follow no GOGC, as under a memory limit */
export function inferGogc(table: GcCycles, rules: PacerRules): number | undefined {
  const bounds = boundsOfAll(table, rules);
  const middles = bounds.map(([low, high]) => (low + high) / 2).sort((a, b) => a - b);
  const middle = Math.round(middles[middles.length >> 1] ?? 0);
  return [...USUAL, middle].find((percent) => isAgreed(bounds, percent));
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
  if (gogc !== null && isAgreed(boundsOfAll(table, rules), gogc)) return undefined;
  const inferred = inferGogc(table, rules);
  // A memory limit makes goals lower than GOGC's, never higher.
  const isOfLimit =
    memlimit !== null && inferred !== undefined && inferred < (gogc ?? Number.POSITIVE_INFINITY);
  return isOfLimit ? undefined : inferred;
}

function isAgreed(bounds: readonly Range[], percent: number): boolean {
  const needed = Math.max(FEWEST, MOST_AGREE * bounds.length);
  return bounds.filter(([low, high]) => percent >= low && percent <= high).length >= needed;
}

function boundsOfAll(table: GcCycles, rules: PacerRules): Range[] {
  const bounds: Range[] = [];
  for (let row = 1; row < table.length; row++) {
    const bound = boundsOf(table, row, rules);
    if (bound !== undefined) bounds.push(bound);
  }
  return bounds;
}

/** Between which percentages lies what led from the live heap of the row before to this goal? */
function boundsOf(table: GcCycles, row: number, rules: PacerRules): Range | undefined {
  const before = row - 1;
  const isController = rules.trigger === "ratio" && rules.nextGc === "trigger";
  const black = isController ? table.peak[before]! - table.before[before]! : 0;
  const marked = table.live[before]! - black;
  const goal = table.goal[row]!;
  if (!(marked >= SMALLEST && goal > 0) || table.n[row] !== table.n[before]! + 1) return undefined;
  const roots = rules.roots === "none" ? 0 : rootsAtMost(table, before);
  return [
    ((goal - marked - MiB) / (marked + MiB + roots)) * 100,
    ((goal + MiB - marked) / marked) * 100,
  ];
}

function rootsAtMost(table: GcCycles, row: number): number {
  const roots = table.stacks[row]! + table.globals[row]!;
  return Number.isNaN(roots) ? 2 * MiB : roots + 2 * MiB;
}
