/**
 * What other settings would make of the program, computed beforehand for the page's sliders: GOGC
 * from a quarter to eight times the usual, and memory limits from what the live heap needs at least
 * up to the limit that the process has.
 */
import { MiB } from "../../base/units.ts";
import type { Span, WhatIfAnswer, WhatIfBasis, WhatIfGrid } from "../../model/page.ts";
import { sliceCycles } from "../gc/history-of-cycles.ts";
import type { PacerSettings } from "../heap-model/pacer/pacer-state.ts";
import { assumptionsOf } from "../what-if/assumptions.ts";
import type { Calibration } from "../what-if/calibration.ts";
import { predict } from "../what-if/predict.ts";
import { prepare } from "../what-if/prepare.ts";
import type { WhatIfInput } from "../what-if/what-if-input.ts";
import type { Predicted } from "../what-if/what-if-table.ts";

const GOGC = [25, 50, 75, 100, 150, 200, 300, 400, 600, 800];
/** Of the live heap at its largest: the lowest leave so little that it collects all the time. */
const OVER_LIVE = [1.1, 1.25, 1.5, 2, 3, 4];
/** Of the limit that the process has: what runs beside Go needs the rest. */
const OF_LIMIT = [0.6, 0.8, 0.9, 0.95];

/** So many settings are asked that each may be little work: some fifth of a second in all. */
const EFFORT = { cycles: 1500, cyclesOfDraw: 1200 };
/** Collections that tell how the program is; of more the last ones. */
const COLLECTIONS = 200;

/** null where too little was measured to say. */
export function whatIfGrid(all: WhatIfInput): WhatIfGrid | null {
  const input = newestOf(all);
  const prepared = prepare(input);
  if (prepared.kind === "refused") return null;
  const { calibration, part } = prepared;
  const { present } = calibration;
  const limit = input.limit?.bytes ?? null;
  const gogc = [...rising([...GOGC, ...(present.gogc === null ? [] : [present.gogc])]), null];
  const memlimit = limitsFor(calibration, limit);
  return {
    gogc,
    memlimit,
    now: [gogc.indexOf(present.gogc), memlimit.indexOf(present.memlimit)],
    answers: gogc.map((percent) =>
      memlimit.map((bytes) => answerFor(calibration, { gogc: percent, memlimit: bytes })),
    ),
    assumes: [
      ...assumptionsOf(calibration, part),
      ...(input === all ? [] : [`The last ${COLLECTIONS} collections tell how the program is.`]),
    ],
    basis: basisOf(calibration, part),
    limit,
  };
}

function basisOf(
  { isTraced, cycles, seconds, growth }: Calibration,
  part: WhatIfInput,
): WhatIfBasis {
  const until = isTraced ? undefined : part.looks.at(-1)?.time;
  return { collections: cycles, seconds, until: until ?? null, growth: growth ?? null };
}

/** The sentence on why there is none. */
export function whyNoGrid(input: WhatIfInput): string | null {
  const prepared = prepare(newestOf(input));
  return prepared.kind === "refused" ? prepared.reason : null;
}

/** The same with the last collections only, where there are many. */
function newestOf(input: WhatIfInput): WhatIfInput {
  const { cycles, looks } = input;
  const count = looks.at(-1)?.stats.NumGC ?? Number.NaN;
  const recent = looks.filter(({ stats }) => !(count - (stats.NumGC ?? 0) > COLLECTIONS));
  const isCut = recent.length < looks.length && recent.length > 1;
  const isLong = cycles !== undefined && cycles.length > COLLECTIONS;
  if (!isCut && !isLong) return input;
  return {
    ...input,
    ...(isCut ? { looks: recent } : {}),
    ...(isLong ? { cycles: sliceCycles(cycles, cycles.length - COLLECTIONS, cycles.length) } : {}),
  };
}

/** Go before 1.19 has none. */
function limitsFor(
  { rules, present, found, memory }: Calibration,
  limit: number | null,
): (number | null)[] {
  if (rules.memoryLimit === null) return [null];
  const live = Math.max(...found.y);
  const overLive = OVER_LIVE.map((factor) => memory.fixed[1] + factor * live);
  const ofLimit = limit === null ? [] : OF_LIMIT.map((part) => part * limit);
  const useful = [...overLive, ...ofLimit]
    .filter((bytes) => limit === null || bytes < limit)
    .map((bytes) => Math.ceil(bytes / MiB) * MiB);
  return [...rising([...useful, ...(present.memlimit === null ? [] : [present.memlimit])]), null];
}

function rising(values: readonly number[]): number[] {
  return [...new Set(values)].sort((a, b) => a - b);
}

/** With neither the heap grows for as long as it runs: nothing to say. */
function answerFor(calibration: Calibration, settings: PacerSettings): WhatIfAnswer | null {
  const { peakHeap, peakRss, cyclesPerMinute, gcCpuShare, warnings, reachedIn } = predict(
    calibration,
    settings,
    EFFORT,
  );
  if (warnings.includes("endless")) return null;
  return {
    peakHeap: spanOf(peakHeap),
    peakRss: spanOf(peakRss),
    cyclesPerMinute: spanOf(cyclesPerMinute),
    gcCpuShare: gcCpuShare === undefined ? null : spanOf(gcCpuShare),
    isThrashing: warnings.includes("limiter"),
    reachedIn: reachedIn ?? null,
  };
}

function spanOf({ value, range: [low, high] }: Predicted): Span {
  return { value, low: Math.min(low, value), high: Math.max(high, value) };
}
