/** Numbers that look random and are the same each time, so that a prediction can be repeated. */
const MULTIPLIER = 1_103_515_245;
const INCREMENT = 12_345;
const MODULUS = 2 ** 31;

/** @returns 0 ≤ n < 1 at each call */
export function randomNumbers(seed: number): () => number {
  let state = (seed * 7919 + 1) % MODULUS;
  return () => {
    // Below 2^53: BigInt arithmetic is not needed.
    state = Number((BigInt(state) * BigInt(MULTIPLIER) + BigInt(INCREMENT)) % BigInt(MODULUS));
    return state / MODULUS;
  };
}
