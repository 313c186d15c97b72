/**
 * The page heap: which pages are in use, free, released and resident. It knows pages and owners,
 * no objects: those are the spans' matter (spans.ts), and when to free or release is decided by the
 * collector and the scavenger.
 */

import type { HeapRules } from "../rules/heap-rules.ts";
import { ChunkDensity } from "./chunk-density.ts";
import { findExtent } from "./free-extents.ts";
import {
  isFree,
  joinRuns,
  PAGE,
  type PageOwner,
  type PageRun,
  roundUp,
  splitRun,
} from "./page-run.ts";
import { type PageTotals, totalPages } from "./page-totals.ts";
import { ZeroedBases } from "./zeroed-bases.ts";

/** Pages of a transparent huge page: 2 MiB. */
const HUGE_PAGES = 256;

export interface TakenPages {
  /** Pages of address space that the heap had to grow by. */
  readonly grown: number;
  /** Pages that were released before: using them commits memory again. */
  readonly committed: number;
}

export class PageHeap {
  readonly density: ChunkDensity;
  readonly #rules: HeapRules;
  readonly #hugePages: boolean;
  readonly #zeroed = new ZeroedBases();
  readonly #runs: PageRun[] = [];
  readonly #spanPages = new WeakMap<PageOwner, number>();
  #spans = 0;
  #mostSpans = 0;
  /** Pages that the heap has grown to, and that are mapped. */
  #frontier = 0;
  #mapped = 0;
  #totals: PageTotals | undefined;
  /** Highest page that was ever given out, and how many of these first went to objects. */
  #highest = 0;
  #marked = 0;
  /** Seconds of the virtual clock. */
  now = 0;
  /** Called with the bytes that the heap is about to grow by. */
  beforeGrowth: (bytes: number) => void = () => {};

  /** @param hugePages whether the kernel follows advice for huge pages */
  constructor(rules: HeapRules, hugePages: boolean) {
    this.#rules = rules;
    this.#hugePages = hugePages;
    this.density = new ChunkDensity(rules.scavenger.densePages);
  }

  /** For the scavenger, which changes `released` and `resident` of free runs; then `settle`. */
  get runs(): PageRun[] {
    return this.#runs;
  }

  /** Mapped address space in bytes. */
  get mappedBytes(): number {
    return this.#mapped * PAGE;
  }

  /** Bytes up to the highest page that was ever used. */
  get everUsedBytes(): number {
    return this.#highest * PAGE;
  }

  /** Those of them that have marks and types of objects: all but stacks. */
  get everMarkedBytes(): number {
    return this.#marked * PAGE;
  }

  /** The most spans that there ever were at once: their structs are never freed. */
  get mostSpans(): number {
    return this.#mostSpans;
  }

  /** Cached until the next change. */
  get totals(): PageTotals {
    this.#totals ??= totalPages(this.#runs, this.#untouchedTail());
    return this.#totals;
  }

