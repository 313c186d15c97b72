/**
 * Sums of 64-bit integers under construction: doubles while each sum is exact in one, then all of
 * them bigints, which wrap as those of the reference do.
 */
import type { ValueColumn } from "../../model/profile.ts";

const EXACT = 2 ** 53;

export class SumColumn {
  private data = new Float64Array(0);
  private wide: BigInt64Array | undefined;

  /** Makes room for so many rows in all; new ones are 0. */
  reserve(length: number): void {
    if (length <= this.data.length) return;
    const capacity = Math.max(length, this.data.length * 2);
    const data = new Float64Array(capacity);
    if (this.wide === undefined) data.set(this.data);
    else {
      const wide = new BigInt64Array(capacity);
      wide.set(this.wide);
      this.wide = wide;
    }
    this.data = data;
  }

  /** Adds value i to row rows[i]; -1 is no row. */
  add(rows: Int32Array, values: ValueColumn): void {
    let at = 0;
    if (this.wide === undefined && values instanceof Float64Array) {
      at = addNumbers(this.data, rows, values);
      if (at === rows.length) return;
    }
    const wide = this.wide ?? BigInt64Array.from(this.data, BigInt);
    this.wide = wide;
    for (; at < rows.length; at++) if (rows[at] >= 0) wide[rows[at]] += BigInt(values[at]);
  }

  isZero(row: number): boolean {
    return this.wide === undefined ? this.data[row] === 0 : this.wide[row] === 0n;
  }

  /** The first `length` rows. */
  finish(length: number): ValueColumn {
    return this.wide === undefined
      ? this.data.subarray(0, length)
      : narrowColumn(this.wide.slice(0, length));
  }
}

/** Returns the first i whose sum may not be exact, and has not been added, else the length. */
function addNumbers(sums: Float64Array, rows: Int32Array, values: Float64Array): number {
  for (let i = 0; i < rows.length; i++) {
    if (rows[i] < 0) continue;
    const sum = sums[rows[i]] + values[i];
    // A sum beyond may have been rounded to just that.
    if (sum >= EXACT || sum <= -EXACT) return i;
    sums[rows[i]] = sum;
  }
  return rows.length;
}

/** The column as doubles, where they hold each of its values. */
export function narrowColumn(column: BigInt64Array): ValueColumn {
  const most = BigInt(EXACT);
  return column.every((value) => value <= most && value >= -most)
    ? Float64Array.from(column, Number)
    : column;
}
