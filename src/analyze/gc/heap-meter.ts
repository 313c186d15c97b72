/** The sizes of the heap over all collections, each as the interval that its rounding leaves. */
import { knownOrNull } from "../../base/or-null.ts";
import type { ByteRange, GcHeapSizes } from "../../model/gc-report.ts";
import { Tally } from "./tally.ts";
import type { CycleStep } from "./walk-cycles.ts";

export class HeapMeter {
  private readonly resolution: number;
  /** Positions of the collections after a quarter and after half of all. */
  private readonly quarter: number;
  private readonly half: number;
  private early = Number.NaN;
  private middle = Number.NaN;
  private first = Number.NaN;
  private last = Number.NaN;
  private least = Number.NaN;
  private most = Number.NaN;
  private peak = Number.NaN;
  private goal = Number.NaN;
  private pastGoal = 0;
  private mostPast = Number.NaN;
  private readonly growth = new Tally(0.01);

  constructor(resolution: number, count: number) {
    this.resolution = resolution;
    this.quarter = Math.floor(count / 4);
    this.half = Math.floor(count / 2);
  }

  add({ cycles, row, index, lastLive }: CycleStep): void {
    const live = cycles.live[row]!;
    const goal = cycles.goal[row]!;
    const top = larger(cycles.before[row]!, cycles.peak[row]!);
    if (!Number.isNaN(live)) this.addLive(live);
    if (index === this.quarter) this.early = live;
    if (index === this.half) this.middle = live;
    this.peak = larger(this.peak, top);
    if (!Number.isNaN(goal)) this.goal = goal;
    if (top >= goal + this.resolution && cycles.forced[row] !== 1) this.addPastGoal(top, goal);
    // The goal of a cycle was set from what the one before left, and from the roots to scan.
    const roots = (cycles.stacks[row]! || 0) + (cycles.globals[row]! || 0);
    const base = lastLive + roots + (this.resolution <= 1 ? 0 : this.resolution / 2);
    if (lastLive >= 4 * this.resolution && Number.isFinite(goal)) {
      this.growth.add(Math.round((100 * (goal - lastLive)) / base) / 100);
    }
  }

  sizes(): GcHeapSizes {
    const range = (value: number): ByteRange | null =>
      Number.isFinite(value) ? [value, value + (this.resolution <= 1 ? 0 : this.resolution)] : null;
    const growth = this.growth.percentile(0.5);
    return {
      firstLive: range(this.first),
      earlyLive: range(this.early),
      middleLive: range(this.middle),
      lastLive: range(this.last),
      leastLive: range(this.least),
      mostLive: range(this.most),
      peak: range(this.peak),
      goal: range(this.goal),
      isGoalOff: this.goal === Number.POSITIVE_INFINITY,
      growthPerCycle: Number.isNaN(growth) ? null : growth,
      pastGoal: this.pastGoal,
      mostPastGoal: knownOrNull(this.mostPast),
    };
  }

  /** Both are rounded down: the goal may be larger by nearly as much as the resolution is. */
  private addPastGoal(top: number, goal: number): void {
    this.pastGoal++;
    const most = goal + (this.resolution <= 1 ? 0 : this.resolution);
    this.mostPast = larger(this.mostPast, top / most - 1);
  }

  private addLive(live: number): void {
    if (Number.isNaN(this.first)) this.first = live;
    this.last = live;
    this.least = Number.isNaN(this.least) ? live : Math.min(this.least, live);
    this.most = larger(this.most, live);
  }
}

/** The larger one; NaN counts for nothing. */
export function larger(a: number, b: number): number {
  if (Number.isNaN(a)) return b;
  return Number.isNaN(b) ? a : Math.max(a, b);
}
