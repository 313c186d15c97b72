/**
 * The gamma distribution, for exact Poisson intervals. Written here because JavaScript has none and
 * the accuracy needed (eight digits) takes three short functions. Shapes are sample counts, so they
 * run from 1 to millions; from LARGE_SHAPE on, sums of that length are replaced by a closed form.
 */

/** Lanczos approximation with g = 7, n = 9 (P. Godfrey's coefficients): relative error near 1e-15. */
const LANCZOS = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313,
  -176.61502916214059, 12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6,
  1.5056327351493116e-7,
] as const;

const HALF_LOG_2PI = 0.9189385332046727;
const LARGE_SHAPE = 1e5;
const TINY = 1e-300;

/** ln Γ(x) for x > 0. */
export function logGamma(x: number): number {
  const shifted = x - 1;
  let sum: number = LANCZOS[0];
  for (let i = 1; i < LANCZOS.length; i++) sum += LANCZOS[i] / (shifted + i);
  const t = shifted + 7.5;
  return HALF_LOG_2PI + (shifted + 0.5) * Math.log(t) - t + Math.log(sum);
}

/**
 * P(a, x), the regularised lower incomplete gamma function: a power series below the mean, a
 * continued fraction (modified Lentz) above it. Abramowitz & Stegun 6.5.29 and 6.5.31.
 */
export function gammaCdf(shape: number, x: number): number {
  if (x <= 0) return 0;
  const front = Math.exp(shape * Math.log(x) - x - logGamma(shape));
  return x < shape + 1 ? front * lowerSeries(shape, x) : 1 - front * upperFraction(shape, x);
}

function lowerSeries(shape: number, x: number): number {
  let term = 1 / shape;
  let sum = term;
  for (let n = 1; term > sum * 1e-16; n++) {
    term *= x / (shape + n);
    sum += term;
  }
  return sum;
}

function upperFraction(shape: number, x: number): number {
  let b = x + 1 - shape;
  let c = 1 / TINY;
  let d = 1 / b;
  let result = d;
  for (let i = 1; i < 10_000; i++) {
    const a = -i * (i - shape);
    b += 2;
    d = 1 / (a * d + b || TINY);
    c = b + a / c || TINY;
    result *= d * c;
    if (Math.abs(d * c - 1) < 1e-15) break;
  }
  return result;
}

/**
 * The x with P(shape, x) = probability, for a gamma distribution of scale 1; 0 at shape 0. Newton's
 * method from the Wilson–Hilferty value, kept in a bracket; that value alone at large shapes, where
 * it is within 1e-7 of the quantile.
 */
export function gammaQuantile(shape: number, probability: number): number {
  if (shape <= 0 || probability <= 0) return 0;
  const start = wilsonHilferty(shape, probability);
  if (shape >= LARGE_SHAPE) return start;
  let low = 0;
  let high = Number.POSITIVE_INFINITY;
  let x = start > 0 ? start : shape * 0.01;
  for (let i = 0; i < 100; i++) {
    const error = gammaCdf(shape, x) - probability;
    if (error > 0) high = x;
    else low = x;
    const density = Math.exp((shape - 1) * Math.log(x) - x - logGamma(shape));
    const next = x - error / density;
    const inside = next > low && next < high;
    const previous = x;
    x = inside ? next : high === Number.POSITIVE_INFINITY ? 2 * x : (low + high) / 2;
    if (Math.abs(x - previous) <= 1e-12 * x) break;
  }
  return x;
}

/** E. B. Wilson, M. M. Hilferty, "The distribution of chi-square", PNAS 17 (1931). */
function wilsonHilferty(shape: number, probability: number): number {
  const ninth = 1 / (9 * shape);
  return shape * (1 - ninth + normalQuantile(probability) * Math.sqrt(ninth)) ** 3;
}

/** The standard normal quantile: from the upper tail, erfc being a gamma function of shape ½. */
export function normalQuantile(probability: number): number {
  if (probability === 0.5) return 0;
  const tail = Math.min(probability, 1 - probability);
  let z = Math.sqrt(-2 * Math.log(tail)) * 0.8;
  for (let i = 0; i < 60; i++) {
    const upper = (1 - gammaCdf(0.5, (z * z) / 2)) / 2;
    const step = (upper - tail) / Math.exp((-z * z) / 2 - HALF_LOG_2PI);
    z += step;
    if (Math.abs(step) < 1e-13) break;
  }
  return probability < 0.5 ? -z : z;
}
