/**
 * The runtime's trace lines as columns: one row a collection (`gctrace=1`), one row a scavenger
 * line (`scvg…`, `scavtrace=1`). Sizes that the runtime prints in whole MiB (rounded down) are
 * given in bytes of that lower bound: the truth lies in [x, x + 1 MiB). NaN: not said by that
 * version's line.
 */
export interface GcCycles {
  readonly length: number;
  /** Collection number as printed: NumGC of MemStats after it. */
  readonly n: Float64Array;
  /** Seconds since the runtime's start at the sweep termination; NaN in Go 1.4. */
  readonly at: Float64Array;
  /** GC's share of CPU since the start, in percent (rounded down); NaN in Go 1.4. */
  readonly cpuPercent: Float64Array;
  /** 1 where the line ends in `(forced)`: runtime.GC(), FreeOSMemory, heap?gc=1. */
  readonly forced: Uint8Array;
  /** 1 where `GC forced` stands before it: the two-minute timer. */
  readonly periodic: Uint8Array;
  /** Heap when the collection started (`a` of a->b->c); NaN in Go 1.4. */
  readonly before: Float64Array;
  /** Heap at mark termination (`b`); in Go 1.4 heap_alloc at the end of mark. */
  readonly peak: Float64Array;
  /** Marked heap (`c`). In Go 1.4 taken from `A` of the next line: NaN in the last row. */
  readonly live: Float64Array;
  /** Of the cycle that just ended. Infinity with GOGC=off; NaN in Go 1.4. */
  readonly goal: Float64Array;
  readonly stacks: Float64Array;
  readonly globals: Float64Array;
  /** GOMAXPROCS; NaN in Go 1.4. */
  readonly procs: Float64Array;
  /** Sum of the stop-the-world parts in nanoseconds: start + end, in Go 1.4 the whole collection. */
  readonly pauseNs: Float64Array;
  /** The pause that starts a collection (sweep termination); NaN in Go 1.4, which has one pause. */
  readonly pauseStartNs: Float64Array;
  /** The pause that ends it (mark termination); NaN in Go 1.4. */
  readonly pauseEndNs: Float64Array;
  /**
   * Wall clock of the part between the pauses; in Go 1.5 scan, write barrier and mark together, in
   * Go 1.4 the mark, which is part of the pause.
   */
  readonly markNs: Float64Array;
  /** CPU time of goroutines that had to help because they allocated; NaN in Go 1.4. */
  readonly assistNs: Float64Array;
  /**
   * CPU time of the dedicated and fractional workers, in Go 1.5 with that of the scan and the
   * write barrier; NaN in Go 1.4.
   */
  readonly backgroundNs: Float64Array;
  /** CPU time of workers on otherwise idle Ps; not part of `cpuPercent`. NaN in Go 1.4. */
  readonly idleNs: Float64Array;
  /** CPU time of both pauses: their wall clock on all stopped Ps; NaN in Go 1.4. */
  readonly stwCpuNs: Float64Array;
  /** Line of the log, from 1. */
  readonly line: Float64Array;
}

/** Kinds of scavenger lines; `released` is what the line says was given back by it. */
export interface Scavenges {
  readonly length: number;
  /** 1: forced by FreeOSMemory (`scvg-1`, `forced scvg`, `(forced)`). */
  readonly forced: Uint8Array;
  /** Bytes given back by this line's work; NaN where only a level is printed. */
  readonly work: Float64Array;
  /** HeapReleased at that moment; NaN where not printed. */
  readonly released: Float64Array;
  /** heap_inuse, heap_idle, heap_sys of `scvg` lines (Go ≤ 1.13); NaN otherwise. */
  readonly inuse: Float64Array;
  readonly idle: Float64Array;
  readonly sys: Float64Array;
  /** Utilisation in percent (Go ≥ 1.14); NaN otherwise. */
  readonly utilisation: Float64Array;
  readonly line: Float64Array;
}

/** The Go versions that print lines of this shape; `to` undefined: up to the newest known. */
export interface GoVersionRange {
  readonly fromMinor: number;
  readonly toMinor?: number;
}

/** What one process traced, of any length: rows are given out piece by piece, a log can have millions. */
export interface GcHistory {
  /** Who wrote the lines, as far as the log says: a container, a host, a PID. "" where it does not. */
  readonly source: string;
  readonly length: number;
  /** The clock where `at` is 0, in Unix seconds; undefined: nothing tells it. */
  readonly origin?: number;
  /** Rows [from, to). */
  slice(from: number, to: number): GcCycles;
  readonly scavenges: Scavenges;
  /** Which versions print such lines, from their shape alone. */
  readonly versions?: GoVersionRange;
  /** Rows at which the count starts anew: the program was started again. */
  readonly restarts: readonly number[];
}

export interface GcLog {
  /** Of the process with most collections, where several wrote the log. */
  readonly cycles: GcCycles;
  readonly scavenges: Scavenges;
  /** Which versions print such lines, from their shape alone. */
  readonly versions?: GoVersionRange;
  /** Lines of the log that are no trace lines: the program's own output. */
  readonly otherLines: number;
  /** Those of them that hold half a trace line. */
  readonly damagedLines?: number;
  /** Processes whose trace lines are in the log beside this one's. */
  readonly otherProcesses?: readonly GcHistory[];
}
