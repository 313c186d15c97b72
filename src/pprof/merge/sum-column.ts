/**
 * Sums of 64-bit integers under construction: doubles while each sum is exact in one, then all of
 * them bigints, which wrap as those of the reference do.
 */
import type { ValueColumn } from "../../model/profile.ts";

const EXACT = 2 ** 53;

export class SumColumn {
  private data = new Float64Array(64);
  private wide: BigInt64Array | undefined;

  /** The value of row `row`, which is at most the first one that has none. */
  set(row: number, value: number | bigint): void {
    if (row >= this.data.length) this.grow();
    if (this.wide !== undefined) this.wide[row] = BigInt(value);
    else if (typeof value === "number") this.data[row] = value;
    else this.widen()[row] = value;
  }

  add(row: number, value: number | bigint): void {
    if (this.wide === undefined && typeof value === "number") {
      const sum = this.data[row] + value;
      // A sum beyond may have been rounded to just that.
      if (sum < EXACT && sum > -EXACT) {
        this.data[row] = sum;
        return;
      }
    }
    const wide = this.wide ?? this.widen();
    wide[row] += BigInt(value);
  }

  isZero(row: number): boolean {
    return this.wide === undefined ? this.data[row] === 0 : this.wide[row] === 0n;
  }

  /** The first `length` rows. */
  finish(length: number): ValueColumn {
    return this.wide === undefined
      ? this.data.slice(0, length)
      : narrowColumn(this.wide.slice(0, length));
  }

  private grow(): void {
    const { wide } = this;
    const data = new Float64Array(this.data.length * 2);
    if (wide === undefined) data.set(this.data);
    this.data = data;
    if (wide === undefined) return;
    this.wide = new BigInt64Array(data.length);
    this.wide.set(wide);
  }

  /** The same values as bigints, which they are from now on. */
  private widen(): BigInt64Array {
    const wide = new BigInt64Array(this.data.length);
    for (let row = 0; row < wide.length; row++) wide[row] = BigInt(this.data[row]);
    this.wide = wide;
    return wide;
  }
}

/** The column as doubles, where they hold each of its values. */
export function narrowColumn(column: BigInt64Array): ValueColumn {
  const most = BigInt(EXACT);
  return column.every((value) => value <= most && value >= -most)
    ? Float64Array.from(column, Number)
    : column;
}
