/**
 * Runs the calibrated program through the pacer of its Go version under other settings: from
 * collection to collection by the clock of allocated bytes. No time passes but the program's, so an
 * hour takes microseconds.
 */
import { goalAtStart, goalOf } from "../heap-model/pacer/goal.ts";
import type { PacerSettings } from "../heap-model/pacer/pacer-state.ts";
import { isTightGoal } from "../heap-model/pacer/tight-goal.ts";
import { isLimitGoal, triggerOf } from "../heap-model/pacer/trigger.ts";
import { FORCED_GC_SECONDS } from "../heap-model/sysmon-clock.ts";
import type { Calibration, CostSample } from "./calibration.ts";
import type { Range } from "./observed-cycles.ts";
import { allocatedPerCounted } from "./span-waste.ts";
import { type Track, valueAt } from "./track.ts";

/** A collection follows the one before after so much allocation at least: a span. */
const SMALLEST_STEP = 64 * 1024;
/** Assists let the heap pass a goal that it has reached by no more than this. */
const ASSIST_OVERSHOOT = 1.1;

/** What is not known exactly, as one draw of it. */
export interface Draw {
  /** Allocated bytes → bytes that a collection started there finds live. */
  readonly live: Track;
  /** Bytes added to that. */
  readonly liveError: number;
  /** 0 to 1: where between their bounds the bytes lie that are no objects. */
  readonly nonHeap: number;
  /** 0 to 1: how evenly garbage is spread over the spans. */
  readonly spread: number;
  /** 0 ≤ n < 1, a new one each call. */
  readonly random: () => number;
}

export interface Replayed {
  /** Collections, the one that has begun counted by its part. */
  cycles: number;
  peakHeap: number;
  /** CPU seconds. */
  gcCpu: number;
  /** Seconds of marking. */
  marking: number;
  /** Collections to whose goal the memory limit left less than a tenth. */
  tight: number;
}

interface State {
  clock: number;
  marked: number;
  lastTime: number;
  consMarks: number[];
  nextForced: number;
}

/** @param most collections: the time behind them is taken to be like that before */
export function replay(
  calibration: Calibration,
  settings: PacerSettings,
  draw: Draw,
  most: number,
): Replayed {
  const [start, end] = calibration.span;
  const state: State = {
    clock: start,
    marked: calibration.markedFirst,
    lastTime: valueAt(calibration.clock, start),
    consMarks: [],
    nextForced: 0,
  };
  const sums: Replayed = { cycles: 0, peakHeap: 0, gcCpu: 0, marking: 0, tight: 0 };
  while (sums.cycles < most) {
    const cost = pick(calibration.costs, draw.random);
    const next = nextCycle(calibration, settings, draw, state, cost);
    if (next.startsAt >= end) {
      addBegun(sums, state, next, cost, end);
      return sums;
    }
    add(sums, state, next, cost);
    advance(calibration, state, next);
  }
  return asFarAs(sums, (end - start) / (state.clock - start));
}

function add(sums: Replayed, state: State, next: Cycle, cost: CostSample): void {
  sums.cycles++;
  sums.peakHeap = Math.max(sums.peakHeap, next.peak);
  sums.gcCpu += cost.cpuPerByte * next.live;
  sums.marking += next.markSeconds;
  if (next.byLimit && isTightGoal(next.goal, state.marked)) sums.tight++;
}

/** The last one is under way when what was measured ends: the part of it that is done. */
function addBegun(sums: Replayed, state: State, next: Cycle, cost: CostSample, end: number): void {
  const begun = (end - state.clock) / (next.startsAt - state.clock);
  sums.peakHeap = Math.max(sums.peakHeap, state.marked + end - state.clock);
  if (!(begun > 0)) return;
  sums.cycles += begun;
  sums.gcCpu += begun * cost.cpuPerByte * next.live;
}

function advance(calibration: Calibration, state: State, next: Cycle): void {
  state.marked = next.marked;
  state.clock = next.endsAt;
  state.lastTime = valueAt(calibration.clock, next.endsAt);
  while (calibration.forcedAt[state.nextForced]! < state.clock) state.nextForced++;
}

/** All but the peak go on as before. */
function asFarAs(sums: Replayed, factor: number): Replayed {
  const { cycles, peakHeap, gcCpu, marking, tight } = sums;
  return {
    cycles: cycles * factor,
    peakHeap,
    gcCpu: gcCpu * factor,
    marking: marking * factor,
    tight: tight * factor,
  };
}

interface Cycle {
  readonly startsAt: number;
  readonly endsAt: number;
  readonly goal: number;
  readonly byLimit: boolean;
  readonly peak: number;
  /** Bytes that it finds live, and those with what is allocated meanwhile. */
  readonly live: number;
  readonly marked: number;
  readonly markSeconds: number;
}

