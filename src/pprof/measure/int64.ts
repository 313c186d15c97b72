/**
 * Sums of 64-bit integers as Go has them: exact, and wrapping around at their ends. A sum is a number
 * while a double holds it, as nearly all are, and a bigint beyond; so that equal ones are `===`.
 */
import { toInt64 } from "./to-int64.ts";

export type Int64 = number | bigint;

/** Wrapped around, and a number if it can be one. */
export function toInt64Sum(value: bigint): Int64 {
  const wrapped = BigInt.asIntN(64, value);
  const number = Number(wrapped);
  return Number.isSafeInteger(number) ? number : wrapped;
}

export function addInt64(a: Int64, b: Int64): Int64 {
  if (typeof a === "number" && typeof b === "number") {
    const sum = a + b;
    if (Number.isSafeInteger(sum)) return sum;
  }
  return toInt64Sum(BigInt(a) + BigInt(b));
}

/** Towards zero; `a` itself where it is divided by nothing. */
export function divideInt64(a: Int64, by: Int64): Int64 {
  if (Number(by) === 0) return typeof a === "number" ? a : toInt64Sum(a);
  if (typeof a === "number" && typeof by === "number") return Math.trunc(a / by) + 0;
  return toInt64Sum(BigInt(a) / BigInt(by));
}

/** The least integer has no other sign: it stays what it is. */
export function absInt64(value: Int64): Int64 {
  if (typeof value === "number") return Math.abs(value);
  return toInt64Sum(value < 0n ? -value : value);
}

/** |total · share| as an integer: of what is no number, or beyond all, the least there is. */
export function shareOf(total: number, share: number): number {
  return Number(absInt64(toInt64Sum(toInt64(total * share))));
}

/** Below 0 where `a` is the larger, for sorting. */
export function descending(a: Int64, b: Int64): number {
  return a > b ? -1 : a < b ? 1 : 0;
}
