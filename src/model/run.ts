/**
 * What was seen of a command from its start to its end: its RSS in time, the looks at it, its traces,
 * how it ended. Times are seconds since the command was started, unless they say otherwise.
 */
import type { RawBundle } from "./bundle.ts";
import type { FailedCheck, Report } from "./report.ts";
import type { MissingSource } from "./snapshot.ts";

export interface RunExit {
  /** null where a signal ended it. */
  readonly code: number | null;
  /** "SIGKILL", or null. */
  readonly signal: string | null;
  /** Whose count of OOM kills rose while it ran: that of its cgroup, or the machine's only. */
  readonly oomKill: "cgroup" | "machine" | null;
}

/** The process that the run is about: the Go program at the command or below it. */
export interface RunProcess {
  readonly pid: number;
  readonly name: string;
  /** False where the command started it. */
  readonly isCommand: boolean;
  readonly isGo: boolean;
  /** True for the go command, a compiler and the like. */
  readonly isTool: boolean;
  readonly go: string | null;
  readonly startedAt: number;
}

export interface RunPeak {
  /** Bytes: the kernel's high-water mark. */
  readonly rss: number;
  /** It was reached between `after` (NaN: the start) and `at`. */
  readonly after: number;
  readonly at: number;
}

/** RSS in time. */
export interface RssSamples {
  readonly length: number;
  readonly at: Float64Array;
  readonly rss: Float64Array;
}

export interface RunRecord {
  /** Without what looks like a secret. */
  readonly command: readonly string[];
  /** Unix seconds. */
  readonly startedAt: number;
  readonly seconds: number;
  readonly exit: RunExit;
  /** Undefined where no process could be looked at. */
  readonly process?: RunProcess;
  readonly samples: RssSamples;
  readonly peak?: RunPeak;
  /** The look that the report is of: when, and RSS then. */
  readonly look?: { readonly at: number; readonly rss: number };
  /** When the clock of the trace lines began; NaN where no line tells. */
  readonly runtimeAt: number;
  /** False where it was not asked for, or GODEBUG turns it off. */
  readonly isTraced: boolean;
  /** What was read: the looks as snapshots, the one that the report is of last, and output.log. */
  readonly bundle: RawBundle;
  /** Sources of the whole run that are not there. */
  readonly missing: readonly MissingSource[];
  readonly remarks: readonly string[];
}

/** RSS of the process, in bytes. */
export interface RunRss {
  readonly peak: number;
  /** The peak was between these two; the first is null where it was before the first reading. */
  readonly peakAfter: number | null;
  readonly peakAt: number;
  /** At the last reading before the end. */
  readonly last: number;
  readonly lastAt: number;
  /** The least after the peak. */
  readonly leastAfterPeak: number;
}

/** A level in time, both columns of one length. */
export interface RunSeries {
  readonly at: readonly number[];
  readonly bytes: readonly number[];
}

/**
 * The collections of the process. Sizes are whole multiples of `resolution`, rounded down by the
 * runtime: the truth is up to one more.
 */
export interface RunCollections {
  readonly count: number;
  /** Asked for by the program: runtime.GC(), debug.FreeOSMemory(). */
  readonly forced: number;
  /** Due to the two-minute timer. */
  readonly periodic: number;
  readonly resolution: number;
  /** Marked by the last collection before RSS peaked; null where none is known. */
  readonly liveAtPeak: number | null;
  readonly liveMost: number | null;
  readonly liveLast: number | null;
  /** Largest heap when marking ended, and seconds of the run at which that was. */
  readonly heapMost: number | null;
  readonly heapMostAt: number | null;
  /** Stop-the-world, nanoseconds. */
  readonly pauses: { readonly total: number; readonly median: number; readonly longest: number };
  /** Of all CPU time that the program could have used (0..1), rounded down to a hundredth. */
  readonly cpuShare: number | null;
  /** Given back to the OS, in all; null where no trace line tells. */
  readonly returned: number | null;
  readonly live: RunSeries;
}

/** `resident run` */
export interface RunResult {
  readonly format: "resident.run/1";
  readonly command: readonly string[];
  readonly process: RunProcess | null;
  readonly exit: RunExit;
  /** Unix seconds. */
  readonly startedAt: number;
  readonly seconds: number;
  readonly rss: RunRss | null;
  /** RSS in time: of the readings close to each other the highest. */
  readonly samples: RunSeries;
  readonly look: { readonly at: number; readonly rss: number } | null;
  /** null where there was none, or no trace. */
  readonly gc: RunCollections | null;
  readonly isTraced: boolean;
  /** Where the bundle is, or null. */
  readonly bundle: string | null;
  /** At the look; null where there was none. */
  readonly report: Report | null;
  readonly missing: readonly MissingSource[];
  readonly remarks: readonly string[];
  /** Set where conditions were given (--fail-on); empty: none failed. */
  readonly failed?: readonly FailedCheck[];
  readonly undecided?: readonly FailedCheck[];
}
