/**
 * Where a span is put: the free ranges of the heap, and which of them each version takes (best fit
 * up to Go 1.13: mheap.c BestFit, treap; first fit after: mpagealloc.go find).
 */
import type { PageRun } from "./page-run.ts";
import { isFree } from "./page-run.ts";

/** Neighbouring free runs: `runs[first]` to `runs[last]`. */
export interface FreeExtent {
  readonly first: number;
  readonly last: number;
  readonly pages: number;
}

/**
 * @param pages of one span
 * @returns undefined where no free range is large enough
 */
export function findExtent(
  runs: readonly PageRun[],
  pages: number,
  fit: "best" | "first",
): FreeExtent | undefined {
  let found: FreeExtent | undefined;
  for (let first = 0; first < runs.length; first++) {
    if (runs[first]!.owner !== null) continue;
    const extent = extentAt(runs, first);
    first = extent.last;
    if (capacity(runs, extent) < pages) continue;
    if (fit === "first") return extent;
    if (found === undefined || extent.pages < found.pages) found = extent;
  }
  return found;
}

/** Scattered pages lie next to nothing. */
function extentAt(runs: readonly PageRun[], first: number): FreeExtent {
  let last = first;
  let pages = runs[first]!.pages;
  if (runs[first]!.piece === 0) {
    while (isFree(runs[last + 1])) pages += runs[++last]!.pages;
  }
  return { first, last, pages };
}

function capacity(runs: readonly PageRun[], { first, pages }: FreeExtent): number {
  const { piece } = runs[first]!;
  return piece === 0 ? pages : piece;
}
