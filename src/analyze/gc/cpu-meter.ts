/**
 * The collector's share of the CPU, computed from the CPU columns of the traces over the time that
 * was watched: pauses, workers and goroutines that helped, over all processors (GOMAXPROCS). Workers
 * on idle processors are left out, as the runtime's own percentage leaves them out: they take
 * nothing from the program.
 */
import { knownOrNull } from "../../base/or-null.ts";
import type { GcCpu } from "../../model/gc-report.ts";
import type { CycleStep } from "./walk-cycles.ts";

/** Windows of equal time, of which the worst is told. */
const WINDOWS = 20;
/** Fewer collections make no window that says more than the whole. */
const FEWEST_CYCLES = 2 * WINDOWS;

export class CpuMeter {
  private assist = Number.NaN;
  private background = Number.NaN;
  private idle = Number.NaN;
  private pauses = Number.NaN;
  private percent = Number.NaN;
  /** CPU and processor nanoseconds of collections with a known one before. */
  private busy = 0;
  private available = 0;
  private readonly steps = new Windows();

  add({ cycles, row, lastEnd, end }: CycleStep): void {
    const assist = cycles.assistNs[row]!;
    const background = cycles.backgroundNs[row]!;
    const pauses = cycles.stwCpuNs[row]!;
    this.percent = orElse(cycles.cpuPercent[row]!, this.percent);
    if (Number.isNaN(assist)) return;
    this.assist = sum(this.assist, assist);
    this.background = sum(this.background, background);
    this.idle = sum(this.idle, cycles.idleNs[row]!);
    this.pauses = sum(this.pauses, pauses);
    const available = (end - lastEnd) * 1e9 * cycles.procs[row]!;
    if (!(available > 0)) return;
    this.busy += assist + background + pauses;
    this.available += available;
    this.steps.add(end, assist + background + pauses, available);
  }

  result(): GcCpu {
    const share = this.available > 0 ? Math.min(1, this.busy / this.available) : null;
    return {
      sinceStart: Number.isNaN(this.percent) ? null : [this.percent, this.percent + 1],
      share,
      worst: this.steps.worst(),
      mutatorShare: share === null ? null : 1 - share,
      assist: knownOrNull(this.assist),
      background: knownOrNull(this.background),
      idle: knownOrNull(this.idle),
      pauses: knownOrNull(this.pauses),
    };
  }
}

/**
 * Sums in windows of equal time whose number stays between WINDOWS and twice that: the end is not
 * known while rows come, so two windows become one when there are too many.
 */
class Windows {
  private width = 0.01;
  private start = Number.NaN;
  private count = 0;
  private busy = new Float64Array(2 * WINDOWS);
  private available = new Float64Array(2 * WINDOWS);

  add(at: number, busy: number, available: number): void {
    if (Number.isNaN(this.start)) this.start = at - 1e-9;
    while ((at - this.start) / this.width >= 2 * WINDOWS) this.merge();
    const index = Math.max(0, Math.floor((at - this.start) / this.width));
    this.busy[index]! += busy;
    this.available[index]! += available;
    this.count++;
  }

  worst(): GcCpu["worst"] {
    if (this.count < FEWEST_CYCLES) return null;
    const shares = this.busy.map((busy, i) => busy / this.available[i]! || 0);
    const share = shares.reduce((most, one) => Math.max(most, one), 0);
    const index = shares.indexOf(share);
    const at = this.start + index * this.width;
    return { share: Math.min(1, share), at, seconds: this.width };
  }

  private merge(): void {
    this.width *= 2;
    this.busy = pairSums(this.busy);
    this.available = pairSums(this.available);
  }
}

function pairSums(values: Float64Array): Float64Array<ArrayBuffer> {
  const sums = new Float64Array(values.length);
  for (let i = 0; i < values.length; i++) sums[i >> 1]! += values[i]!;
  return sums;
}

function sum(before: number, value: number): number {
  return Number.isNaN(before) ? value : before + orElse(value, 0);
}

function orElse(value: number, other: number): number {
  return Number.isNaN(value) ? other : value;
}
