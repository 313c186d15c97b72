/**
 * From what was measured to a calibrated model, or to the reason why that is too little. A trace is
 * the better source, as it has each collection; looks at MemStats do where there is none.
 */
import { formatSpan } from "../../base/units.ts";
import { formatGogc } from "../../model/go-settings.ts";
import type { PacerRules } from "../heap-model/pacer/pacer-rules.ts";
import type { PacerSettings } from "../heap-model/pacer/pacer-state.ts";
import { pacerRules } from "../heap-model/pacer/pick-pacer-rules.ts";
import { atNow } from "./at-now.ts";
import { calibrate, type Roots } from "./calibrate.ts";
import type { Calibration } from "./calibration.ts";
import { cyclesOfLooks } from "./cycles-of-looks.ts";
import { cyclesOfTrace } from "./cycles-of-trace.ts";
import { hasTellingGoals, inferGogc, ownGogc } from "./infer-gogc.ts";
import { memoryShape, withPeak } from "./memory-shape.ts";
import { type ObservedCycles, type Range, scaleClock } from "./observed-cycles.ts";
import { predict } from "./predict.ts";
import { recentPart } from "./recent-part.ts";
import { type SinceOwnGogc, sinceOwnGogc } from "./since-own-gogc.ts";
import { growthBetween, MOST_WASTE, wasteOfTrace } from "./span-waste.ts";
import type { Look, WhatIfInput } from "./what-if-input.ts";
import type { Predicted, WhatIfRefusal } from "./what-if-table.ts";

interface Prepared {
  readonly kind: "calibrated";
  readonly calibration: Calibration;
  readonly presentSource: string;
  /** What of the input it is told from: see recent-part.ts. */
  readonly part: WhatIfInput;
}

/**
 * Counted collections for each of the model's, beyond which it is of another program. Ends of spans make more
 * of them; fewer come where the goals are not those of the settings that were read.
 */
const FIT: Range = [1 / 1.5, 2];

/** Fewer collections that the heap's growth started say too little. */
const FEWEST = 5;

export function prepare(given: WhatIfInput): Prepared | WhatIfRefusal {
  const rules = pacerRules(given.go);
  const own = sinceOwnGogc(given, rules);
  const all = own?.input ?? given;
  const present = own === undefined ? presentOf(all, rules) : ownSince(own);
  const look = (part: WhatIfInput) => observe(part, rules, present?.settings.gogc ?? null);
  const whole = look(all);
  if (whole === undefined) return nothingToGoBy(all);
  const refusal = tooLittle(whole);
  if (refusal !== undefined) return refusal;
  if (present === undefined) return unknownSettings(all, rules);
  const { input, observed, growth } = recentPart({ input: all, observed: whole }, look);
  const shape = memoryShape(input.looks, input.go, input.peakRss);
  const of = (cycles: ObservedCycles, share: number) => {
    const waste = { share, growth: growthBetween(cycles) };
    return calibrate(cycles, rules, present.settings, rootsOf(input), shape, waste);
  };
  const first = of(observed, observed.isTraced ? wasteOfTrace(observed, input.looks) : 0);
  if (!isUsable(first)) return noAllocation();
  const heap = observed.isTraced ? first : agreeing(observed, first, of);
  const { peakHeap, cyclesPerMinute } = predict(heap, present.settings);
  const fit = (60 * observed.count) / heap.seconds / cyclesPerMinute.value;
  if (!(fit > FIT[0] && fit < FIT[1])) return otherThanCounted(observed, heap, cyclesPerMinute);
  const calibration = { ...heap, fit, memory: withPeak(shape, peakHeap.value) };
  return {
    kind: "calibrated",
    calibration: atNow(calibration, growth),
    presentSource: present.source,
    part: input,
  };
}

/**
 * The pacer counts whole spans, with the ends that no object fits into, and TotalAlloc does not: how
 * much more the pacer counts is told from how often it collected under the settings of now.
 */
function agreeing(
  observed: ObservedCycles,
  calibration: Calibration,
  of: (cycles: ObservedCycles, waste: number) => Calibration,
): Calibration {
  const predicted = predict(calibration, calibration.present).cyclesPerMinute.value;
  const seen = (observed.count / calibration.seconds) * 60;
  const factor = Math.min(1 + MOST_WASTE, Math.max(1, seen / predicted));
  return of(scaleClock(observed, factor), factor - 1);
}

function presentOf(
  input: WhatIfInput,
  rules: PacerRules,
): { settings: PacerSettings; source: string } | undefined {
  const { settings, cycles } = input;
  if (settings !== undefined) return inForce(input, settings, rules);
  const gogc = cycles === undefined ? undefined : inferGogc(cycles, rules);
  if (gogc === undefined) return undefined;
  return { settings: { gogc, memlimit: null }, source: "told from the goals in the log" };
}

function ownSince({ input, n }: SinceOwnGogc): { settings: PacerSettings; source: string } {
  const source = `told from the goals in the log since gc ${n}, as the program set GOGC then`;
  return { settings: input.settings!, source };
}

/** A trace's goals say whether what the program was started with holds. */
function inForce(
  { cycles, isSettingOfStart }: WhatIfInput,
  settings: PacerSettings,
  rules: PacerRules,
): { settings: PacerSettings; source: string } {
  const isChecked = isSettingOfStart === true && cycles !== undefined;
  const gogc = isChecked ? ownGogc(cycles, rules, settings) : undefined;
  if (gogc === undefined) return { settings, source: "as the process says" };
  return {
    settings: { ...settings, gogc },
    source: `told from the goals in the log, as the program has set its own, which goes before the environment (it was started with GOGC=${formatGogc(settings.gogc)})`,
  };
}

