/**
 * A stretch of runtime pages (8 KiB) that are all alike. The whole heap is a list of them in
 * address order, so that a gigabyte costs a handful of entries and not one a page.
 */
export const PAGE = 8192;

/** Whoever has pages in use: a block of spans or of goroutine stacks. */
export type PageOwner = object;

export interface PageRun {
  start: number;
  pages: number;
  /** null: free. */
  owner: PageOwner | null;
  /** True where the kernel has given memory for it: it counts in RSS. */
  resident: boolean;
  /** Free pages only: counted in HeapReleased. */
  released: boolean;
  /** Free pages only: has to be cleared before it is used (zeroing unit `span`). */
  dirty: boolean;
  /** Advised for huge pages. */
  huge: boolean;
  /** Free pages only: seconds of the virtual clock since when. */
  idleSince: number;
  /**
   * Free pages only: 0 where they lie together; else they are scattered in pieces of this many
   * pages between spans in use, and serve no larger span.
   */
  piece: number;
}

/** Cuts `runs[at]` after `pages`; both parts stay in the list. */
export function splitRun(runs: PageRun[], at: number, pages: number): void {
  const run = runs[at]!;
  if (pages <= 0 || pages >= run.pages) return;
  const rest = { ...run, start: run.start + pages, pages: run.pages - pages };
  run.pages = pages;
  runs.splice(at + 1, 0, rest);
}

/** Joins neighbours that are alike, in place. */
export function joinRuns(runs: PageRun[]): void {
  let kept = 0;
  for (let next = 1; next < runs.length; next++) {
    const run = runs[next]!;
    const before = runs[kept]!;
    if (isAlike(before, run)) before.pages += run.pages;
    else runs[++kept] = run;
  }
  runs.length = Math.min(runs.length, kept + 1);
}

function isAlike(a: PageRun, b: PageRun): boolean {
  return (
    a.owner === b.owner &&
    a.resident === b.resident &&
    a.released === b.released &&
    a.dirty === b.dirty &&
    a.huge === b.huge &&
    a.idleSince === b.idleSince &&
    a.piece === b.piece
  );
}

/** True for free pages that are no piece of a larger run. */
export function isFree(run: PageRun | undefined): boolean {
  return run !== undefined && run.owner === null && run.piece === 0;
}

export function roundUp(value: number, unit: number): number {
  return Math.ceil(value / unit) * unit;
}
