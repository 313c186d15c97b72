/**
 * Objects in spans, in aggregate: a block is many spans of one size class that were filled by one
 * allocation. It counts slots by what they hold (reachable, garbage that no collection has found,
 * garbage found and not swept, free) and knows no single object.
 */
import type { GoVersion } from "../../model/go-version.ts";
import type { PageHeap, TakenPages } from "./pages/page-heap.ts";
import type { HeapRules } from "./rules/heap-rules.ts";
import { type SpanShape, spanShape } from "./size-classes.ts";

export interface Block {
  readonly shape: SpanShape;
  spans: number;
  live: number;
  dead: number;
  condemned: number;
  open: number;
  /** Dropped objects lie between kept ones, not side by side. */
  isScattered: boolean;
  /** Share of the block's pages that the program writes. */
  touched: number;
}

/** Objects of one allocation in one block. */
export interface Portion {
  readonly block: Block;
  objects: number;
}

/** What allocations made, as far as it is still kept. */
export interface Held {
  portions: Portion[];
}

export function addPortion(held: Held, portion: Portion): void {
  const last = held.portions.at(-1);
  if (last?.block === portion.block) last.objects += portion.objects;
  else held.portions.push(portion);
}

export class Spans {
  readonly #heap: PageHeap;
  readonly #rules: HeapRules;
  readonly #go: GoVersion | undefined;
  readonly #blocks = new Set<Block>();
  /** Bytes in slots that hold an object, swept or not: HeapAlloc. */
  allocated = 0;
  /** Bytes of reachable objects. */
  reachable = 0;

  constructor(heap: PageHeap, rules: HeapRules, go: GoVersion | undefined) {
    this.#heap = heap;
    this.#rules = rules;
    this.#go = go;
  }

  /** Small allocations of one class share a block, so that a long loop makes no thousands. */
  readonly #shared = new Map<string, Block>();

  shapeOf(size: number): SpanShape {
    return spanShape(size, this.#go, this.#rules.zeroing.inlineMarkBits);
  }

  /**
   * @param isShared where others of the same class may go to the same block: small ones, garbage
   * @param held what the allocation adds to; a block of it is used where it fits
   */
  blockFor(shape: SpanShape, touched: number, isShared: boolean, held: Held): Block {
    const last = held.portions.at(-1)?.block;
    if (last?.shape.slot === shape.slot && last.touched === touched && this.#blocks.has(last)) {
      return last;
    }
    if (!isShared) return this.#newBlock(shape, touched);
    const key = `${shape.slot} ${touched}`;
    const shared = this.#shared.get(key);
    if (shared !== undefined && this.#blocks.has(shared)) return shared;
    const block = this.#newBlock(shape, touched);
    this.#shared.set(key, block);
    return block;
  }

  #newBlock(shape: SpanShape, touched: number): Block {
    const empty = { spans: 0, live: 0, dead: 0, condemned: 0, open: 0 };
    const block = { ...empty, shape, isScattered: false, touched };
    this.#blocks.add(block);
    return block;
  }

  /** Fills free slots of the same class first: they are in memory already. */
  fillOpen(shape: SpanShape, objects: number): Portion[] {
    const portions: Portion[] = [];
    let left = objects;
    if (shape.slotsPerSpan === 1) return portions;
    for (const block of this.#blocks) {
      if (left === 0) break;
      if (block.shape.slot !== shape.slot || block.open === 0) continue;
      const taken = Math.min(left, block.open);
      block.open -= taken;
      this.#occupy(block, taken);
      portions.push({ block, objects: taken });
      left -= taken;
    }
    return portions;
  }

  /** Puts objects into new spans of the block. */
  extend(block: Block, objects: number): TakenPages {
    const { spanPages, slotsPerSpan } = block.shape;
    const spans = Math.ceil(objects / slotsPerSpan);
    const taken = this.#heap.take(block, spanPages, spans, true);
    block.spans += spans;
    block.open += spans * slotsPerSpan - objects;
    this.#occupy(block, objects);
    this.#heap.touch(block, Math.ceil(this.#touchedShare(block) * block.spans * spanPages));
    return taken;
  }

  touch(block: Block, share: number): void {
    block.touched = Math.max(block.touched, share);
    this.#heap.touch(block, Math.ceil(block.touched * block.spans * block.shape.spanPages));
  }

  /** Nothing points to them any more. */
  kill(block: Block, objects: number): void {
    block.live -= objects;
    block.dead += objects;
    this.reachable -= objects * block.shape.slot;
  }

  /** What is garbage now is found. @returns bytes marked */
  mark(): number {
    for (const block of this.#blocks) {
      block.condemned += block.dead;
      block.dead = 0;
    }
    return this.reachable;
  }

  /** Frees what the last mark found. @returns bytes freed */
  sweep(): number {
    let freed = 0;
    for (const block of this.#blocks) {
      if (block.condemned === 0) continue;
      freed += block.condemned * block.shape.slot;
      block.open += block.condemned;
      block.condemned = 0;
      this.#freeEmptySpans(block);
    }
    this.allocated -= freed;
    return freed;
  }

  #occupy(block: Block, objects: number): void {
    block.live += objects;
    this.allocated += objects * block.shape.slot;
    this.reachable += objects * block.shape.slot;
  }

  #freeEmptySpans(block: Block): void {
    const { spanPages, slotsPerSpan } = block.shape;
    const empty = emptySpans(block);
    if (empty === 0) return;
    const isRest = empty < block.spans && block.isScattered;
    this.#heap.free(block, empty * spanPages, isRest ? spanPages : 0);
    block.spans -= empty;
    block.open -= empty * slotsPerSpan;
    if (block.spans === 0) this.#blocks.delete(block);
  }

  /** Pages that are written although the program writes no object in them. */
  #touchedShare({ shape, touched }: Block): number {
    const { threadsFreeList, inlineMarkBits } = this.#rules.zeroing;
    if (shape.slotsPerSpan === 1) return touched;
    if (threadsFreeList) return 1;
    const hasBits = shape.slot >= 16 && shape.slot <= inlineMarkBits;
    return hasBits ? Math.max(touched, 0.5) : touched;
  }
}

/**
 * Scattered: a span is empty where chance freed all of its slots. Side by side: all whole spans.
 */
function emptySpans({ shape, spans, open, isScattered }: Block): number {
  const slots = spans * shape.slotsPerSpan;
  if (open >= slots) return spans;
  if (!isScattered) return Math.min(spans, Math.floor(open / shape.slotsPerSpan));
  return Math.floor(spans * (open / slots) ** shape.slotsPerSpan);
}