function observe(
  input: WhatIfInput,
  rules: PacerRules,
  gogc: number | null,
): ObservedCycles | undefined {
  const { cycles, looks, procs = 1 } = input;
  const traced =
    cycles === undefined || cycles.length < FEWEST ? undefined : cyclesOfTrace(cycles, rules, gogc);
  return traced ?? cyclesOfLooks(looks, rules, gogc, procs);
}

function tooLittle(observed: ObservedCycles): WhatIfRefusal | undefined {
  const own = observed.count - observed.forced;
  if (own >= FEWEST) return undefined;
  const all = `${observed.count} ${observed.count === 1 ? "collection was" : "collections were"} seen${inTime(observed)}`;
  if (observed.count >= FEWEST) {
    return refuse(
      `${all}, and ${own === 0 ? "all" : `all but ${own}`} of them were called for by the program: those come whatever GOGC is.`,
      "Let it run where it does not call runtime.GC() or debug.FreeOSMemory().",
    );
  }
  return refuse(
    `${all}; at least ${FEWEST} that the growth of the heap started are needed.`,
    "Record for longer, or under more load.",
  );
}

/** Of a trace from its first collection to its last, else from the first look to the last. */
function inTime({ cycles, end }: ObservedCycles): string {
  const seconds = end === undefined ? cycles[cycles.length - 1]!.time - cycles[0]!.time : end[1];
  return seconds > 0 ? ` in ${formatSpan(seconds)}` : "";
}

function nothingToGoBy({ cycles, looks }: WhatIfInput): WhatIfRefusal {
  if (cycles !== undefined && cycles.length > 0 && Number.isNaN(cycles.at[0]!)) {
    return refuse(
      "Go 1.4's trace says neither when a collection was nor what its goal was.",
      "Record the program with a newer Go, or look at it several times: resident gc URL --for 1m.",
    );
  }
  const what =
    (cycles?.length ?? 0) > 0
      ? `The log has ${cycles!.length} ${cycles!.length === 1 ? "collection" : "collections"}; at least ${FEWEST} are needed.`
      : looks.length > 1
        ? betweenLooks(looks)
        : "Nothing that was read says how often it collects.";
  return refuse(
    what,
    "Record a trace: resident run --out b.tgz -- ./server, or look for longer: --for 1m.",
  );
}

/** The collections of before the first look are of another time. */
function betweenLooks(looks: readonly Look[]): string {
  const [first, last] = [looks[0]!, looks[looks.length - 1]!];
  const count = (last.stats.NumGC ?? Number.NaN) - (first.stats.NumGC ?? Number.NaN);
  if (Number.isNaN(count)) return "What was read does not count its collections.";
  const time = formatSpan(last.time - first.time);
  if (count === 0) return `It did not collect in the ${time} from the first look to the last.`;
  return `What was read does not say what its collections left alive in the ${time} from the first look to the last.`;
}

/** Time and allocation go on, and what is live is something. */
function isUsable({ seconds, span: [start, end], found }: Calibration): boolean {
  return seconds > 0 && end > start && Number.isFinite(end) && found.y.some((live) => live > 1);
}

function noAllocation(): WhatIfRefusal {
  return refuse(
    "It allocated nothing to speak of while it was measured, so no setting makes a difference.",
    "Record it under load.",
  );
}

function otherThanCounted(
  { count, isTraced }: ObservedCycles,
  { seconds }: Calibration,
  { value }: Predicted,
): WhatIfRefusal {
  const perMinute = (number: number) => `${Number(number.toPrecision(2))} a minute`;
  return refuse(
    `The model is not this program: with the settings of now it would have collected ${perMinute(value)}, and ${count} collections in ${formatSpan(seconds)} (${perMinute((60 * count) / seconds)}) were counted.`,
    isTraced
      ? "Where its settings changed while it was traced, let it run for longer under those of now."
      : "Record a trace: resident run --out b.tgz -- ./server. It also tells a GOGC that the program sets itself (debug.SetGCPercent).",
  );
}

function unknownSettings({ cycles }: WhatIfInput, rules: PacerRules): WhatIfRefusal {
  const isFew = cycles === undefined || !hasTellingGoals(cycles, rules);
  return refuse(
    isFew
      ? "Too few of its collections were of a heap large enough to tell which GOGC made their goals."
      : "Its goals follow no GOGC: a memory limit made them, or it was changed meanwhile; so what was measured can't be told apart from the setting.",
    "Give a bundle of resident run or capture, which says the settings, instead of the log alone.",
  );
}

function refuse(reason: string, hint: string): WhatIfRefusal {
  return { kind: "refused", reason, hint };
}

/** A trace rounds them down to MiB: what looks say is better, else what is printed. */
function rootsOf({ looks, cycles }: WhatIfInput): Roots {
  const metrics = looks[looks.length - 1]?.metrics;
  const last = (cycles?.length ?? 0) - 1;
  const printed = (column: Float64Array | undefined) => column?.[last] || 0;
  return {
    stackScan: metrics?.get("/gc/scan/stack:bytes") ?? printed(cycles?.stacks),
    globalsScan: metrics?.get("/gc/scan/globals:bytes") ?? printed(cycles?.globals),
  };
}
