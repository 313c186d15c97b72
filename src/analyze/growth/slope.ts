/**
 * How fast a number grows: a straight line through its values by least squares, with the 95 %
 * interval of its slope by Student's t with n − 2 degrees of freedom.
 */
import { studentQuantile } from "../sampling/beta-distribution.ts";
import type { Interval } from "../sampling/count-interval.ts";

/** `t` in seconds. */
export interface Point {
  readonly t: number;
  readonly value: number;
}

export interface Slope {
  readonly perSecond: number;
  /** 95 % interval; undefined with two points, which have a slope but say nothing of its error. */
  readonly range?: Interval;
  readonly points: number;
}

/** @returns undefined with fewer than two different times */
export function slope(points: readonly Point[]): Slope | undefined {
  const n = points.length;
  const meanT = mean(points.map((point) => point.t));
  const meanValue = mean(points.map((point) => point.value));
  const spread = sum(points.map((point) => (point.t - meanT) ** 2));
  if (n < 2 || spread === 0) return undefined;
  const perSecond = sum(points.map((p) => (p.t - meanT) * (p.value - meanValue))) / spread;
  if (n === 2) return { perSecond, points: n };
  const errors = points.map((p) => p.value - meanValue - perSecond * (p.t - meanT));
  const variance = sum(errors.map((error) => error * error)) / (n - 2) / spread;
  const reach = studentQuantile(n - 2, 0.975) * Math.sqrt(variance);
  return { perSecond, range: [perSecond - reach, perSecond + reach], points: n };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function mean(values: readonly number[]): number {
  return sum(values) / values.length;
}
