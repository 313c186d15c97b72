/**
 * Calibrates the model on observed collections. Live heap: what a collection marked less what was
 * allocated while it marked, as new objects are marked at once. Cost: what each collection cost for
 * each byte that was live; stacks and globals are part of that, as they are the same each time.
 */
import type { PacerRules } from "../heap-model/pacer/pacer-rules.ts";
import type { PacerSettings } from "../heap-model/pacer/pacer-state.ts";
import type { Calibration, CostSample, MemoryShape, SpanWaste } from "./calibration.ts";
import type { ObservedCycle, ObservedCycles } from "./observed-cycles.ts";
import type { Track } from "./track.ts";

export interface Roots {
  readonly stackScan: number;
  readonly globalsScan: number;
}

export function calibrate(
  observed: ObservedCycles,
  rules: PacerRules,
  present: PacerSettings,
  roots: Roots,
  memory: MemoryShape,
  waste: SpanWaste,
): Calibration {
  const { cycles, procs } = observed;
  const first = cycles[0]!;
  const clock = clockOf(observed);
  const costs = costsOf(cycles, procs);
  return {
    isTraced: observed.isTraced,
    rules,
    present,
    procs,
    span: [observed.isFromStart ? 0 : first.endsAt, clock.x[clock.x.length - 1]!],
    seconds: clock.y[clock.y.length - 1]! - clock.y[0]!,
    clock,
    found: foundBy(observed),
    liveError: liveError(cycles),
    markedFirst: observed.isFromStart ? 0 : first.marked,
    waste,
    rateWhileMarking: rateWhileMarking(cycles),
    ...roots,
    costs: costs.length > 0 ? costs : [UNKNOWN_COST],
    hasCosts: costs.length > 0,
    forcedAt: cycles.filter(({ forced }) => forced).map(({ startsAt }) => startsAt),
    memory,
    cycles: observed.count,
  };
}

/** Marks 1 GiB a second, which is usual; what that costs is not told. */
const UNKNOWN_COST: CostSample = {
  cpuPerByte: 0,
  markPerByte: 2 ** -30,
  utilization: 0,
  idleShare: 0,
  overshoot: 0,
};

/** Through the start and the end of each collection's marking. */
function clockOf({ cycles, isFromStart, end }: ObservedCycles): Track {
  const x: number[] = isFromStart ? [0] : [];
  const y: number[] = isFromStart ? [0] : [];
  const add = (at: number, time: number) => {
    if (x.length > 0 && at <= x[x.length - 1]!) return;
    x.push(at);
    y.push(Math.max(time, y[y.length - 1] ?? 0));
  };
  cycles.forEach((cycle, i) => {
    if (isFromStart || i > 0) add(cycle.startsAt, cycle.time);
    add(cycle.endsAt, cycle.time + (cycle.markSeconds || 0));
  });
  if (end !== undefined) add(...end);
  return { x, y };
}

function foundBy({ cycles, isFromStart }: ObservedCycles): Track {
  const x: number[] = isFromStart ? [0] : [];
  const y: number[] = isFromStart ? [0] : [];
  for (const cycle of cycles) {
    if (x.length > 0 && cycle.startsAt <= x[x.length - 1]!) continue;
    x.push(cycle.startsAt);
    y.push(foundLive(cycle));
  }
  return { x, y };
}

/** New objects are marked without being looked at, so that only these cost. */
function foundLive({ marked, startsAt, endsAt }: ObservedCycle): number {
  return Math.max(1, marked - (endsAt - startsAt));
}

/** Rounding of the marked bytes, in the mean: single ones are of both signs. */
function liveError(cycles: readonly ObservedCycle[]): number {
  const widths = cycles.map(({ markedRange: [low, high] }) => (high - low) / 2);
  return widths.reduce((sum, width) => sum + width, 0) / Math.max(1, widths.length);
}

/** Over all collections, as one alone is too short for the resolution of a trace. */
function rateWhileMarking(cycles: readonly ObservedCycle[]): number {
  let bytes = 0;
  let seconds = 0;
  for (const cycle of cycles) {
    if (!(cycle.markSeconds > 0)) continue;
    bytes += cycle.endsAt - cycle.startsAt;
    seconds += cycle.markSeconds;
  }
  return seconds === 0 ? 0 : bytes / seconds;
}

function costsOf(cycles: readonly ObservedCycle[], procs: number): CostSample[] {
  const known = cycles.filter(({ cpuSeconds, marked }) => cpuSeconds > 0 && marked > 0);
  const largest = Math.max(0, ...known.map(({ marked }) => marked));
  // The first collections of a program are of a heap so small that their fixed cost is all.
  const typical = known.filter(({ marked }) => marked >= largest / 4);
  return typical.map((cycle) => costOf(cycle, procs));
}

function costOf(cycle: ObservedCycle, procs: number): CostSample {
  const marking = cycle.markSeconds || 0;
  const all = Math.max(marking * procs, 1e-9);
  return {
    cpuPerByte: cycle.cpuSeconds / foundLive(cycle),
    markPerByte: marking / foundLive(cycle),
    utilization: (cycle.assistSeconds || 0) / all,
    idleShare: (cycle.idleSeconds || 0) / all,
    overshoot: cycle.overshoot,
  };
}
