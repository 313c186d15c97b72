/** A profile whose values are multiplied, each type by a factor of its own, and rounded. */
import type { Profile, ValueColumn } from "../../model/profile.ts";
import { keepSamples } from "../filter/keep-samples.ts";
import { toInt64 } from "../measure/to-int64.ts";
import { narrowColumn } from "./sum-column.ts";

/**
 * Without the samples in which nothing that was multiplied is left, as the reference does: those
 * that only have a value whose factor is 1 go, unless all factors are 1.
 */
export function scaleValues(profile: Profile, factors: readonly number[]): Profile {
  if (factors.every((factor) => factor === 1)) return profile;
  const isKept = new Uint8Array(profile.samples.length);
  const scaled = multiplyValues(profile, factors);
  for (const [i, column] of scaled.samples.values.entries()) {
    if (factors[i] === 1) continue;
    for (let row = 0; row < isKept.length; row++) if (column[row]) isKept[row] = 1;
  }
  return keepSamples(scaled, isKept);
}

/** All samples stay, also those of which nothing is left. */
export function multiplyValues(profile: Profile, factors: readonly number[]): Profile {
  const { samples } = profile;
  const values = samples.values.map((column, i) =>
    factors[i] === 1 ? column : scaleColumn(column, factors[i]!),
  );
  return { ...profile, samples: { ...samples, values } };
}

function scaleColumn(column: ValueColumn, factor: number): ValueColumn {
  const scaled = new Float64Array(column.length);
  let isExact = true;
  for (let row = 0; row < scaled.length; row++) {
    scaled[row] = roundHalfAway(Number(column[row]) * factor);
    if (!(Math.abs(scaled[row]) <= 2 ** 53)) isExact = false;
  }
  return isExact ? scaled : narrowColumn(BigInt64Array.from(scaled, toInt64));
}

function roundHalfAway(value: number): number {
  const whole = Math.trunc(value);
  const rounded = Math.abs(value - whole) >= 0.5 ? whole + Math.sign(value) : whole;
  return rounded + 0; // not -0
}
