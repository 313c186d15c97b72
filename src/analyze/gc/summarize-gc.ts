/**
 * What the collections of a program come to: how often and why, how long, how much was live and
 * allocated, what share of the CPU it took. One pass over the rows.
 *
 * Sizes of a trace are whole MiB rounded down, so each stands for [x, x + resolution), and what is
 * computed from them has bounds that hold for certain. The figure between the bounds assumes that
 * the roundings cancel out, which they do in the long run.
 */
import { knownOrNull } from "../../base/or-null.ts";
import type { GcHistory, Scavenges } from "../../model/gc-log.ts";
import type { GcSummary } from "../../model/gc-report.ts";
import { AllocationMeter } from "./allocation-meter.ts";
import { CpuMeter } from "./cpu-meter.ts";
import { HeapMeter } from "./heap-meter.ts";
import { scavengerWork } from "./scavenger-work.ts";
import { Tally } from "./tally.ts";
import { type CycleStep, walkCycles } from "./walk-cycles.ts";

/** sysmon asks for a collection when there was none for so long; it can't be the heap's. */
const TIMER_SECONDS = 120;

/** @param also sees each collection in the same pass: it costs as much as all the rest */
export function summarizeGc(
  history: GcHistory,
  scavenges: Scavenges,
  resolution: number,
  also?: (step: CycleStep) => void,
): GcSummary {
  const meters = new Meters(resolution, history.length);
  walkCycles(history, (step) => {
    meters.add(step);
    also?.(step);
  });
  return meters.summary(history, scavenges, resolution);
}

class Meters {
  private readonly pauses = new Tally(1000);
  private readonly marks = new Tally(1000);
  /** In whole milliseconds, as traces have times. */
  private readonly intervals = new Tally(1);
  private readonly heap: HeapMeter;
  private readonly allocation: AllocationMeter;
  private readonly cpu = new CpuMeter();
  private forced = 0;
  private timer = 0;
  /** Seconds on the axis of all runs. */
  private begin = Number.NaN;
  private end = Number.NaN;

  constructor(resolution: number, count: number) {
    this.heap = new HeapMeter(resolution, count);
    this.allocation = new AllocationMeter(resolution);
  }

  add(step: CycleStep): void {
    const { cycles, row } = step;
    const [start, end] = [cycles.pauseStartNs[row]!, cycles.pauseEndNs[row]!];
    if (Number.isNaN(start)) this.pauses.add(cycles.pauseNs[row]!);
    else this.pauses.add(start);
    this.pauses.add(end);
    if (!Number.isNaN(start)) this.marks.add(cycles.markNs[row]!);
    const interval = step.isFirst ? Number.NaN : step.start - step.lastStart;
    this.intervals.add(Math.round(interval * 1000));
    const isForced = cycles.forced[row] === 1;
    const isTimer = !isForced && (cycles.periodic[row] === 1 || interval >= TIMER_SECONDS);
    this.forced += isForced ? 1 : 0;
    this.timer += isTimer ? 1 : 0;
    if (step.index === 0) this.begin = Number.isNaN(step.lastEnd) ? step.start : step.lastEnd;
    this.end = step.end;
    this.heap.add(step);
    this.allocation.add(step);
    this.cpu.add(step);
  }

  summary(history: GcHistory, scavenges: Scavenges, resolution: number): GcSummary {
    const { length } = history;
    const seconds = this.end > this.begin ? this.end - this.begin : null;
    const pauses = this.pauses.durations();
    // Go 1.4 prints neither a time nor who asked.
    const tellsForced = !Number.isNaN(this.end);
    return {
      cycles: length,
      causes: {
        heap: length - this.timer - this.forced,
        timer: this.timer,
        forced: tellsForced ? this.forced : null,
      },
      runs: history.restarts.length + 1,
      seconds,
      begin: seconds === null ? null : this.begin,
      perMinute: seconds === null ? null : (60 * length) / seconds,
      medianInterval: knownOrNull(this.intervals.percentile(0.5) / 1000),
      longestInterval: knownOrNull(this.intervals.percentile(1) / 1000),
      pauses,
      pauseShare: pauses === null || seconds === null ? null : pauses.total / 1e9 / seconds,
      marks: this.marks.durations(),
      heap: this.heap.sizes(),
      cpu: this.cpu.result(),
      allocation: this.allocation.result(),
      watched: null,
      scavenger: scavengerWork(scavenges, resolution),
    };
  }
}
