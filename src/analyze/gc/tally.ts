/**
 * Counts of equal values. Traces print durations with two digits, so that a million of them are some
 * hundred values: percentiles are exact and cost no memory.
 */
import type { Durations } from "../../model/gc-report.ts";

/** Whole multiples of the unit below this are counted in an array, all others in a map. */
const SMALL = 1 << 14;

export class Tally {
  private readonly unit: number;
  private readonly small = new Uint32Array(SMALL);
  private readonly others = new Map<number, number>();
  private count = 0;
  private total = 0;

  constructor(unit: number) {
    this.unit = unit;
  }

  /** NaN is not counted. */
  add(value: number): void {
    if (Number.isNaN(value)) return;
    const index = value / this.unit;
    if (index >= 0 && index < SMALL && Number.isInteger(index)) this.small[index]!++;
    else this.others.set(value, (this.others.get(value) ?? 0) + 1);
    this.count++;
    this.total += value;
  }

  /** By nearest rank: the least value that at least `share` (0..1] of all are not above. NaN of none. */
  percentile(share: number): number {
    return this.percentiles([share])[0]!;
  }

  durations(): Durations | null {
    if (this.count === 0) return null;
    const [p50, p90, p99, max] = this.percentiles([0.5, 0.9, 0.99, 1]);
    const { count, total } = this;
    return { count, p50: p50!, p90: p90!, p99: p99!, max: max!, total };
  }

  /** @param shares ascending */
  private percentiles(shares: readonly number[]): number[] {
    const found: number[] = [];
    let seen = 0;
    for (const [value, count] of this.sorted()) {
      seen += count;
      while (
        found.length < shares.length &&
        seen >= Math.ceil(shares[found.length]! * this.count)
      ) {
        found.push(value);
      }
    }
    return shares.map((_, i) => found[i] ?? Number.NaN);
  }

  private sorted(): (readonly [value: number, count: number])[] {
    const small = Array.from(this.small, (count, i) => [i * this.unit, count] as const);
    return [...small.filter(([, count]) => count > 0), ...this.others].sort(([a], [b]) => a - b);
  }
}
