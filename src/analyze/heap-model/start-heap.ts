/**
 * Fills the heap with what a program has when main begins. Where it has collected by then (Go 1.4,
 * whose pacer knows no smallest heap), the free pages next to it have been used: what lies there is
 * dirty, and so is what the heap grows by, as both join to one free span.
 */
import type { PageHeap } from "./pages/page-heap.ts";
import { PAGE } from "./pages/page-run.ts";
import type { ProcessBase } from "./process-base.ts";
import type { Spans } from "./spans.ts";

/** An object of middle size stands for all of them. */
const OBJECT_BYTES = 256;

export function startHeap(pages: PageHeap, spans: Spans, base: ProcessBase): void {
  const stacks = {};
  pages.take(stacks, 1, Math.ceil(base.stackInuse / PAGE), false);
  pages.touch(stacks, Math.ceil(base.stackInuse / PAGE));
  const used = Math.ceil(base.heapInuse / PAGE);
  const shape = spans.shapeOf(OBJECT_BYTES);
  const block = spans.blockFor(shape, 1, false, { portions: [] });
  spans.extend(block, used * shape.slotsPerSpan);
  const empty = Math.floor((base.heapInuse - base.heapAlloc) / shape.slot);
  spans.kill(block, empty);
  block.isScattered = true;
  spans.mark();
  spans.sweep();
  if (base.numGC > 0) leaveDirt(pages);
}

/** One page that was used and freed, next to the free rest. */
function leaveDirt(pages: PageHeap): void {
  const garbage = {};
  pages.take(garbage, 1, 1, false);
  pages.touch(garbage, 1);
  pages.free(garbage, 1, 0);
}
