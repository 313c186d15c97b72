/**
 * A column of 64-bit values under construction. It is doubles as long as each value is exact in
 * one (|v| ≤ 2^53); the rare others are kept aside with their rows, and then `finish()` makes the
 * whole column a BigInt64Array. Nothing is ever rounded.
 */
import { Float64Column, Int32Column } from "../base/columns.ts";
import type { ValueColumn } from "./profile.ts";

const MAX_EXACT = 2n ** 53n;

export class ValueColumnBuilder {
  private readonly numbers = new Float64Column();
  private readonly bigRows = new Int32Column(4);
  private readonly bigs: bigint[] = [];

  get length(): number {
    return this.numbers.length;
  }

  /** A number must be a whole one of at most 2^53; a bigint is taken as a signed 64-bit integer. */
  push(value: number | bigint): void {
    const signed = typeof value === "bigint" ? BigInt.asIntN(64, value) : value;
    if (typeof signed === "bigint" && (signed > MAX_EXACT || signed < -MAX_EXACT)) {
      this.bigRows.push(this.numbers.length);
      this.bigs.push(signed);
      this.numbers.push(0);
    } else {
      this.numbers.push(Number(signed));
    }
  }

  finish(): ValueColumn {
    const numbers = this.numbers.finish();
    return this.bigs.length === 0
      ? numbers
      : widenColumn(numbers, this.bigRows.finish(), BigInt64Array.from(this.bigs));
  }
}

/** The column as 64-bit integers, with `bigs[i]` in row `bigRows[i]`. */
export function widenColumn(
  numbers: Float64Array,
  bigRows: Int32Array,
  bigs: BigInt64Array,
): BigInt64Array {
  const wide = new BigInt64Array(numbers.length);
  for (let row = 0; row < numbers.length; row++) wide[row] = BigInt(numbers[row]);
  for (let i = 0; i < bigRows.length; i++) wide[bigRows[i]] = bigs[i];
  return wide;
}
