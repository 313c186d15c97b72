/**
 * The collections of a history one after the other, on one axis of time: where the program was
 * started again, its seconds go on from where those of the run before ended. Rows are asked for
 * piece by piece, so that a log of millions is never in memory as objects.
 */
import type { GcCycles, GcHistory } from "../../model/gc-log.ts";

const PIECE = 1 << 15;

/** A collection, what was before it, and where it stands in time. The same object each time. */
export interface CycleStep {
  readonly cycles: GcCycles;
  readonly row: number;
  /** Position in the whole history. */
  readonly index: number;
  /** Seconds on the axis of all runs; NaN where the trace has no times. */
  readonly start: number;
  readonly end: number;
  /** When the one before ended, or when the program started; NaN where neither is known. */
  readonly lastEnd: number;
  readonly lastStart: number;
  /** Live heap after the one before, 0 before the first of a program; NaN: not known. */
  readonly lastLive: number;
  /** True where this begins a run. */
  readonly isFirst: boolean;
}

export function walkCycles(history: GcHistory, visit: (step: CycleStep) => void): void {
  const walker = new Walker(history);
  for (let from = 0; from < history.length; from += PIECE) {
    const cycles = history.slice(from, Math.min(from + PIECE, history.length));
    for (let row = 0; row < cycles.length; row++) visit(walker.step(cycles, row));
  }
}

class Walker implements CycleStep {
  cycles!: GcCycles;
  row = 0;
  index = -1;
  start = Number.NaN;
  end = Number.NaN;
  lastEnd = Number.NaN;
  lastStart = Number.NaN;
  lastLive = Number.NaN;
  isFirst = true;
  private readonly restarts: ReadonlySet<number>;
  private offset = 0;
  private number = Number.NaN;
  private live = Number.NaN;

  constructor({ restarts }: GcHistory) {
    this.restarts = new Set(restarts);
  }

  step(cycles: GcCycles, row: number): CycleStep {
    this.index++;
    this.isFirst = this.index === 0 || this.restarts.has(this.index);
    if (this.isFirst) this.beginRun(cycles, row);
    else this.goOn(cycles.n[row]!);
    const clock = cycles.pauseNs[row]! + (cycles.markNs[row]! || 0);
    this.start = this.offset + cycles.at[row]!;
    this.end = this.start + (clock || 0) / 1e9;
    this.number = cycles.n[row]!;
    this.live = cycles.live[row]!;
    this.cycles = cycles;
    this.row = row;
    return this;
  }

  /** A program's first collection follows an empty heap at second 0; a log may begin later. */
  private beginRun(cycles: GcCycles, row: number): void {
    const isWhole = cycles.n[row] === 1;
    const origin = this.index === 0 ? 0 : this.end;
    const skipped = this.index > 0 && !isWhole ? cycles.at[row]! : 0;
    this.offset = origin - skipped;
    this.lastEnd = isWhole ? origin : Number.NaN;
    this.lastStart = this.lastEnd;
    this.lastLive = isWhole ? 0 : Number.NaN;
  }

  /** Where numbers are missing, nothing is known of the collection before. */
  private goOn(n: number): void {
    const follows = n === this.number + 1;
    this.lastEnd = follows ? this.end : Number.NaN;
    this.lastStart = follows ? this.start : Number.NaN;
    this.lastLive = follows ? this.live : Number.NaN;
  }
}
