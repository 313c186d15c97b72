/**
 * What a question "what if GOGC or GOMEMLIMIT were …" is answered from: what was measured of this
 * one program. Any part may be missing; calibrate.ts says what is too little.
 */
import type { GcCycles } from "../../model/gc-log.ts";
import type { GoVersion } from "../../model/go-version.ts";
import type { MemStats, RuntimeMetrics } from "../../model/mem-stats.ts";
import type { PacerSettings } from "../heap-model/pacer/pacer-state.ts";

/** One look at the process: a snapshot of a bundle, or one reading of /metrics or /debug/vars. */
export interface Look {
  /** Unix seconds. */
  readonly time: number;
  readonly stats: MemStats;
  readonly metrics?: RuntimeMetrics;
  /** Bytes in RAM. */
  readonly rss?: number;
}

export interface WhatIfInput {
  readonly go?: GoVersion;
  /** The collections of a gctrace log, in order. */
  readonly cycles?: GcCycles;
  /** Oldest first. */
  readonly looks: readonly Look[];
  /** The most that RSS was while this was measured, where somebody watched all of it. */
  readonly peakRss?: number;
  /** As they were while this was measured; undefined: to be told from the goals in the log. */
  readonly settings?: PacerSettings;
  /** True where that is what the program was started with: it may have set its own since. */
  readonly isSettingOfStart?: boolean;
  /** GOMAXPROCS, where known. */
  readonly procs?: number;
  /** What the process may not exceed: --limit, or its cgroup's. */
  readonly limit?: MemoryBound;
}

export interface MemoryBound {
  readonly bytes: number;
  /** "--limit", or the cgroup's path and file. */
  readonly source: string;
}
