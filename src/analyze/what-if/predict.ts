/**
 * What a setting would make of the program: the replay, many times over with what is not known drawn
 * anew, so that each number has an interval. Its middle is the median; its ends are widened by how
 * far predictions were from real runs (docs/what-if.md), which no drawing knows.
 */
import type { PacerSettings } from "../heap-model/pacer/pacer-state.ts";
import { reachedIn, soonAfter } from "./at-now.ts";
import type { Calibration, CostSample } from "./calibration.ts";
import { liveTrack } from "./live-track.ts";
import type { Range } from "./observed-cycles.ts";
import { randomNumbers } from "./random-numbers.ts";
import { type Draw, type Replayed, replay } from "./replay.ts";
import type { Predicted, WhatIfWarning } from "./what-if-table.ts";

const DRAWS = 25;
const FEWEST_DRAWS = 5;

/** How much work a prediction may be. */
export interface Effort {
  /** Many collections differ little from draw to draw, and take long: so many in all draws together. */
  readonly cycles: number;
  /** Of one draw: beyond them it is taken to go on in the same way. */
  readonly cyclesOfDraw: number;
}

const THOROUGH: Effort = { cycles: 20_000, cyclesOfDraw: 300_000 };

/** Errors that nine of ten predictions stayed below, as parts of the number. */
const TRACED = { peakHeap: 0.06, peakRss: 0.08, cycles: 0.12, gcCpu: 0.25 };
const LOOKED_AT = { peakHeap: 0.12, peakRss: 0.15, cycles: 0.25, gcCpu: 0.35 };

/** The collector at work for this part of the time is stopped by its limiter. */
const ALWAYS = 0.5;
/** Seconds; a limit that is reached later has its use until then. */
const SOON = 3600;
/** Part of the collections whose goal was tight. */
const OFTEN_TIGHT = 0.1;

export interface Prediction {
  readonly peakHeap: Predicted;
  readonly peakRss: Predicted;
  readonly cyclesPerMinute: Predicted;
  readonly gcCpuShare?: Predicted;
  readonly warnings: readonly WhatIfWarning[];
  readonly reachedIn?: number;
}

/** Of a live heap that grows the intervals reach from what is live now to what will be soon. */
export function predict(
  calibration: Calibration,
  settings: PacerSettings,
  effort: Effort = THOROUGH,
): Prediction {
  const now = predictOnce(calibration, settings, effort);
  const later = soonAfter(calibration, settings.memlimit);
  if (later === undefined) return now;
  const soon = predictOnce(later, settings, effort);
  return {
    ...now,
    peakHeap: reaching(now.peakHeap, soon.peakHeap),
    peakRss: reaching(now.peakRss, soon.peakRss),
    cyclesPerMinute: reaching(now.cyclesPerMinute, soon.cyclesPerMinute),
    ...(now.gcCpuShare === undefined || soon.gcCpuShare === undefined
      ? {}
      : { gcCpuShare: reaching(now.gcCpuShare, soon.gcCpuShare) }),
  };
}

function reaching({ value, range: [low, high] }: Predicted, { range }: Predicted): Predicted {
  return { value, range: [Math.min(low, range[0]), Math.max(high, range[1])] };
}

function predictOnce(
  calibration: Calibration,
  settings: PacerSettings,
  effort: Effort,
): Prediction {
  const runs: Replayed[] = [];
  let cycles = 0;
  while (runs.length < DRAWS && (cycles < effort.cycles || runs.length < FEWEST_DRAWS)) {
    const { costs, draw } = drawOf(calibration, runs.length);
    const run = replay({ ...calibration, costs }, settings, draw, effort.cyclesOfDraw);
    runs.push(run);
    cycles += run.cycles;
  }
  const { seconds, procs } = calibration;
  const error = calibration.isTraced ? TRACED : LOOKED_AT;
  const peakHeap = summary(runs, ({ peakHeap }) => peakHeap, error.peakHeap);
  const cpu = fitted(
    calibration,
    summary(runs, ({ gcCpu }) => gcCpu / seconds / procs, error.gcCpu),
  );
  const cyclesPerMinute = summary(runs, ({ cycles }) => (cycles / seconds) * 60, error.cycles);
  const reached = reachedIn(calibration, settings.memlimit);
  return {
    peakHeap,
    peakRss: rssOf(calibration, peakHeap, error.peakRss),
    cyclesPerMinute: fitted(calibration, cyclesPerMinute),
    ...(calibration.hasCosts ? { gcCpuShare: atMost(cpu, 1) } : {}),
    warnings: [
      ...(reached !== undefined && reached < SOON ? (["reached"] as const) : []),
      ...warningsOf(calibration, settings, runs),
    ],
    ...(reached === undefined ? {} : { reachedIn: reached }),
  };
}

function drawOf(calibration: Calibration, i: number): { costs: CostSample[]; draw: Draw } {
  const random = randomNumbers(i);
  const { costs, liveError } = calibration;
  // Drawn with replacement: how well so few collections tell the cost of one.
  const drawn = costs.map(() => costs[Math.floor(random() * costs.length)]!);
  const live = liveTrack(calibration.found, random);
  const draw = {
    live,
    liveError: liveError * (2 * random() - 1),
    nonHeap: random(),
    spread: random(),
    random,
  };
  return { costs: drawn, draw };
}

function summary(
  runs: readonly Replayed[],
  of: (run: Replayed) => number,
  error: number,
): Predicted {
  const sorted = runs.map(of).sort((a, b) => a - b);
  // Of 25 draws the lowest and the highest are left out.
  const outside = Math.floor(sorted.length / DRAWS);
  const low = sorted[outside]!;
  const high = sorted[sorted.length - 1 - outside]!;
  return {
    value: sorted[sorted.length >> 1]!,
    range: [low * (1 - error), high * (1 + error)],
  };
}

/** Where the model has more or fewer collections than were counted, other settings may have, too. */
function fitted({ fit = 1 }: Calibration, { value, range: [low, high] }: Predicted): Predicted {
  return { value, range: [Math.min(low, value * fit), Math.max(high, value * fit)] };
}

/** At least as uncertain as predictions of RSS were; more where the peak is, or nobody looked. */
function rssOf({ memory }: Calibration, peak: Predicted, error: number): Predicted {
  const at = (heap: number, side: 0 | 1) => memory.rssBase[side] + memory.rssPerPeak[side] * heap;
  const value = (at(peak.value, 0) + at(peak.value, 1)) / 2;
  const range: Range = [
    Math.min(at(peak.range[0], 0), value * (1 - error)),
    Math.max(at(peak.range[1], 1), value * (1 + error)),
  ];
  return { value, range };
}

function atMost({ value, range: [low, high] }: Predicted, most: number): Predicted {
  const cut = (number: number) => Math.min(most, number);
  return { value: cut(value), range: [cut(low), cut(high)] };
}

function warningsOf(
  calibration: Calibration,
  settings: PacerSettings,
  runs: readonly Replayed[],
): WhatIfWarning[] {
  const run = [...runs].sort((a, b) => a.marking - b.marking)[runs.length >> 1]!;
  const warnings: WhatIfWarning[] = [];
  if (settings.gogc === null && settings.memlimit === null) warnings.push("endless");
  if (run.tight > OFTEN_TIGHT * run.cycles) warnings.push("tight");
  // Without a trace how long marking takes is a guess; what it costs is not.
  const busy = calibration.isTraced ? run.marking : run.gcCpu / calibration.procs;
  if (busy > ALWAYS * calibration.seconds) warnings.push("limiter");
  return warnings;
}
