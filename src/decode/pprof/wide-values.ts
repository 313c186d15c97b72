/**
 * The values of a column that are beyond 2^53, with their rows: kept aside while the column is
 * filled with doubles. Where there are any, the whole column becomes 64-bit integers at the end.
 */
import { Int32Column } from "../../base/columns.ts";
import type { ValueColumn } from "../../model/profile.ts";
import { widenColumn } from "../../model/value-column-builder.ts";

export class WideValues {
  private readonly rows = new Int32Column(4);
  private readonly low = new Int32Column(4);
  private readonly high = new Int32Column(4);

  add(row: number, low: number, high: number): void {
    this.rows.push(row);
    this.low.push(low);
    this.high.push(high);
  }

  /** The column as it is, or widened. */
  finish(numbers: Float64Array): ValueColumn {
    if (this.rows.length === 0) return numbers;
    const values = BigInt64Array.from(
      { length: this.rows.length },
      (_, i) => (BigInt(this.high.data[i]) << 32n) | BigInt(this.low.data[i] >>> 0),
    );
    return widenColumn(numbers, this.rows.finish(), values);
  }
}
