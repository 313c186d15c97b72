/** A float as a signed 64-bit integer, as the processor converts it (amd64). */

const LEAST = -(2n ** 63n);

/** Towards zero; the least integer of all for what is beyond every integer, and for NaN. */
export function toInt64(value: number): bigint {
  return Math.abs(value) < 2 ** 63 ? BigInt(Math.trunc(value)) : LEAST;
}