  /** To be called after any change of runs. */
  settle(): void {
    joinRuns(this.#runs);
    this.#totals = undefined;
  }

  /**
   * Takes `count` spans of `spanPages` each for `owner`, wherever they fit.
   * @param zeroed true for objects, whose memory has to be zero: dirty pages are cleared, and so
   * touched; false for stacks
   */
  take(owner: PageOwner, spanPages: number, count: number, zeroed: boolean): TakenPages {
    let grown = 0;
    let committed = 0;
    this.#spanPages.set(owner, spanPages);
    this.#spans += count;
    this.#mostSpans = Math.max(this.#mostSpans, this.#spans);
    for (let left = count; left > 0; ) {
      const extent = findExtent(this.#runs, spanPages, this.#rules.layout.fit);
      if (extent === undefined) {
        grown += this.#grow(spanPages * left);
        continue;
      }
      const spans = Math.min(left, Math.floor(extent.pages / spanPages));
      committed += this.#takeFrom(extent.first, spans * spanPages, owner, zeroed);
      left -= spans;
    }
    this.settle();
    return { grown, committed };
  }

  /** Touches pages of `owner` from the lowest on until `pages` of it are resident. */
  touch(owner: PageOwner, pages: number): void {
    let left = pages;
    for (let at = 0; at < this.#runs.length && left > 0; at++) {
      const run = this.#runs[at]!;
      if (run.owner !== owner) continue;
      if (!run.resident) {
        const whole = run.huge && this.#hugePages ? roundUp(left, HUGE_PAGES) : left;
        splitRun(this.#runs, at, whole);
        run.resident = true;
      }
      left -= run.pages;
    }
    this.settle();
  }

  /**
   * Frees pages of `owner`, the highest first.
   * @param piece 0 where they lie together, else pages of the pieces that they are scattered in
   */
  free(owner: PageOwner, pages: number, piece: number): void {
    let left = pages;
    this.#spans -= pages / (this.#spanPages.get(owner) ?? pages);
    for (let at = this.#runs.length - 1; at >= 0 && left > 0; at--) {
      const run = this.#runs[at]!;
      if (run.owner !== owner) continue;
      if (run.pages > left) {
        splitRun(this.#runs, at, run.pages - left);
        at += 2;
        continue;
      }
      left -= run.pages;
      this.density.change(run.start, run.pages, -1);
      const freed = { owner: null, released: false, dirty: true, idleSince: this.now, piece };
      Object.assign(run, freed);
      this.#ageNeighbours(at);
    }
    this.settle();
  }

  #takeFrom(first: number, pages: number, owner: PageOwner, zeroed: boolean): number {
    const { advisesHugePages, unit } = this.#rules.zeroing;
    const start = this.#runs[first]!.start;
    const isDirty =
      unit === "arena" ? this.#zeroed.claim(start, pages) : this.#spreadDirt(first, pages);
    this.density.change(start, pages, 1);
    const fresh = Math.max(0, start + pages - this.#highest);
    this.#highest += fresh;
    if (zeroed) this.#marked += fresh;
    let committed = 0;
    let left = pages;
    let at = first;
    for (; left > 0; at++) {
      splitRun(this.#runs, at, left);
      const run = this.#runs[at]!;
      if (run.released) committed += run.pages;
      left -= run.pages;
      Object.assign(run, { owner, released: false, piece: 0 });
      if (isDirty && zeroed) run.resident = true;
    }
    if (advisesHugePages && committed > 0 && pages >= HUGE_PAGES) {
      for (let of = first; of < at; of++) this.#runs[of]!.huge = true;
    }
    return committed;
  }

  /** A free span that joined a dirty one is dirty as a whole, what is left of it too. */
  #spreadDirt(first: number, pages: number): boolean {
    if (this.#runs[first]!.piece > 0) return true;
    let last = first;
    let seen = 0;
    let isDirty = false;
    for (; isFree(this.#runs[last]); last++) {
      isDirty ||= this.#runs[last]!.dirty;
      seen += this.#runs[last]!.pages;
    }
    if (seen < pages) throw new Error("extent is smaller than what is taken from it");
    for (let at = first; at < last; at++) this.#runs[at]!.dirty ||= isDirty;
    return isDirty;
  }

  /** Where free spans are joined, the whole of them counts as unused since now. */
  #ageNeighbours(at: number): void {
    if (this.#rules.scavenger.kind !== "age") return;
    for (let of = at + 1; isFree(this.#runs[of]); of++) this.#runs[of]!.idleSince = this.now;
    for (let of = at - 1; isFree(this.#runs[of]); of--) this.#runs[of]!.idleSince = this.now;
  }

  /** @returns pages by which the heap grew */
  #grow(pages: number): number {
    const { growthStep, smallestGrowth, arena, freshIsReleased } = this.#rules.layout;
    const ask = Math.max(roundUp(pages * PAGE, growthStep), smallestGrowth) / PAGE;
    this.beforeGrowth(ask * PAGE);
    const start = this.#frontier;
    this.#frontier += ask;
    if (arena === 0) this.#mapped = this.#frontier;
    else if (this.#frontier > this.#mapped) this.#mapped += roundUp(ask * PAGE, arena) / PAGE;
    this.#runs.push({
      start,
      pages: ask,
      owner: null,
      resident: false,
      released: freshIsReleased,
      dirty: false,
      huge: false,
      idleSince: this.now,
      piece: 0,
    });
    return ask;
  }

  #untouchedTail(): number {
    return this.#rules.layout.countsArenas ? this.#mapped - this.#frontier : 0;
  }
}
