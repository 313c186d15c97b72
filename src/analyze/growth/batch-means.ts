/**
 * Readings that lie close together tell nearly the same, so that many of them would make a line look
 * surer than it is. The means of equal spans of time hang together less: the method of batch means of
 * the simulation literature (e.g. A. M. Law, "Simulation Modeling and Analysis").
 */
import type { Reading } from "./slope.ts";

/** Spans from which an interval is told; more would hang together again. */
const BATCHES = 20;

/** @param readings oldest first */
export function batchMeans(readings: readonly Reading[]): readonly Reading[] {
  if (readings.length <= BATCHES) return readings;
  const start = readings[0]!.t;
  const span = (readings.at(-1)!.t - start) / BATCHES;
  const batches = Array.from({ length: BATCHES }, (): Reading[] => []);
  for (const reading of readings) {
    const batch = Math.floor((reading.t - start) / span);
    batches[Math.min(BATCHES - 1, batch)]!.push(reading);
  }
  return batches.filter((batch) => batch.length > 0).map(meanOf);
}

function meanOf(batch: readonly Reading[]): Reading {
  const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
  return { t: mean(batch.map(({ t }) => t)), value: mean(batch.map(({ value }) => value)) };
}
