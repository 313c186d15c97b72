/**
 * runtime.MemStats under Go's own field names, whatever it was read from. Bytes are plain numbers.
 *
 * Identities that hold to the byte in one stop-the-world read (Go 1.4 to 1.27):
 *   HeapSys  = HeapInuse + HeapIdle
 *   Sys      = HeapSys + StackSys + MSpanSys + MCacheSys + BuckHashSys + GCSys + OtherSys
 *   HeapObjects = Mallocs − Frees
 *
 * Levels are exact. The counters TotalAlloc, Mallocs and Frees are rounded to a double beyond 2^53,
 * and NaN where the source does not have them (runtime/metrics of Go 1.16).
 */
export type MemStatsSource = "heap?debug=1" | "/debug/vars" | "/metrics" | "runtime/metrics";

export interface BySize {
  readonly Size: number;
  readonly Mallocs: number;
  readonly Frees: number;
}

export interface MemStats {
  readonly source: MemStatsSource;
  readonly TotalAlloc: number;
  readonly Sys: number;
  readonly Mallocs: number;
  readonly Frees: number;
  readonly HeapAlloc: number;
  readonly HeapSys: number;
  readonly HeapIdle: number;
  readonly HeapInuse: number;
  readonly HeapReleased: number;
  readonly HeapObjects: number;
  readonly StackInuse: number;
  readonly StackSys: number;
  readonly MSpanInuse: number;
  readonly MSpanSys: number;
  readonly MCacheInuse: number;
  readonly MCacheSys: number;
  readonly BuckHashSys: number;
  /** GCSys + OtherSys, which the text of Go ≤ 1.7 gives only as a difference. */
  readonly GCAndOtherSys: number;
  readonly GCSys?: number;
  readonly OtherSys?: number;
  /** Infinity with GOGC=off and no memory limit. The trigger in Go 1.4 to 1.7, the goal from 1.8 on. */
  readonly NextGC: number;
  /** Unix seconds; 0 before the first collection. */
  readonly LastGC?: number;
  readonly NumGC?: number;
  readonly NumForcedGC?: number;
  readonly GCCPUFraction?: number;
  /** Nanoseconds, in a ring: the pause of collection n is at (n + 255) % 256. */
  readonly PauseNs?: readonly number[];
  /**
   * Unix nanoseconds of the ends of those pauses, rounded to a double. Go 1.4 gives nanoseconds of
   * its monotonic clock instead.
   */
  readonly PauseEnd?: readonly number[];
  readonly BySize?: readonly BySize[];
  /** getrusage's peak RSS in bytes (Go ≥ 1.15, heap?debug=1 only). */
  readonly MaxRSS?: number;
}

/**
 * runtime/metrics by name, e.g. `/gc/heap/live:bytes`; also from /metrics where named there. What
 * the runtime gives as 2^63 − 1 or 2^64 − 1 for "off" (gomemlimit, gogc) is Infinity, and so is the
 * heap goal then.
 */
export type RuntimeMetrics = ReadonlyMap<string, number>;

/** What a Prometheus /metrics page of a Go program says beside MemStats. */
export interface PrometheusFacts {
  readonly goVersion?: string;
  readonly goroutines?: number;
  readonly threads?: number;
  readonly residentBytes?: number;
  readonly virtualBytes?: number;
  /** Unix seconds. */
  readonly startTime?: number;
}
