/**
 * This program as the replay needs it: what it keeps alive, how fast it allocates, and what a
 * collection of it costs. Everything is over its own clock, the bytes that it has allocated, as a
 * collector with other settings meets the same program at the same bytes but at other collections.
 */
import type { PacerRules } from "../heap-model/pacer/pacer-rules.ts";
import type { PacerSettings } from "../heap-model/pacer/pacer-state.ts";
import type { LiveGrowth } from "./live-growth.ts";
import type { Range } from "./observed-cycles.ts";
import type { Track } from "./track.ts";

/** What one collection cost, to be drawn again for others. */
export interface CostSample {
  /** CPU seconds, and seconds of marking, for each byte that was live at its start. */
  readonly cpuPerByte: number;
  readonly markPerByte: number;
  /** Shares of all processors while marking: what counts as the collector's, and what was idle. */
  readonly utilization: number;
  readonly idleShare: number;
  /** Bytes above the goal at its start: a large allocation. */
  readonly overshoot: number;
}

/** What the pacer counts as allocated and no object lies in. */
export interface SpanWaste {
  /** Bytes for each byte of TotalAlloc; 0 where not known. */
  readonly share: number;
  /** How much the heap grew from what was marked to the next start, as a part of that. */
  readonly growth: number;
}

/** How what the memory limit counts, and RSS, go with the heap. */
export interface MemoryShape {
  /** Counted by the limit and no object: a part of its own, and free slots for each heap byte. */
  readonly fixed: Range;
  readonly perHeapByte: Range;
  /** Bytes of RSS that are no heap pages, and RSS of the heap for each byte of its peak. */
  readonly rssBase: Range;
  readonly rssPerPeak: Range;
  /** The highest RSS that was seen. */
  readonly peakRss?: number;
  /** False where RSS was not measured and Go's own needs stand in for it. */
  readonly isMeasured: boolean;
}

export interface Calibration {
  /** False where not each collection was seen: then intervals are wider. */
  readonly isTraced: boolean;
  readonly rules: PacerRules;
  readonly present: PacerSettings;
  readonly procs: number;
  /** Bytes allocated at the first and at the last thing seen. */
  readonly span: Range;
  readonly seconds: number;
  /** Allocated bytes → seconds. */
  readonly clock: Track;
  /** Allocated bytes → bytes that a collection that started there found live. */
  readonly found: Track;
  /** Half the width of what is not known of `found`, by rounding. */
  readonly liveError: number;
  /** Marked bytes at the start of the span. */
  readonly markedFirst: number;
  readonly waste: SpanWaste;
  /** Bytes allocated in a second of marking. */
  readonly rateWhileMarking: number;
  readonly stackScan: number;
  readonly globalsScan: number;
  readonly costs: readonly CostSample[];
  /** False where no source says what a collection costs: `costs` then only has their pace. */
  readonly hasCosts: boolean;
  /** Allocated bytes at which the program called for a collection. */
  readonly forcedAt: readonly number[];
  readonly memory: MemoryShape;
  /** Counted collections for each that the model has with the settings of now; undefined: not compared. */
  readonly fit?: number;
  /** Where what is live grows all the while: then `found` is as if it were the heap of now all the time. */
  readonly growth?: LiveGrowth;
  /** Collections that were seen. */
  readonly cycles: number;
}
