/** Reference values: SciPy 1.17.1 (scipy.special, scipy.stats), printed with all its digits. */
import { describe, expect, it } from "vitest";
import {
  betaCdf,
  betaQuantile,
  studentQuantile,
} from "../../src/analyze/sampling/beta-distribution.ts";
import { populationInterval } from "../../src/analyze/sampling/count-interval.ts";
import {
  gammaCdf,
  gammaQuantile,
  logGamma,
  normalQuantile,
} from "../../src/analyze/sampling/gamma-distribution.ts";

function expectClose(found: number, expected: number, tolerance: number): void {
  expect(Math.abs(found / expected - 1), `${found} for ${expected}`).toBeLessThan(tolerance);
}

describe("gamma distribution", () => {
  it.each([
    [0.5, 0.5723649429247],
    [1.5, -0.12078223763524526],
    [10, 12.801827480081469],
    [1234.5, 7550.550901077894],
    [1e6, 12815504.569147611],
  ])("ln Γ(%d)", (x, expected) => expectClose(logGamma(x), expected, 1e-13));

  it.each([
    [0.5, 0.2, 0.47291074313446196],
    [5, 3, 0.18473675547622787],
    [5, 12, 0.992399609318933],
    [100, 90, 0.15822098918643007],
    [5000, 5100, 0.9206711189223811],
  ])("P(%d, %d)", (shape, x, expected) => expectClose(gammaCdf(shape, x), expected, 1e-10));

  // Twice these are χ² quantiles of twice as many degrees: Garwood's interval of 5 samples is that of
  // shape 5 at 0.025 and shape 6 at 0.975.
  it.each([
    [0.3, 0.025, 3.1856790317391693e-6],
    [0.7, 0.975, 3.020256391314354],
    [1, 0.025, 0.025317807984289876],
    [5, 0.025, 1.6234863901184207],
    [6, 0.975, 11.66833207932267],
    [43, 0.025, 31.119313211967185],
    [44, 0.975, 57.92071781038363],
    [1000, 0.025, 938.9730184076952],
    [99_999, 0.975, 100619.7385417881],
    [200_000, 0.025, 199124.42499654117],
    [2_000_000, 0.975, 2002772.7546800103],
  ])("quantile of shape %d at %d", (shape, probability, expected) =>
    expectClose(gammaQuantile(shape, probability), expected, 1e-7),
  );

  it.each([
    [0.975, 1.959963984540054],
    [0.025, -1.959963984540054],
    [0.9999, 3.719016485455709],
    [0.6, 0.2533471031357997],
  ])("normal quantile at %d", (probability, expected) =>
    expectClose(normalQuantile(probability), expected, 1e-8),
  );
});

describe("beta distribution", () => {
  it.each([
    [2, 3, 0.4, 0.5248],
    [50, 20, 0.6, 0.021479401354675253],
    [1000, 9000, 0.1, 0.5035462207518635],
    [3, 1e6, 2e-6, 0.3233246665001949],
    [0.5, 0.5, 0.3, 0.36901011956554536],
  ])("I(%d, %d) at %d", (a, b, x, expected) => expectClose(betaCdf(a, b, x), expected, 1e-8));

  it.each([
    [2, 3, 0.025, 0.06758598648854294],
    [50, 20, 0.975, 0.8131280501943903],
    [1, 40, 0.5, 0.017179401454748937],
  ])("quantile of (%d, %d) at %d", (a, b, probability, expected) =>
    expectClose(betaQuantile(a, b, probability), expected, 1e-10),
  );

  it.each([
    [1, 12.706204736174694],
    [2, 4.302652729749462],
    [3, 3.1824463052837078],
    [10, 2.228138851986274],
    [1000, 1.9623390808264083],
  ])("Student's t with %d degrees at 0.975", (degrees, expected) =>
    expectClose(studentQuantile(degrees, 0.975), expected, 1e-8),
  );
});

describe("the exact interval", () => {
  // Smallest N with binom.sf(k − 1, N, p) ≥ 0.025, largest with binom.cdf(k, N, p) ≥ 0.025.
  it.each([
    [0, 0.5, 0, 5],
    [1, 0.5, 1, 8],
    [1, 0.6321205588285577, 1, 6],
    [5, 0.3, 7, 35],
    [5, 0.9, 5, 8],
    [20, 0.6321205588285577, 24, 42],
    [7, 0.02, 143, 717],
    [43, 0.0625, 504, 919],
    [150, 0.4, 330, 425],
    [3, 0.999, 3, 3],
    [10, 1, 10, 10],
  ])("population behind %d sampled with chance %d", (count, probability, low, high) =>
    expect(populationInterval(count, probability)).toEqual([low, high]),
  );
});
