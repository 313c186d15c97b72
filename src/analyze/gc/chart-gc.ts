/**
 * The history of a heap as columns of equal time, or of equally many collections where the trace
 * has no times: of each the highest heap, live heap, goal and pause, and the CPU share.
 */
import type { GcHistory } from "../../model/gc-log.ts";
import type { GcChart, GcChartColumn } from "../../model/gc-report.ts";
import { larger } from "./heap-meter.ts";
import { type CycleStep, walkCycles } from "./walk-cycles.ts";

/** The chart in the making: it sees each collection once, in order. */
export class GcChartBuilder {
  private readonly span: Span;
  private readonly length: number;
  private readonly bins: readonly Bin[];

  /** @param columns of the chart at most */
  constructor(history: GcHistory, columns: number) {
    this.length = history.length;
    this.span = spanOf(history);
    const count = this.span.seconds > 0 ? columns : Math.min(columns, this.length);
    this.bins = Array.from({ length: count }, () => new Bin());
  }

  add(step: CycleStep): void {
    if (this.bins.length === 0) return;
    const isTimed = this.span.seconds > 0;
    const place = isTimed
      ? this.placeOf(step.start)
      : (step.index / this.length) * this.bins.length;
    this.bins[this.within(Math.floor(place))]?.add(step);
    if (isTimed) this.spreadCpu(step);
  }

  /** Of a second, in columns from the left. */
  private placeOf(second: number): number {
    return ((second - this.span.begin) / this.span.seconds) * this.bins.length;
  }

  private within(column: number): number {
    return Math.min(this.bins.length - 1, Math.max(0, column));
  }

  /** A collection may last longer than a column: its CPU is that of the whole time from its start to its end. */
  private spreadCpu({ cycles, row, start, end }: CycleStep): void {
    const cpu = cycles.assistNs[row]! + cycles.backgroundNs[row]! + cycles.stwCpuNs[row]!;
    if (!(cpu >= 0)) return;
    const [from, to] = [this.placeOf(start), this.placeOf(end)];
    const last = this.within(Math.ceil(to) - 1);
    for (let column = this.within(Math.floor(from)); column <= last; column++) {
      const part = Math.min(to, column + 1) - Math.max(from, column);
      const share = to > from ? part / (to - from) : 1;
      this.bins[column]!.addCpu(cpu * share, cycles.procs[row]!);
    }
  }

  /** @returns undefined where there is nothing to draw */
  finish(): GcChart | undefined {
    if (this.length < 2) return undefined;
    const { begin, seconds } = this.span;
    const isTimed = seconds > 0;
    const axis = isTimed
      ? ({ unit: "seconds", from: begin, to: begin + seconds } as const)
      : ({ unit: "collections", from: 1, to: this.length } as const);
    const width = isTimed ? seconds / this.bins.length : Number.NaN;
    return { ...axis, columns: this.bins.map((bin) => bin.column(width)) };
  }
}

interface Span {
  readonly begin: number;
  /** NaN where the trace has no times. */
  readonly seconds: number;
}

/** From the first and the last row; only a program that was started again needs all of them. */
function spanOf(history: GcHistory): Span {
  const { length, restarts } = history;
  if (length === 0) return { begin: Number.NaN, seconds: Number.NaN };
  if (restarts.length > 0) return spanOfRuns(history);
  const [first, last] = [history.slice(0, 1), history.slice(length - 1, length)];
  const begin = first.n[0] === 1 && !Number.isNaN(first.at[0]!) ? 0 : first.at[0]!;
  const clock = last.pauseNs[0]! + (last.markNs[0]! || 0);
  return { begin, seconds: last.at[0]! + (clock || 0) / 1e9 - begin };
}

function spanOfRuns(history: GcHistory): Span {
  let begin = Number.NaN;
  let end = Number.NaN;
  walkCycles(history, (step) => {
    if (step.index === 0) begin = Number.isNaN(step.lastEnd) ? step.start : step.lastEnd;
    end = step.end;
  });
  return { begin, seconds: end - begin };
}

class Bin {
  private cycles = 0;
  private peak = Number.NaN;
  private live = Number.NaN;
  private liveAfter = Number.NaN;
  private goal = Number.NaN;
  private pause = Number.NaN;
  private cpu = 0;
  private procs = Number.NaN;

  add({ cycles, row }: CycleStep): void {
    this.cycles++;
    this.peak = larger(this.peak, larger(cycles.before[row]!, cycles.peak[row]!));
    this.live = larger(this.live, cycles.live[row]!);
    this.liveAfter = cycles.live[row]!;
    const goal = cycles.goal[row]!;
    if (Number.isFinite(goal)) this.goal = larger(this.goal, goal);
    const longest = larger(cycles.pauseStartNs[row]!, cycles.pauseEndNs[row]!);
    this.pause = larger(this.pause, Number.isNaN(longest) ? cycles.pauseNs[row]! : longest);
  }

  addCpu(nanoseconds: number, procs: number): void {
    this.cpu += nanoseconds;
    this.procs = larger(this.procs, procs);
  }

  column(seconds: number): GcChartColumn {
    const share = this.cpu / 1e9 / (seconds * this.procs);
    return {
      cycles: this.cycles,
      peak: this.peak,
      live: this.live,
      liveAfter: this.liveAfter,
      goal: this.goal,
      pause: this.pause,
      // Clocks of a trace are rounded, so that a share may be a little above all.
      cpuShare: Math.min(1, share),
    };
  }
}
