/**
 * How far each arena of 64 MiB was ever given out (heapArena.zeroedBase, mheap.go from Go 1.14 on):
 * what lies below has to be cleared before it is used again, what lies above is zero.
 */
import { PAGE } from "./page-run.ts";

const ARENA_PAGES = (64 * 1024 * 1024) / PAGE;

export class ZeroedBases {
  /** Pages from the arena's start; by number of the arena. */
  readonly #bases: number[] = [];

  /** Gives out `pages` from `start` on. @returns true where they have to be cleared */
  claim(start: number, pages: number): boolean {
    let needsZero = false;
    for (let page = start; page < start + pages; ) {
      const arena = Math.floor(page / ARENA_PAGES);
      const from = page - arena * ARENA_PAGES;
      const to = Math.min(ARENA_PAGES, start + pages - arena * ARENA_PAGES);
      const base = this.#bases[arena] ?? 0;
      if (from < base) needsZero = true;
      this.#bases[arena] = Math.max(base, to);
      page = arena * ARENA_PAGES + to;
    }
    return needsZero;
  }
}
