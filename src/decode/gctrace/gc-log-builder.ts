/**
 * The rows of one process under construction, and what one line says about another: in Go 1.4 the
 * live heap, which the next collection prints.
 */
import type { GcCycles, Scavenges } from "../../model/gc-log.ts";
import { ANY_VERSION } from "./go-version-set.ts";
import { CYCLE_COLUMNS, SCAVENGE_COLUMNS } from "./trace-dialects.ts";
import { TraceTable } from "./trace-table.ts";

const N = CYCLE_COLUMNS.indexOf("n");
const AT = CYCLE_COLUMNS.indexOf("at");
const GOAL = CYCLE_COLUMNS.indexOf("goal");
const PAUSE = CYCLE_COLUMNS.indexOf("pauseNs");
const PAUSE_START = CYCLE_COLUMNS.indexOf("pauseStartNs");
const PAUSE_END = CYCLE_COLUMNS.indexOf("pauseEndNs");
const STACKS = CYCLE_COLUMNS.indexOf("stacks");
const MARK = CYCLE_COLUMNS.indexOf("markNs");
/** CPU of those who mark beside the program. */
const WORKERS = (["assistNs", "backgroundNs", "idleNs"] as const).map((name) =>
  CYCLE_COLUMNS.indexOf(name),
);
const LIVE = CYCLE_COLUMNS.indexOf("live");
const CYCLE_LINE = CYCLE_COLUMNS.indexOf("line");
const SCAVENGE_LINE = SCAVENGE_COLUMNS.indexOf("line");
const LIVE_BEFORE = CYCLE_COLUMNS.indexOf("liveBefore");
/** Columns of nanoseconds, which the runtime prints as a fraction of a millisecond. */
const DURATIONS = CYCLE_COLUMNS.flatMap((name, i) => (name.endsWith("Ns") ? [i] : []));
/** With GOGC=off the goal is 2^64 − 1 bytes. */
const NO_GOAL = 2 ** 63;

export class GcLogBuilder {
  private readonly cycles = new TraceTable(CYCLE_COLUMNS, ["forced", "periodic"] as const);
  private readonly scavenges = new TraceTable(SCAVENGE_COLUMNS, ["forced"] as const);
  private set = ANY_VERSION;
  private hasTrace = false;

  get length(): number {
    return this.cycles.length;
  }

  get scavengeCount(): number {
    return this.scavenges.length;
  }

  /** The versions that print all of its lines, as a set; undefined without any line. */
  get versions(): number | undefined {
    return this.hasTrace ? this.set : undefined;
  }

  /** Rules out the versions that do not print a line that was seen. */
  narrow(versions: number): void {
    this.set &= versions;
    this.hasTrace = true;
  }

  /**
   * In Go 1.5 to 1.8 a forced collection marks while the world stands still, and the runtime prints what
   * the workers of an earlier one had done.
   * @param periodic `GC forced` stands before it: the two-minute timer asked for it
   */
  addCycle(row: Float64Array, forced: boolean, periodic: boolean, line: number): void {
    this.setLiveOfLast(row);
    setPause(row);
    if (forced && isStopTheWorld(row)) for (const column of WORKERS) row[column] = 0;
    for (const column of DURATIONS) row[column] = Math.round(row[column]!);
    if (row[GOAL]! >= NO_GOAL) row[GOAL] = Number.POSITIVE_INFINITY;
    row[CYCLE_LINE] = line;
    this.cycles.push(row, [forced, periodic && !forced]);
  }

  addScavenge(row: Float64Array, forced: boolean, line: number): void {
    row[SCAVENGE_LINE] = line;
    this.scavenges.push(row, [forced]);
  }

  /** Number and time of a collection. */
  numberAt(row: number): number {
    return this.cycles.get(N, row);
  }

  timeAt(row: number): number {
    return this.cycles.get(AT, row);
  }

  /** Moves the cycles from `from` on to another process's: they turned out not to be this one's. */
  moveTo(other: GcLogBuilder, from: number): void {
    this.cycles.moveTo(other.cycles, from);
    other.set &= this.set;
    other.hasTrace = true;
  }

  sliceCycles(from: number, to: number): GcCycles {
    const { liveBefore: _, ...cycles } = this.cycles.slice(from, to);
    return cycles;
  }

  sliceScavenges(from: number, to: number): Scavenges {
    return this.scavenges.slice(from, to);
  }

  /** Go 1.4 prints the live heap of a collection with the next one, if that line is there. */
  private setLiveOfLast(row: Float64Array): void {
    const last = this.cycles.length - 1;
    if (Number.isNaN(row[LIVE_BEFORE]!) || last < 0 || this.numberAt(last) !== row[N]! - 1) return;
    this.cycles.set(LIVE, last, row[LIVE_BEFORE]!);
  }
}

/** As far as a forced collection goes: later versions print the size of the stacks, and mark beside. */
function isStopTheWorld(row: Float64Array): boolean {
  return row[MARK] === 0 && Number.isNaN(row[STACKS]!);
}

/** All of a collection that stops the world; in Go 1.4 the mark is part of the pause. */
function setPause(row: Float64Array): void {
  const isWhole = Number.isNaN(row[PAUSE_START]!);
  row[PAUSE] = isWhole ? row[PAUSE]! + row[MARK]! : row[PAUSE_START]! + row[PAUSE_END]!;
}
