/**
 * The columns of a GcLog under construction, and what one line says about another: the timer's
 * line before a collection, and in Go 1.4 the live heap, which the next collection prints.
 */
import { Float64Column, Uint8Column } from "../../base/columns.ts";
import type { GcCycles, GcLog, Scavenges } from "../../model/gc-log.ts";
import { ANY_VERSION, rangeOf } from "./go-version-set.ts";
import { CYCLE_COLUMNS, SCAVENGE_COLUMNS } from "./trace-dialects.ts";

const N = CYCLE_COLUMNS.indexOf("n");
const PAUSE = CYCLE_COLUMNS.indexOf("pauseNs");
const LIVE = CYCLE_COLUMNS.indexOf("live");
const LIVE_BEFORE = CYCLE_COLUMNS.indexOf("liveBefore");

export class GcLogBuilder {
  private readonly cycles = new Table(CYCLE_COLUMNS);
  private readonly periodic = new Uint8Column();
  private readonly scavenges = new Table(SCAVENGE_COLUMNS);
  private versions = ANY_VERSION;
  private hasTrace = false;
  private timerFired = false;
  private otherLines = 0;

  /** Rules out the versions that do not print a line that was seen. */
  narrow(versions: number): void {
    this.versions &= versions;
    this.hasTrace = true;
  }

  /** `GC forced`: the two-minute timer asks for the next collection that nobody forces. */
  addTimer(): void {
    this.timerFired = true;
  }

  addCycle(row: Float64Array, forced: boolean, line: number): void {
    this.setLiveOfLast(row);
    row[PAUSE] = Math.round(row[PAUSE]!);
    this.cycles.push(row, forced, line);
    this.periodic.push(this.timerFired && !forced ? 1 : 0);
    this.timerFired = false;
  }

  addScavenge(row: Float64Array, forced: boolean, line: number): void {
    this.scavenges.push(row, forced, line);
  }

  addOther(): void {
    this.otherLines++;
  }

  finish(): GcLog {
    const versions = this.hasTrace ? rangeOf(this.versions) : undefined;
    const { liveBefore: _, ...cycles } = this.cycles.finish();
    return {
      cycles: { ...cycles, periodic: this.periodic.finish() } satisfies GcCycles,
      scavenges: this.scavenges.finish() satisfies Scavenges,
      ...(versions === undefined ? {} : { versions }),
      otherLines: this.otherLines,
    };
  }

  /** Go 1.4 prints the live heap of a collection with the next one, if that line is there. */
  private setLiveOfLast(row: Float64Array): void {
    const last = this.cycles.length - 1;
    if (Number.isNaN(row[LIVE_BEFORE]!) || this.cycles.get(N, last) !== row[N]! - 1) return;
    this.cycles.set(LIVE, last, row[LIVE_BEFORE]!);
  }
}

/** Columns of numbers by name, and the two that every table has. */
class Table<Name extends string> {
  private readonly names: readonly Name[];
  private readonly columns: readonly Float64Column[];
  private readonly forced = new Uint8Column();
  private readonly line = new Float64Column();

  constructor(names: readonly Name[]) {
    this.names = names;
    this.columns = names.map(() => new Float64Column());
  }

  get length(): number {
    return this.line.length;
  }

  push(row: Float64Array, forced: boolean, line: number): void {
    for (let i = 0; i < this.columns.length; i++) this.columns[i]!.push(row[i]!);
    this.forced.push(forced ? 1 : 0);
    this.line.push(line);
  }

  /** NaN where there is no such row. */
  get(column: number, row: number): number {
    return this.columns[column]!.data[row] ?? Number.NaN;
  }

  set(column: number, row: number, value: number): void {
    this.columns[column]!.data[row] = value;
  }

  finish() {
    const entries = this.names.map((name, i) => [name, this.columns[i]!.finish()] as const);
    return {
      length: this.length,
      ...(Object.fromEntries(entries) as Record<Name, Float64Array>),
      forced: this.forced.finish(),
      line: this.line.finish(),
    };
  }
}
