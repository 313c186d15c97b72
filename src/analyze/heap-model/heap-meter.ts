/**
 * Reads the modelled heap as the runtime counts it (mstats.go) and as the kernel does. Identities
 * as in MemStats: HeapSys = HeapInuse + HeapIdle; Sys = HeapSys + StackSys + metadata.
 */

import type { PageHeap } from "./pages/page-heap.ts";
import { PAGE } from "./pages/page-run.ts";
import type { ProcessBase } from "./process-base.ts";
import type { HeapRules } from "./rules/heap-rules.ts";

/** Arena metadata without the bitmap: one pointer a page, and marks of spans and checks. */
const ARENA_INDEX = 128 * 1024;
/** Bytes of heap for one byte of the index from pages to spans, which is written as they are used. */
const HEAP_PER_INDEX = 1024;
/** One mspan struct. */
const SPAN_STRUCT = 160;

export class HeapMeter {
  readonly #pages: PageHeap;
  readonly #rules: HeapRules;
  readonly #base: ProcessBase;
  readonly #heapAtStart: number;
  readonly #mappedAtStart: number;
  /** Bytes of stack spans. */
  stacks = 0;

  /** To be made when the heap holds what the program starts with. */
  constructor(pages: PageHeap, rules: HeapRules, base: ProcessBase) {
    this.#pages = pages;
    this.#rules = rules;
    this.#base = base;
    this.stacks = base.stackInuse;
    const { usedResident, freeResident } = pages.totals;
    this.#heapAtStart = (usedResident + freeResident) * PAGE;
    this.#mappedAtStart = pages.mappedBytes;
  }

  get heapInuse(): number {
    return this.#pages.totals.used * PAGE - this.stacks;
  }

  get heapIdle(): number {
    return this.#pages.totals.free * PAGE;
  }

  get heapReleased(): number {
    return this.#pages.totals.released * PAGE;
  }

  /** What the runtime believes to hold of the heap, without stacks (heapRetained). */
  get retained(): number {
    return this.heapInuse + this.heapIdle - this.heapReleased;
  }

  get sys(): number {
    return this.heapInuse + this.heapIdle + this.stacks + this.#base.metadata + this.#newMetadata();
  }

  /** What GOMEMLIMIT counts. */
  get mappedReady(): number {
    return this.sys - this.heapReleased;
  }

  get rss(): number {
    const { usedResident, freeResident } = this.#pages.totals;
    const heap = (usedResident + freeResident) * PAGE;
    const { everUsedBytes, everMarkedBytes } = this.#pages;
    const index = everUsedBytes / HEAP_PER_INDEX + this.#spanStructs();
    const metadata = this.#bitmapOf(everMarkedBytes) + index;
    return Math.round(this.#base.rss + heap - this.#heapAtStart + metadata);
  }

  get virt(): number {
    const grown = this.#pages.mappedBytes - this.#mappedAtStart;
    return this.#base.virt + grown + this.#newMetadata();
  }

  get lazyFree(): number {
    return this.#pages.totals.lazy * PAGE;
  }

  /** Address space of marks, types, index and spans for what the heap grew by since the start. */
  #newMetadata(): number {
    const grown = this.#pages.mappedBytes - this.#mappedAtStart;
    const { arena } = this.#rules.layout;
    const index = arena === 0 ? grown / HEAP_PER_INDEX : (grown / arena) * ARENA_INDEX;
    return Math.round(this.#bitmapOf(grown) + index + this.#spanStructs());
  }

  #spanStructs(): number {
    return this.#pages.mostSpans * SPAN_STRUCT;
  }

  #bitmapOf(heap: number): number {
    const { heapPerBitmapByte } = this.#rules.layout;
    return heapPerBitmapByte === 0 ? 0 : heap / heapPerBitmapByte;
  }
}
