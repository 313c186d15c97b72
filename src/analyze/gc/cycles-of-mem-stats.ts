/**
 * Collections from MemStats: its rings hold the pauses of the last 256, with their ends. Looks that
 * follow each other closely enough give all of them; what a trace says of sizes and CPU is not there.
 *
 * `at` is the end of a collection, in seconds since the program's start where that is known, else
 * since the first collection here; Go 1.4's ends are of another clock, so it has no times.
 */
import type { GcCycles, GcHistory } from "../../model/gc-log.ts";
import type { MemStats } from "../../model/mem-stats.ts";

const RING = 256;
/** Ends before this are of no calendar: nanoseconds since 1970 in the year 2001. */
const CALENDAR = 1e18;

interface Row {
  readonly n: number;
  readonly pauseNs: number;
  /** Unix seconds, NaN where not known. */
  readonly end: number;
  /** NextGC while the collection had not run yet: the goal that it had. */
  readonly goal: number;
}

/** A collection as a recorder keeps it. */
export interface KeptCollection {
  readonly n: number;
  /** Unix seconds. */
  readonly end: number;
  readonly pauseNs: number;
}

/** @param processStart unix seconds */
export function historyOfMemStats(
  looks: readonly MemStats[],
  processStart: number | undefined,
): GcHistory {
  const rows = new Map<number, Row>();
  const goals = goalsOf(looks);
  for (const stats of looks) for (const row of rowsOf(stats, goals)) rows.set(row.n, row);
  return historyOf([...rows.values()], processStart);
}

/** The same of collections that were kept one by one, however far apart the looks are. */
export function historyOfCollections(
  collections: readonly KeptCollection[],
  looks: readonly MemStats[],
  processStart: number | undefined,
): GcHistory {
  const goals = goalsOf(looks);
  const rows = collections.map((one) => ({ ...one, goal: goals.get(one.n) ?? Number.NaN }));
  return historyOf(rows, processStart);
}

/** By the number of a collection, what a look before it said of its goal. */
function goalsOf(looks: readonly MemStats[]): Map<number, number> {
  return new Map(looks.map(({ NumGC, NextGC }) => [(NumGC ?? Number.NaN) + 1, NextGC]));
}

function historyOf(rows: readonly Row[], processStart: number | undefined): GcHistory {
  const sorted = [...rows].sort((a, b) => a.n - b.n);
  const origin = processStart ?? sorted.find(({ end }) => !Number.isNaN(end))?.end;
  return {
    source: "",
    length: sorted.length,
    ...(origin === undefined ? {} : { origin }),
    slice: (from, to) => cyclesOf(sorted.slice(from, to), origin ?? Number.NaN),
    scavenges: NO_SCAVENGES,
    restarts: [],
  };
}

const NONE = new Float64Array(0);
const NO_SCAVENGES = {
  length: 0,
  forced: new Uint8Array(0),
  work: NONE,
  released: NONE,
  inuse: NONE,
  idle: NONE,
  sys: NONE,
  utilisation: NONE,
  line: NONE,
};

function rowsOf(stats: MemStats, goals: ReadonlyMap<number, number>): Row[] {
  const { NumGC = 0, PauseNs = [], PauseEnd = [] } = stats;
  if (PauseNs.length !== RING) return [];
  const first = Math.max(1, NumGC - RING + 1);
  return Array.from({ length: Math.max(0, NumGC - first + 1) }, (_, i) => {
    const n = first + i;
    const at = (n + RING - 1) % RING;
    const end = PauseEnd[at] ?? Number.NaN;
    return {
      n,
      pauseNs: PauseNs[at]!,
      end: end > CALENDAR ? end / 1e9 : Number.NaN,
      goal: goals.get(n) ?? Number.NaN,
    };
  });
}

function cyclesOf(rows: readonly Row[], origin: number): GcCycles {
  const column = (value: (row: Row) => number) => Float64Array.from(rows, value);
  const none = () => new Float64Array(rows.length).fill(Number.NaN);
  return {
    length: rows.length,
    n: column(({ n }) => n),
    at: column(({ end }) => end - origin),
    cpuPercent: none(),
    forced: new Uint8Array(rows.length),
    periodic: new Uint8Array(rows.length),
    before: none(),
    peak: none(),
    live: none(),
    goal: column(({ goal }) => goal),
    stacks: none(),
    globals: none(),
    procs: none(),
    pauseNs: column(({ pauseNs }) => pauseNs),
    pauseStartNs: none(),
    pauseEndNs: none(),
    markNs: none(),
    assistNs: none(),
    backgroundNs: none(),
    idleNs: none(),
    stwCpuNs: none(),
    line: none(),
  };
}
