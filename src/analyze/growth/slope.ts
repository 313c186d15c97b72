/**
 * How fast a number grows, and how sure that is: a straight line by least squares through its
 * readings. The interval is Student's, so a few readings that scatter say little, and two say
 * nothing about certainty at all.
 */
import type { Confidence } from "../../model/verdict.ts";
import { studentQuantile } from "../sampling/beta-distribution.ts";
import { HIGH_TAIL, type Interval } from "../sampling/count-interval.ts";

export interface Reading {
  /** Seconds, from any start. */
  readonly t: number;
  readonly value: number;
}

export interface Slope {
  /** Units of the value per second. */
  readonly perSecond: number;
  /** 95 % interval of it; undefined with two readings, which any line fits. */
  readonly range?: Interval;
  /** The last reading, or the height of the line there where there are more than two. */
  readonly last: number;
  readonly readings: number;
  /** Seconds from the first reading to the last. */
  readonly seconds: number;
  /** high: four readings or more, and the direction is certain; low: the direction is not. */
  readonly confidence: Confidence;
}

/** @returns undefined with fewer than two readings at different times */
export function slope(readings: readonly Reading[]): Slope | undefined {
  const points = readings.filter(({ t, value }) => Number.isFinite(t) && Number.isFinite(value));
  const n = points.length;
  const times = points.map(({ t }) => t);
  const seconds = n === 0 ? 0 : Math.max(...times) - Math.min(...times);
  if (seconds <= 0) return undefined;
  const meanT = times.reduce((sum, t) => sum + t, 0) / n;
  const meanValue = points.reduce((sum, { value }) => sum + value, 0) / n;
  let tt = 0;
  let tv = 0;
  for (const { t, value } of points) {
    tt += (t - meanT) ** 2;
    tv += (t - meanT) * (value - meanValue);
  }
  const perSecond = tv / tt;
  const last = meanValue + perSecond * (Math.max(...times) - meanT);
  const base = { perSecond, last, readings: n, seconds };
  if (n === 2) return { ...base, confidence: "low" };
  const heightAt = (t: number) => meanValue + perSecond * (t - meanT);
  const squares = points.reduce((sum, { t, value }) => sum + (value - heightAt(t)) ** 2, 0);
  const reach = studentQuantile(n - 2, HIGH_TAIL) * Math.sqrt(squares / (n - 2) / tt);
  const range: Interval = [perSecond - reach, perSecond + reach];
  return { ...base, range, confidence: confidenceOf(range, n) };
}

function confidenceOf(range: Interval, readings: number): Confidence {
  const hasDirection = range[0] > 0 || range[1] < 0;
  if (!hasDirection) return "low";
  return readings >= 4 ? "high" : "medium";
}
