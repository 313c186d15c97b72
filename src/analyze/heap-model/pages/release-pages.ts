/**
 * Gives free pages back (madvise): from the highest address down, as the scavenger of Go 1.14 and
 * later searches. MADV_DONTNEED takes them out of RSS at once; after MADV_FREE they stay in it
 * until the kernel wants them.
 */
import { CHUNK_PAGES } from "./chunk-density.ts";
import type { PageHeap } from "./page-heap.ts";
import { type PageRun, splitRun } from "./page-run.ts";

export interface ReleaseOptions {
  /** MADV_FREE. */
  readonly lazy: boolean;
  /** Also from dense chunks: the memory limit, FreeOSMemory. */
  readonly force: boolean;
  /** Only what was idle before that time. */
  readonly idleBefore?: number;
}

/** @returns pages released, at most `wanted` */
export function releasePages(heap: PageHeap, wanted: number, options: ReleaseOptions): number {
  const { runs, density } = heap;
  let left = wanted;
  for (let at = runs.length - 1; at >= 0 && left > 0; at--) {
    if (!isReleasable(runs[at]!, options)) continue;
    const before = runs.length;
    if (!options.force) cutToChunk(runs, at);
    at += runs.length - before;
    const run = runs[at]!;
    const chunk = Math.floor(run.start / CHUNK_PAGES);
    if (!options.force && !density.isEligible(chunk)) continue;
    if (run.pages > left) {
      splitRun(runs, at, run.pages - left);
      at++;
    }
    release(runs[at]!, options.lazy);
    left -= runs[at]!.pages;
  }
  heap.settle();
  return wanted - left;
}

function isReleasable(run: PageRun, { idleBefore }: ReleaseOptions): boolean {
  if (run.owner !== null || run.released) return false;
  return idleBefore === undefined || run.idleSince < idleBefore;
}

function release(run: PageRun, lazy: boolean): void {
  run.released = true;
  if (!lazy) run.resident = false;
}

/** Cuts off the part of a run that lies in its last chunk, so that it is the next to look at. */
function cutToChunk(runs: PageRun[], at: number): void {
  const run = runs[at]!;
  const chunkStart = Math.floor((run.start + run.pages - 1) / CHUNK_PAGES) * CHUNK_PAGES;
  splitRun(runs, at, chunkStart - run.start);
}
