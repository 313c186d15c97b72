/** What a modelled Go process shows in time: the numbers of ps, ReadMemStats and gctrace. Bytes. */
export interface HeapSample {
  /** Seconds of the virtual clock. */
  readonly at: number;
  readonly rss: number;
  readonly virt: number;
  readonly heapAlloc: number;
  readonly totalAlloc: number;
  readonly heapSys: number;
  readonly heapIdle: number;
  readonly heapInuse: number;
  readonly heapReleased: number;
  readonly stackInuse: number;
  readonly sys: number;
  /** As MemStats.NextGC: the trigger up to Go 1.7, the goal after; Infinity with GOGC=off. */
  readonly nextGC: number;
  readonly numGC: number;
  /** Bytes of objects that something still points to; no view of a real process shows it. */
  readonly reachable: number;
  /** Released with MADV_FREE and still in RSS. */
  readonly lazyFree: number;
}

/** Why a collection ran. */
export type CollectionCause = "heap" | "timer" | "call";

export interface ModelCollection {
  readonly n: number;
  readonly at: number;
  readonly cause: CollectionCause;
  /** Heap when it started, and what it marked. */
  readonly before: number;
  readonly live: number;
  /** The goal that it was meant to stay below; Infinity with GOGC=off. */
  readonly goal: number;
}
