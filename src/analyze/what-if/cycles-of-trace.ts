/**
 * Observed collections from the columns of a gctrace log. The clock of allocated bytes is the sum
 * of what each line says was allocated since the line before (`a` less the `c` before) and while
 * marking (`b − a`): rounding errors are of both signs and do not add up.
 */
import { MiB } from "../../base/units.ts";
import type { GcCycles } from "../../model/gc-log.ts";
import { minimumHeap } from "../heap-model/pacer/goal.ts";
import { markedFromGoal } from "../heap-model/pacer/marked-from-goal.ts";
import type { PacerRules } from "../heap-model/pacer/pacer-rules.ts";
import type { ObservedCycle, ObservedCycles, Range } from "./observed-cycles.ts";

/** Only the last ones are looked at: they say how the program is now, and an answer takes a second. */
export const MOST_CYCLES = 2000;

/** @returns undefined where the log has no times or sizes, as Go 1.4's has not */
export function cyclesOfTrace(
  table: GcCycles,
  rules: PacerRules,
  gogc: number | null,
): ObservedCycles | undefined {
  const first = firstOfLastRun(table);
  if (table.length - first < 1) return undefined;
  const isFromStart = table.n[first] === 1;
  const startTime = isFromStart ? 0 : table.at[first]!;
  const cycles: ObservedCycle[] = [];
  let clock = 0;
  for (let row = first; row < table.length; row++) {
    const before = cycles[cycles.length - 1];
    if (before !== undefined) {
      // Where lines are lost, what is missing is taken to be as what follows.
      const steps = table.n[row]! - table.n[row - 1]!;
      clock += steps * (table.before[row]! + MiB / 2 - before.marked);
    }
    if (row === first && isFromStart) clock = table.before[row]! + MiB / 2;
    const time = table.at[row]! - startTime;
    const black = blackOf(table, row, rateBefore(before, isFromStart, clock, time));
    cycles.push({
      n: table.n[row]!,
      startsAt: clock,
      endsAt: clock + black,
      time,
      marked: markedOf(table, row, rules, gogc),
      markedRange: markedRangeOf(table, row, rules, gogc),
      ...costOf(table, row),
      overshoot: overshootOf(table, row),
      forced: table.forced[row] === 1,
      periodic: table.periodic[row] === 1,
    });
    clock += black;
  }
  return {
    cycles,
    isTraced: true,
    isFromStart,
    count: table.n[table.length - 1]! - table.n[first]! + (isFromStart ? 1 : 0),
    forced: cycles.filter(({ forced }, i) => forced && (isFromStart || i > 0)).length,
    procs: table.procs[table.length - 1]!,
  };
}

/** Bytes a second between the end of the collection before and the start of this one. */
function rateBefore(
  before: ObservedCycle | undefined,
  isFromStart: boolean,
  clock: number,
  time: number,
): number {
  const since = before === undefined ? 0 : before.time + (before.markSeconds || 0);
  if ((before === undefined && !isFromStart) || time <= since) return 0;
  return (clock - (before?.endsAt ?? 0)) / (time - since);
}

/**
 * Bytes allocated while marking went on. `b − a` is that within 1 MiB either way; the rate of just
 * before says where within.
 */
function blackOf(table: GcCycles, row: number, rate: number): number {
  const printed = table.peak[row]! - table.before[row]!;
  const expected = rate * (table.markNs[row]! / 1e9 || 0);
  return Math.max(0, Math.min(printed + MiB, Math.max(printed - MiB, expected)));
}

/**
 * Where numbers fall, another process begins, and where a line says what can't be, nothing before it
 * is believed; only what follows is looked at.
 */
function firstOfLastRun(table: GcCycles): number {
  const { n, at, length } = table;
  let row = length;
  while (row > 0 && isSound(table, row - 1)) {
    if (row < length && !(n[row - 1]! < n[row]! && at[row - 1]! <= at[row]!)) break;
    row--;
  }
  return Math.max(row, length - MOST_CYCLES);
}

/** Larger numbers of bytes, seconds or collections are damage. */
const MOST = 2 ** 48;

function isSound(table: GcCycles, row: number): boolean {
  const needed = [table.n, table.at, table.before, table.peak, table.live, table.procs];
  if (!needed.every((column) => column[row]! >= 0 && column[row]! < MOST)) return false;
  if (table.peak[row]! < table.before[row]!) return false;
  // With GOGC=off the goal is beyond all bounds; some versions do not print all others.
  const others = [table.stacks, table.globals, table.markNs, table.assistNs, table.idleNs];
  const more = [table.backgroundNs, table.stwCpuNs];
  return (
    table.goal[row]! >= 0 &&
    [...others, ...more].every((column) => Number.isNaN(column[row]!) || isWithin(column[row]!))
  );
}

function isWithin(value: number): boolean {
  return value >= 0 && value < MOST;
}

function costOf(table: GcCycles, row: number) {
  const assistSeconds = table.assistNs[row]! / 1e9;
  const idleSeconds = table.idleNs[row]! / 1e9;
  const background = (table.backgroundNs[row]! + table.stwCpuNs[row]!) / 1e9;
  return {
    markSeconds: table.markNs[row]! / 1e9,
    assistSeconds,
    idleSeconds,
    cpuSeconds: assistSeconds + idleSeconds + background,
  };
}

/** A start above the goal by more than rounding: one allocation larger than what was left. */
function overshootOf(table: GcCycles, row: number): number {
  const over = table.before[row]! - table.goal[row]!;
  return over >= MiB && table.forced[row] === 0 ? over : 0;
}

/**
 * What row `row` marked is printed rounded down; the goal of the next, which is computed from it,
 * narrows that, where GOGC made it.
 */
function markedRangeOf(
  table: GcCycles,
  row: number,
  rules: PacerRules,
  gogc: number | null,
): Range {
  const low = table.live[row]!;
  const high = low + MiB;
  const goal = goalAfter(table, row, rules, gogc);
  if (goal === undefined || gogc === null) return [low, high];
  const [roots, mostRoots] = rootsOf(table, row);
  const lower = Math.max(low, markedFromGoal(rules, goal, mostRoots, gogc));
  const upper = Math.min(high, markedFromGoal(rules, goal + MiB, roots, gogc));
  return lower < upper ? [lower, upper] : [low, high];
}

function markedOf(table: GcCycles, row: number, rules: PacerRules, gogc: number | null): number {
  const [low, high] = markedRangeOf(table, row, rules, gogc);
  const goal = goalAfter(table, row, rules, gogc);
  if (goal === undefined || gogc === null) return (low + high) / 2;
  // Where less than 1 MiB is printed of stacks and of globals, a small part of it is usual.
  const [roots, mostRoots] = rootsOf(table, row);
  const guess = markedFromGoal(rules, goal + MiB / 2, roots + (mostRoots - roots) / 8, gogc);
  return Math.min(high, Math.max(low, guess));
}

/** The goal that was computed from what row `row` marked, if GOGC made it. */
function goalAfter(
  table: GcCycles,
  row: number,
  rules: PacerRules,
  gogc: number | null,
): number | undefined {
  const next = row + 1;
  if (gogc === null || next >= table.length || table.n[next] !== table.n[row]! + 1)
    return undefined;
  const goal = table.goal[next]!;
  return goal > minimumHeap(rules, gogc) + MiB ? goal : undefined;
}

function rootsOf(table: GcCycles, row: number): Range {
  const [stacks, globals] = [table.stacks[row]!, table.globals[row]!];
  if (Number.isNaN(stacks + globals)) return [0, 2 * MiB];
  return [stacks + globals, stacks + globals + 2 * MiB];
}
