/**
 * How the runtime of each Go version chooses the allocations that it records. R is MemProfileRate,
 * s the size of the object after rounding to its size class.
 *
 *   Go 1.4–1.5    the next sample is uniform in [0, 2R), the remainder carried on;  s ≥ R: always
 *   Go 1.6–1.11   the next sample is exponential with mean R;                       s ≥ R: always
 *   Go ≥ 1.12     exponential with mean R for every size
 *
 * An exponential gap has no memory, so every object is taken or left by itself, and the count of
 * sampled objects is exactly binomial. With uniform gaps it varies less than that: the intervals
 * of Go 1.4 and 1.5 are wide rather than wrong.
 */
import type { GoVersion } from "../../model/go-version.ts";
import { isAtLeast } from "../../model/go-version.ts";

export type SamplingLaw = "uniform" | "large-always" | "exponential";

/** An unknown version counts as the newest. */
export function samplingLaw(go: GoVersion | undefined): SamplingLaw {
  if (go === undefined || isAtLeast(go, 12)) return "exponential";
  return isAtLeast(go, 6) ? "large-always" : "uniform";
}

/** The chance that one object of `size` bytes is recorded. A rate of 1 records every object. */
export function sampleProbability(size: number, rate: number, law: SamplingLaw): number {
  if (rate <= 1) return 1;
  if (law !== "exponential" && size >= rate) return 1;
  return law === "uniform" ? Math.min(1, size / rate) : -Math.expm1(-size / rate);
}

/**
 * The chance by which runtime/pprof divided before it wrote the values of a profile.proto: always
 * that of exponential gaps, also in Go 1.8–1.11 for objects that were sure to be recorded. This is
 * what pprof shows, and why it overstates large objects of those versions.
 */
export function writtenProbability(size: number, rate: number): number {
  return sampleProbability(size, rate, "exponential");
}

/**
 * The most bytes that one place without any sample can hold (95 %, one-sided): N objects stay unseen
 * with chance e^(−N·s/R), which is 5 % at N·s = R · ln 20, whatever s is. Nearly 3R.
 */
export function unseenBound(rate: number): number {
  return rate <= 1 ? 0 : Math.ceil(rate * Math.log(20));
}
