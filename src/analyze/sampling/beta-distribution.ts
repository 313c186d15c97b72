/**
 * The beta distribution, for exact binomial intervals and for Student's t. Only what these need:
 * the distribution function and its inverse.
 */
import { logGamma } from "./gamma-distribution.ts";

const TINY = 1e-300;

/**
 * I_x(a, b), the regularised incomplete beta function, by its continued fraction (modified Lentz).
 * Abramowitz & Stegun 26.5.8, on the side where it converges fast.
 */
export function betaCdf(a: number, b: number, x: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  const logFront = logGamma(a + b) - logGamma(a) - logGamma(b);
  const front = Math.exp(logFront + a * Math.log(x) + b * Math.log1p(-x));
  if (x < (a + 1) / (a + b + 2)) return (front * fraction(a, b, x)) / a;
  return 1 - (front * fraction(b, a, 1 - x)) / b;
}

function fraction(a: number, b: number, x: number): number {
  let c = 1;
  let d = 1 / (1 - ((a + b) * x) / (a + 1) || TINY);
  let result = d;
  for (let m = 1; m < 10_000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / (1 + even * d || TINY);
    c = 1 + even / c || TINY;
    result *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / (1 + odd * d || TINY);
    c = 1 + odd / c || TINY;
    result *= d * c;
    if (Math.abs(d * c - 1) < 1e-15) break;
  }
  return result;
}

/** The x with I_x(a, b) = probability. */
export function betaQuantile(a: number, b: number, probability: number): number {
  return bisect((x) => betaCdf(a, b, x) - probability, 0, 1);
}

/**
 * Student's t quantile for a probability above ½: t² / (degrees + t²) is a beta variable of shapes
 * ½ and degrees/2.
 */
export function studentQuantile(degrees: number, probability: number): number {
  const x = betaQuantile(degrees / 2, 0.5, 2 * (1 - probability));
  return Math.sqrt((degrees * (1 - x)) / x);
}

/** A root of a rising function between two bounds, to the last bits that a double has. */
export function bisect(f: (x: number) => number, low: number, high: number): number {
  let left = low;
  let right = high;
  for (let i = 0; i < 200 && right - left > 1e-14 * right; i++) {
    const middle = (left + right) / 2;
    if (f(middle) < 0) left = middle;
    else right = middle;
  }
  return (left + right) / 2;
}
