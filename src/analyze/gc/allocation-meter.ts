/**
 * How much a program allocated, from the sizes of its heap: from what one collection left to what
 * the next found when its mark ended. Each of both sizes is rounded down by less than the
 * resolution, so the difference is that of the printed ones, give or take as much.
 */
import type { GcAllocation } from "../../model/gc-report.ts";
import type { CycleStep } from "./walk-cycles.ts";

export class AllocationMeter {
  private readonly resolution: number;
  private bytes = 0;
  private least = 0;
  private most = 0;
  private seconds = 0;
  private pairs = 0;

  constructor(resolution: number) {
    this.resolution = resolution;
  }

  add({ cycles, row, lastLive, lastEnd, end }: CycleStep): void {
    const grown = cycles.peak[row]! - lastLive;
    if (Number.isNaN(grown)) return;
    const blur = this.resolution <= 1 ? 0 : this.resolution;
    this.pairs++;
    this.bytes += Math.max(0, grown);
    this.least += Math.max(0, grown - (lastLive === 0 ? 0 : blur));
    this.most += Math.max(0, grown + blur);
    this.seconds += Math.max(0, end - lastEnd) || 0;
  }

  /** null where no two collections follow each other. */
  result(): GcAllocation | null {
    if (this.pairs === 0) return null;
    const { least, most, seconds } = this;
    const isTimed = seconds > 0;
    return {
      bytes: [least, most],
      perSecond: isTimed ? this.bytes / seconds : null,
      perSecondRange: isTimed ? [least / seconds, most / seconds] : null,
    };
  }
}
