/** What the page heap adds up to. Pages of 8 KiB; "used" includes goroutine stacks. */
import type { PageRun } from "./page-run.ts";

export interface PageTotals {
  readonly used: number;
  readonly usedResident: number;
  /** Free pages, released ones included. */
  readonly free: number;
  readonly freeResident: number;
  readonly released: number;
  /** Released pages that are still resident: MADV_FREE. */
  readonly lazy: number;
}

/** @param tail mapped pages that the heap counts as released and has not grown into */
export function totalPages(runs: readonly PageRun[], tail: number): PageTotals {
  const totals = {
    used: 0,
    usedResident: 0,
    free: tail,
    freeResident: 0,
    released: tail,
    lazy: 0,
  };
  for (const run of runs) {
    const resident = run.resident ? run.pages : 0;
    if (run.owner !== null) {
      totals.used += run.pages;
      totals.usedResident += resident;
      continue;
    }
    totals.free += run.pages;
    totals.freeResident += resident;
    if (run.released) {
      totals.released += run.pages;
      totals.lazy += resident;
    }
  }
  return totals;
}
