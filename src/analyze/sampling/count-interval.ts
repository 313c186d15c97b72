/**
 * The exact two-sided 95 % interval for a population of which k members were sampled, each by itself
 * with chance p. It holds the truth in at least 95 of 100 cases whatever the truth is, which the
 * usual ± 1.96 standard errors do not below some 30 samples. For small p it becomes F. Garwood's for
 * a Poisson count (Biometrika 28, 1936), which estimate.ts takes then.
 */
import { betaCdf, bisect } from "./beta-distribution.ts";

export const LOW_TAIL = 0.025;
export const HIGH_TAIL = 0.975;

export type Interval = readonly [low: number, high: number];

/**
 * Interval for the population N itself, given k ~ Binomial(N, p) with p known. Clopper and Pearson's
 * construction (Biometrika 26, 1934) turned to N: the bounds are the N at which as many or more, or
 * as few or fewer, samples have a chance of 2.5 %:
 *   low:  P(X ≥ k | N) = I_p(k, N − k + 1) = 0.025     high:  P(X ≤ k | N) = 1 − I_p(k + 1, N − k) = 0.025
 * N is a whole number, so the bounds are rounded inwards, which leaves the same whole numbers inside.
 */
export function populationInterval(count: number, probability: number): Interval {
  if (probability >= 1) return [count, count];
  const above = (1 - probability) / probability;
  const reach = count + 20 + (count + 1 + 10 * Math.sqrt(count + 1) + 20) * (above + 1);
  const low =
    count === 0
      ? 0
      : bisect((n) => betaCdf(count, n - count + 1, probability) - LOW_TAIL, count, reach);
  const high = bisect((n) => betaCdf(count + 1, n - count, probability) - HIGH_TAIL, count, reach);
  return [Math.max(count, Math.ceil(low - 1e-9)), Math.max(count, Math.floor(high + 1e-9))];
}
