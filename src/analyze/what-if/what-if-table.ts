/** The answer to "what if GOGC or GOMEMLIMIT were …": a row a setting, or why there is none. */
import type { PacerSettings } from "../heap-model/pacer/pacer-state.ts";
import type { LiveGrowth } from "./live-growth.ts";
import type { Range } from "./observed-cycles.ts";
import type { MemoryBound } from "./what-if-input.ts";

/** A number with the interval that it lies in nine times of ten. */
export interface Predicted {
  readonly value: number;
  readonly range: Range;
}

/**
 * `tight`: the memory limit leaves less than a tenth above the live heap; `limiter`: the collector
 * would run more than half of the time, which Go stops by letting the heap pass its limit;
 * `over`: RSS would pass the limit that it has to stay under; `endless`: with GOGC=off and no memory
 * limit the heap grows as long as the program runs, and the peak is that of the time measured;
 * `reached`: what is live grows and leaves no room below the memory limit within an hour.
 */
export type WhatIfWarning = "tight" | "limiter" | "over" | "endless" | "reached";

export interface WhatIfRow {
  readonly settings: PacerSettings;
  readonly isPresent: boolean;
  readonly isAsked: boolean;
  readonly isRecommended: boolean;
  readonly peakHeap: Predicted;
  /** With wide bounds where nobody looked at RSS. */
  readonly peakRss: Predicted;
  readonly cyclesPerMinute: Predicted;
  /** Of all processors' time, 0 to 1; undefined where no source says what a collection cost. */
  readonly gcCpuShare?: Predicted;
  readonly warnings: readonly WhatIfWarning[];
  /** Seconds until what is live leaves no room below the memory limit, where it grows. */
  readonly reachedIn?: number;
}

/** The setting with the least GC CPU that stays below the limit with a margin. */
export interface Recommendation {
  readonly limit: MemoryBound;
  /** Undefined where no setting stays below it. */
  readonly settings?: PacerSettings;
  /** What to set, e.g. `GOGC=200`, `GOMEMLIMIT=400MiB`. */
  readonly environment: readonly string[];
  readonly sentence: string;
}

export interface WhatIfTable {
  readonly kind: "table";
  readonly present: PacerSettings;
  /** How the present settings are known. */
  readonly presentSource: string;
  /** What the model was calibrated on. */
  readonly basis: {
    readonly cycles: number;
    readonly seconds: number;
    readonly allocated: number;
    readonly procs: number | null;
    /** Where what is live grows all the while: foretold is the heap of now. */
    readonly growth?: LiveGrowth;
  };
  readonly rows: readonly WhatIfRow[];
  readonly recommendation?: Recommendation;
  /** Finished sentences. */
  readonly assumptions: readonly string[];
}

export interface WhatIfRefusal {
  readonly kind: "refused";
  readonly reason: string;
  readonly hint: string;
}
