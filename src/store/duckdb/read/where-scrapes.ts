/** The condition that all questions about scrapes begin with. */
import type { RunId, TimeRange } from "../../store.ts";

/** @param runs at least one */
export function whereScrapes(runs: readonly RunId[], { from, to }: TimeRange): string {
  const first = Math.ceil(clamped(from) * 1000);
  const last = Math.floor(clamped(to) * 1000);
  return `WHERE time_ms BETWEEN ${first} AND ${last} AND run IN (${runs.join(", ")})`;
}

/** Seconds that are a whole number of milliseconds in SQL too. */
function clamped(seconds: number): number {
  return Math.min(Math.max(seconds, -1e12), 1e12);
}
