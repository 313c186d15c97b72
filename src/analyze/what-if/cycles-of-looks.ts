/**
 * Observed collections from looks at MemStats, where there is no trace: how many there were, what
 * the last one before each look marked, and what all of them cost. What was allocated while marking
 * went on is in no such number, but collections come the more often the more that is.
 */
import { MiB } from "../../base/units.ts";
import { goalTellsMarked, markedFromGoal } from "../heap-model/pacer/marked-from-goal.ts";
import type { PacerRules } from "../heap-model/pacer/pacer-rules.ts";
import type { ObservedCycle, ObservedCycles, Range } from "./observed-cycles.ts";
import type { Look } from "./what-if-input.ts";

/** @returns undefined where the looks do not say how often it collected and what it allocated */
export function cyclesOfLooks(
  looks: readonly Look[],
  rules: PacerRules,
  gogc: number | null,
  procs: number,
): ObservedCycles | undefined {
  const seen = looks.filter(({ stats }) => stats.NumGC !== undefined && stats.TotalAlloc >= 0);
  const [first, last] = [seen[0], seen[seen.length - 1]];
  if (first === undefined || last === undefined || last.time <= first.time) return undefined;
  const count = last.stats.NumGC! - first.stats.NumGC!;
  const cpuSeconds = count > 0 ? gcCpuOf(first, last, procs) / count : Number.NaN;
  const cycles: ObservedCycle[] = [];
  for (let i = 1; i < seen.length; i++) {
    const cycle = cycleBetween(seen[i - 1]!, seen[i]!, first, rules, gogc);
    if (cycle === undefined) continue;
    cycles.push({ ...cycle, cpuSeconds });
  }
  if (cycles.length === 0) return undefined;
  const forced = (last.stats.NumForcedGC ?? 0) - (first.stats.NumForcedGC ?? 0);
  return {
    cycles: withMarking(cycles, seen, gogc, count),
    count,
    forced,
    isTraced: false,
    isFromStart: false,
    procs,
    end: [last.stats.TotalAlloc - first.stats.TotalAlloc, last.time - first.time],
  };
}

/** The last collection between two looks; undefined where there was none, or its M is not told. */
function cycleBetween(
  before: Look,
  after: Look,
  first: Look,
  rules: PacerRules,
  gogc: number | null,
): ObservedCycle | undefined {
  if (after.stats.NumGC! <= before.stats.NumGC!) return undefined;
  const marked = markedOf(after, rules, gogc);
  if (marked === undefined) return undefined;
  const time = timeOfGc(before, after);
  const part = (time - before.time) / (after.time - before.time);
  const allocated =
    before.stats.TotalAlloc + part * (after.stats.TotalAlloc - before.stats.TotalAlloc);
  const clock = allocated - first.stats.TotalAlloc;
  const wasForced = (after.stats.NumForcedGC ?? 0) > (before.stats.NumForcedGC ?? 0);
  return {
    n: after.stats.NumGC!,
    startsAt: clock,
    endsAt: clock,
    time: time - first.time,
    marked: (marked[0] + marked[1]) / 2,
    markedRange: marked,
    overshoot: 0,
    markSeconds: Number.NaN,
    cpuSeconds: Number.NaN,
    assistSeconds: 0,
    idleSeconds: 0,
    forced: wasForced && after.stats.NumGC! - before.stats.NumGC! === 1,
    periodic: false,
  };
}

/** MemStats say when; runtime/metrics do not: then the middle. */
function timeOfGc(before: Look, after: Look): number {
  const at = after.stats.LastGC ?? 0;
  return at > before.time && at < after.time ? at : (before.time + after.time) / 2;
}

function markedOf(look: Look, rules: PacerRules, gogc: number | null): Range | undefined {
  const live = look.metrics?.get("/gc/heap/live:bytes");
  if (live !== undefined && live > 0) return [live, live];
  const { stats } = look;
  if (gogc === null || !goalTellsMarked(rules, stats.NextGC, gogc)) return undefined;
  const roots = stats.StackInuse + MiB;
  return [
    markedFromGoal(rules, stats.NextGC, roots, gogc),
    markedFromGoal(rules, stats.NextGC, 0, gogc),
  ];
}

/** CPU seconds; NaN where no look says. GCCPUFraction counts from the start: taken as the share. */
function gcCpuOf(first: Look, last: Look, procs: number): number {
  const name = "/cpu/classes/gc/total:cpu-seconds";
  const [from, to] = [first.metrics?.get(name), last.metrics?.get(name)];
  if (from !== undefined && to !== undefined) return to - from;
  const share = last.stats.GCCPUFraction ?? Number.NaN;
  return share * procs * (last.time - first.time);
}

/** While marking goes on idle processors help, as in most programs. */
const IDLE_SHARE = 0.5;
/** Marking takes a quarter of the processors at least, and where others use them too, longer. */
const LONGEST_MARK = 16;

/**
 * A program allocates from what was marked (M) to the trigger, and while marking goes on; the
 * trigger is before the goal by the runway, which is about three times of the latter where idle
 * processors help. So a cycle's allocation is goal − M − 2 · (bytes allocated while marking).
 */
function withMarking(
  cycles: readonly ObservedCycle[],
  looks: readonly Look[],
  gogc: number | null,
  count: number,
): ObservedCycle[] {
  const [first, last] = [looks[0]!, looks[looks.length - 1]!];
  const allocated = last.stats.TotalAlloc - first.stats.TotalAlloc;
  const rate = allocated / (last.time - first.time);
  const marked = meanMarked(cycles, first);
  const growth = gogc === null ? Number.NaN : (marked * gogc) / 100;
  const least = (cycles[0]!.cpuSeconds || 0) * rate;
  const most = least > 0 ? LONGEST_MARK * least : Number.POSITIVE_INFINITY;
  const black = Math.min(most, Math.max(least, (growth - allocated / count) / 2 || 0));
  const markSeconds = rate > 0 ? Math.min(black, marked / 2) / rate : 0;
  return cycles.map((cycle) => ({
    ...cycle,
    endsAt: cycle.startsAt + rate * markSeconds,
    markSeconds,
    idleSeconds: IDLE_SHARE * markSeconds,
  }));
}

/** Of all collections: those that were not met between two looks are taken to be as the one that was. */
function meanMarked(cycles: readonly ObservedCycle[], first: Look): number {
  let [sum, all, before] = [0, 0, first.stats.NumGC!];
  for (const { n, marked } of cycles) {
    sum += (n - before) * marked;
    all += n - before;
    before = n;
  }
  return sum / all;
}
