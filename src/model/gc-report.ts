/**
 * The answer of `resident gc`: what a log or a process says of its collections. Bytes are intervals
 * [at least, at most], because traces round them down to whole MiB; null: not said by what was read.
 * A format's number changes when a field changes its meaning or goes away; fields may come.
 */
import type { GcHistory, Scavenges } from "./gc-log.ts";
import type { Forecast } from "./verdict.ts";

export type ByteRange = readonly [atLeast: number, atMost: number];

/** Of a set of durations in nanoseconds. Percentiles by nearest rank. */
export interface Durations {
  readonly count: number;
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
  readonly max: number;
  readonly total: number;
}

/** Why collections started. They add up to the number of collections. */
export interface GcCauses {
  /** The heap had grown to its trigger; in Go 1.4 and where only counts are known, also forced ones. */
  readonly heap: number;
  /** Two minutes had passed without one. */
  readonly timer: number;
  /** runtime.GC, debug.FreeOSMemory, heap?gc=1, a look for leaked goroutines; null: not told apart. */
  readonly forced: number | null;
}

export interface GcHeapSizes {
  /** What collections left alive: the first, that after a quarter and after half of all, the last. */
  readonly firstLive: ByteRange | null;
  readonly earlyLive: ByteRange | null;
  readonly middleLive: ByteRange | null;
  readonly lastLive: ByteRange | null;
  /** The least and the most of all. */
  readonly leastLive: ByteRange | null;
  readonly mostLive: ByteRange | null;
  /** The largest heap of any collection, at its start or at the end of its mark. */
  readonly peak: ByteRange | null;
  /** The goal of the last collection that has one. */
  readonly goal: ByteRange | null;
  /** True where the last goal is "never": GOGC=off and no memory limit. */
  readonly isGoalOff: boolean;
  /** Median of how much of the live heap a cycle lets allocate: 1 at GOGC=100; null: not known. */
  readonly growthPerCycle: number | null;
  /** Collections whose heap went past its goal by more than rounding explains. */
  readonly pastGoal: number;
  /** By how much of the goal at least, where it went furthest; null: in none. */
  readonly mostPastGoal: number | null;
}

export interface GcCpu {
  /** The runtime's own figure since the start, in percent, as an interval. */
  readonly sinceStart: readonly [number, number] | null;
  /** Share of all processors' time (0..1), computed over what was watched; without idle workers. */
  readonly share: number | null;
  /** The same in the worst of equal windows of time, and where that begins. */
  readonly worst: { readonly share: number; readonly at: number; readonly seconds: number } | null;
  /** What is left for the program: 1 − share. */
  readonly mutatorShare: number | null;
  /** CPU nanoseconds: goroutines that had to help, workers, workers on idle processors, pauses. */
  readonly assist: number | null;
  readonly background: number | null;
  readonly idle: number | null;
  readonly pauses: number | null;
}

export interface GcAllocation {
  readonly bytes: ByteRange;
  readonly perSecond: number | null;
  readonly perSecondRange: ByteRange | null;
}

export interface ScavengerWork {
  readonly lines: number;
  readonly forced: number;
  /** Bytes given back, as far as lines say so. */
  readonly returned: ByteRange | null;
  /** HeapReleased in the last line. */
  readonly releasedAtEnd: ByteRange | null;
}

/** The time from the first look to the last. */
export interface GcWatched {
  readonly seconds: number;
  /** Collections in it; null: not counted. */
  readonly cycles: number | null;
}

export interface GcSummary {
  readonly cycles: number;
  readonly causes: GcCauses;
  /** Runs of the program in one log: its counter started again between them. */
  readonly runs: number;
  /** Seconds watched, all runs together; null without times (Go 1.4). */
  readonly seconds: number | null;
  /** Where that begins, in seconds since the program's start. */
  readonly begin: number | null;
  readonly perMinute: number | null;
  /** Seconds from the start of one collection to that of the next. */
  readonly medianInterval: number | null;
  readonly longestInterval: number | null;
  /** Each time the world was stopped. */
  readonly pauses: Durations | null;
  /** Share of the time (0..1) in which the world was stopped. */
  readonly pauseShare: number | null;
  /** Wall clock of the concurrent part. */
  readonly marks: Durations | null;
  readonly heap: GcHeapSizes;
  readonly cpu: GcCpu;
  readonly allocation: GcAllocation | null;
  /**
   * What the heap's peak, the share of the CPU and the allocation are of, where that is another time than
   * `seconds`: MemStats keep collections of before they were looked at. null: it is the same.
   */
  readonly watched: GcWatched | null;
  readonly scavenger: ScavengerWork | null;
}

/** A stretch of time in the chart; NaN where nothing was said of it. */
export interface GcChartColumn {
  readonly cycles: number;
  readonly peak: number;
  readonly live: number;
  /** What the last collection of the column left. */
  readonly liveAfter: number;
  readonly goal: number;
  readonly pause: number;
  /** Of all processors in this time, also by collections that began in columns before; NaN: none. */
  readonly cpuShare: number;
}

export interface GcChart {
  readonly columns: readonly GcChartColumn[];
  /** What the first and the last column stand for: seconds, or numbers of collections. */
  readonly unit: "seconds" | "collections";
  readonly from: number;
  readonly to: number;
}

/** Another process whose lines are in the same log. */
export interface OtherProcess {
  readonly source: string;
  readonly cycles: number;
}

export interface GcReport {
  readonly format: "resident.gc/1";
  readonly target: string;
  readonly go: string | null;
  /** What the numbers were read from: "gctrace", "MemStats". */
  readonly source: "gctrace" | "MemStats";
  /** Sizes are known to so many bytes: 1048576 in traces, 1 in MemStats. */
  readonly resolution: number;
  /** One sentence. */
  readonly answer: string;
  /** What the pattern means: finished sentences, the most useful first. */
  readonly findings: readonly string[];
  readonly summary: GcSummary;
  /** Only where columns were asked for, and there is something to draw; no part of the JSON. */
  readonly chart?: GcChart;
  readonly history: GcHistory;
  readonly scavenges: Scavenges;
  /** When memory comes down; empty where nothing is known of it. */
  readonly forecast: readonly Forecast[];
  /** How freed memory goes back in this version; with numbers in `forecast`, what would bring it now. */
  readonly returningRule: string | null;
  readonly otherProcesses: readonly OtherProcess[];
  /** Lines of the log that are the program's own, and those of them that hold half a trace. */
  readonly otherLines: number;
  readonly damagedLines: number;
  readonly remarks: readonly string[];
}
