/**
 * The collections that were seen, as the model needs them: when each was by the program's own clock,
 * which is the number of bytes that it has allocated, and what it found and cost. A trace's sizes
 * are whole MiB rounded down, so each size here is an interval.
 */
export type Range = readonly [low: number, high: number];

export interface ObservedCycle {
  /** Its number since the program's start, NumGC. */
  readonly n: number;
  /** Bytes allocated since the first thing seen, when marking starts and when it ends. */
  readonly startsAt: number;
  readonly endsAt: number;
  /** Seconds since the first thing seen, at the start. */
  readonly time: number;
  /** What was marked: the best guess within its bounds. */
  readonly marked: number;
  readonly markedRange: Range;
  /** Bytes by which the heap at its start was above the goal, after an allocation of that size. */
  readonly overshoot: number;
  /** Seconds of marking, and CPU seconds of all that belongs to the collection; NaN: not known. */
  readonly markSeconds: number;
  readonly cpuSeconds: number;
  /** CPU seconds of it that goroutines gave by assists, and that idle processors gave. */
  readonly assistSeconds: number;
  readonly idleSeconds: number;
  /** Called for by the program. */
  readonly forced: boolean;
  /** The two-minute timer's. */
  readonly periodic: boolean;
}

export interface ObservedCycles {
  /** True where each collection was seen, as a trace has them. */
  readonly isTraced: boolean;
  readonly cycles: readonly ObservedCycle[];
  /** True where the first cycle is the program's first, so that its whole life is there. */
  readonly isFromStart: boolean;
  /** How many there were; the cycles can be fewer, where not each was seen. */
  readonly count: number;
  readonly forced: number;
  readonly procs: number;
  /** Allocated bytes and seconds at the last thing seen, where that is after the last cycle. */
  readonly end?: readonly [allocated: number, seconds: number];
}

/** The same with a clock that goes faster: so many times as many bytes allocated. */
export function scaleClock(observed: ObservedCycles, factor: number): ObservedCycles {
  const { cycles, end } = observed;
  return {
    ...observed,
    cycles: cycles.map((cycle) => ({
      ...cycle,
      startsAt: factor * cycle.startsAt,
      endsAt: factor * cycle.endsAt,
    })),
    ...(end === undefined ? {} : { end: [factor * end[0], end[1]] as const }),
  };
}