function nextCycle(
  calibration: Calibration,
  settings: PacerSettings,
  draw: Draw,
  state: State,
  cost: CostSample,
): Cycle {
  const { rules } = calibration;
  const pacer = pacerStateOf(calibration, draw, state, settings);
  const byLimit = isLimitGoal(rules, pacer, settings);
  const goal = goalOf(rules, pacer, settings);
  const trigger = Math.max(triggerOf(rules, pacer, goal, settings), state.marked + SMALLEST_STEP);
  const room = trigger - state.marked + cost.overshoot;
  const pace = allocatedPerCounted(calibration.waste, room / state.marked, draw.spread);
  const startsAt = firstCause(calibration, state, settings, state.clock + pace * room);
  const heap = state.marked + (startsAt - state.clock) / pace;
  const live = Math.max(0, valueAt(draw.live, startsAt) + draw.liveError);
  const markSeconds = cost.markPerByte * live;
  const goalNow = goalAtStart(rules, goal, heap, byLimit);
  const most = roomWhileMarking(goalNow, heap, live, state.marked);
  const black = Math.min(calibration.rateWhileMarking * markSeconds, most);
  remember(state, black, live, cost);
  const marked = live + black;
  return {
    startsAt,
    endsAt: startsAt + black,
    goal,
    byLimit,
    peak: heap + black,
    live,
    marked,
    markSeconds,
  };
}

/**
 * Assists slow the program down so that marking is done at the goal; where more is found live than
 * the last time, the goal is stretched by as much.
 */
function roomWhileMarking(goal: number, heap: number, live: number, expected: number): number {
  const room = Math.max(goal - heap, 0);
  const stretched = live > expected && expected > 0 ? (room * live) / expected : room;
  return Math.max(stretched, (ASSIST_OVERSHOOT - 1) * goal);
}

function pacerStateOf(calibration: Calibration, draw: Draw, state: State, settings: PacerSettings) {
  const { marked } = state;
  const nonHeap = nonHeapAt(calibration, draw, settings.memlimit);
  // At the trigger the limit counts what the heap will then be: at most the limit itself.
  const mappedReady = Math.min(settings.memlimit ?? 0, marked + nonHeap);
  const runway = Math.max(0, ...state.consMarks) * (marked + rootsOf(calibration));
  return {
    marked,
    stackScan: calibration.stackScan,
    globalsScan: calibration.globalsScan,
    heapLive: marked,
    nonHeap,
    mappedReady,
    runway,
  };
}

/** Beside objects, when the heap is as high as the limit lets it be. */
function nonHeapAt({ memory }: Calibration, draw: Draw, limit: number | null): number {
  if (limit === null) return 0;
  const fixed = between(memory.fixed, draw.nonHeap);
  const perByte = between(memory.perHeapByte, draw.nonHeap);
  return fixed + (perByte * Math.max(0, limit - fixed)) / (1 + perByte);
}

function between([low, high]: Range, part: number): number {
  return low + part * (high - low);
}

function rootsOf({ stackScan, globalsScan }: Calibration): number {
  return stackScan + globalsScan;
}

/** The pacer's estimate of how far the heap grows for each byte that is scanned (Go ≥ 1.18). */
function remember(state: State, black: number, live: number, cost: CostSample): void {
  const utilization = 0.25 + cost.utilization;
  if (utilization >= 1 || live <= 0) return;
  const consMark = (black * (utilization + cost.idleShare)) / ((live + black) * (1 - utilization));
  state.consMarks.push(3 * consMark);
  if (state.consMarks.length > 5) state.consMarks.shift();
}

/** The trigger, a call of the program or the two-minute timer: whichever comes first. */
function firstCause(
  calibration: Calibration,
  state: State,
  settings: PacerSettings,
  wanted: number,
): number {
  const forced = calibration.forcedAt[state.nextForced] ?? Number.POSITIVE_INFINITY;
  const first = Math.min(wanted, forced >= state.clock ? forced : Number.POSITIVE_INFINITY);
  if (settings.gogc === null) return first;
  const timer = clockAt(calibration, state.lastTime + FORCED_GC_SECONDS);
  return Math.min(first, Math.max(timer, state.clock));
}

/** Allocated bytes at that time; Infinity after the last that was seen. */
function clockAt({ clock: { x, y } }: Calibration, time: number): number {
  return time >= y[y.length - 1]! ? Number.POSITIVE_INFINITY : valueAt({ x: y, y: x }, time);
}

function pick<T>(list: readonly T[], random: () => number): T {
  return list[Math.floor(random() * list.length)]!;
}
