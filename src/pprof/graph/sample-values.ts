/**
 * The values that a graph adds up, so that every sum is exact: as they are where no sum can leave
 * 2^53, else as two columns of 32 bits each, added up apart and put together at the end, with the
 * wrap-around of 64-bit integers that Go has.
 */
import type { ValueColumn } from "../../model/profile.ts";
import { type Int64, toInt64Sum } from "../measure/int64.ts";

export interface ExactParts {
  readonly parts: readonly Float64Array[];
  /** The sum, given those of the parts. */
  combine(sums: readonly number[]): Int64;
}

const LIMIT = 2 ** 53;
const LOW_BITS = 0xffff_ffffn;

export function exactParts(column: ValueColumn): ExactParts {
  if (column instanceof Float64Array && absoluteSum(column) <= LIMIT) {
    return { parts: [column], combine: ([sum = 0]) => sum };
  }
  const high = new Float64Array(column.length);
  const low = new Float64Array(column.length);
  for (let i = 0; i < column.length; i++) {
    const value = BigInt(column[i]);
    high[i] = Number(value >> 32n);
    low[i] = Number(value & LOW_BITS);
  }
  const combine = ([top = 0, rest = 0]: readonly number[]) =>
    toInt64Sum((BigInt(top) << 32n) + BigInt(rest));
  return { parts: [high, low], combine };
}

function absoluteSum(column: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < column.length; i++) sum += Math.abs(column[i]);
  return sum;
}
