/**
 * Multiplicative hashing of two 32-bit integers, for hash tables in typed arrays. The factors are not
 * the same in every process, so that nobody can write an input whose keys all collide. For what ends
 * up in an output it must not be used.
 */
const FIRST_FACTOR = oddFactor();
const SECOND_FACTOR = oddFactor();

/** A signed 32-bit integer; its high bits are the ones that are spread well. */
export function hashPair(first: number, second: number): number {
  return (Math.imul(first, FIRST_FACTOR) + Math.imul(second, SECOND_FACTOR)) | 0;
}

/**
 * Goes on with a hash over one more value. Chains with two factors are two hashes.
 * @param factor from `oddFactor`
 */
export function hashOn(hash: number, value: number, factor: number): number {
  const product = Math.imul(hash ^ value, factor);
  return product ^ (product >>> 15);
}

/** Any odd number of 32 bits with about as many ones as zeros. */
export function oddFactor(): number {
  for (;;) {
    const factor = Math.floor(Math.random() * 2 ** 32) | 1;
    if (Math.abs(onesIn(factor) - 16) <= 3) return factor;
  }
}

function onesIn(bits: number): number {
  let ones = 0;
  for (let rest = bits; rest !== 0; rest &= rest - 1) ones++;
  return ones;
}
