/**
 * Stacks of goroutines, and what stays of ended ones: the runtime keeps every goroutine's g struct
 * for reuse and never frees it (proc.go, gfput); the stacks' spans go back to the heap at the next
 * collection, up to Go 1.4 at once (stack.go, freeStackSpans).
 */
import type { HeapMeter } from "./heap-meter.ts";
import type { PageHeap } from "./pages/page-heap.ts";
import { PAGE } from "./pages/page-run.ts";
import type { HeapRules } from "./rules/heap-rules.ts";

/** Stacks are cut from spans of 32 KiB, larger ones have their own. */
const SPAN_PAGES = 4;
const SPAN_BYTES = SPAN_PAGES * PAGE;

interface StackPool {
  /** Stacks of running goroutines, and of ended ones whose spans are not freed yet. */
  running: number;
  spans: number;
}

export class GoroutineStacks {
  readonly structSize: number;
  readonly #pages: PageHeap;
  readonly #meter: HeapMeter;
  readonly #freesAtOnce: boolean;
  readonly #pools = new Map<number, StackPool>();
  #structs = 0;
  #running = 0;

  constructor(pages: PageHeap, meter: HeapMeter, rules: HeapRules) {
    this.#pages = pages;
    this.#meter = meter;
    this.structSize = rules.goroutineStruct;
    this.#freesAtOnce = rules.freesStacksAtOnce;
  }

  /** @returns g structs that have to be allocated */
  start(count: number, stackBytes: number): number {
    const pool = this.#pool(stackBytes);
    pool.running += count;
    const needed = Math.ceil((pool.running * stackBytes) / spanBytes(stackBytes)) - pool.spans;
    if (needed > 0) this.#grow(pool, needed, stackBytes);
    this.#running += count;
    const structs = Math.max(0, this.#running - this.#structs);
    this.#structs += structs;
    return structs;
  }

  end(count: number, stackBytes: number): void {
    const pool = this.#pool(stackBytes);
    const ended = Math.min(count, pool.running);
    pool.running -= ended;
    this.#running -= ended;
    if (this.#freesAtOnce) this.#shrink(pool, stackBytes);
  }

  /** A collection frees spans of which no stack is in use. */
  collected(): void {
    for (const [stackBytes, pool] of this.#pools) this.#shrink(pool, stackBytes);
  }

  #pool(stackBytes: number): StackPool {
    const pool = this.#pools.get(stackBytes) ?? { running: 0, spans: 0 };
    this.#pools.set(stackBytes, pool);
    return pool;
  }

  #grow(pool: StackPool, spans: number, stackBytes: number): void {
    const pages = spanBytes(stackBytes) / PAGE;
    this.#pages.take(pool, pages, spans, false);
    pool.spans += spans;
    this.#pages.touch(pool, pool.spans * pages);
    this.#meter.stacks += spans * pages * PAGE;
  }

  #shrink(pool: StackPool, stackBytes: number): void {
    const bytes = spanBytes(stackBytes);
    const empty = pool.spans - Math.ceil((pool.running * stackBytes) / bytes);
    if (empty <= 0) return;
    this.#pages.free(pool, (empty * bytes) / PAGE, 0);
    pool.spans -= empty;
    this.#meter.stacks -= empty * bytes;
  }
}

function spanBytes(stackBytes: number): number {
  return Math.max(SPAN_BYTES, Math.ceil(stackBytes / PAGE) * PAGE);
}
