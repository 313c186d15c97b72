/** The lines below the Go heap. The kernel sees the heap as one: only the program can tell them apart. */

/** By their ids. */
export const HEAP_PARTS: ReadonlySet<string> = new Set([
  "live",
  "live-other",
  "live-since-profile",
  "sampling-difference",
  "freed-since-profile",
  "newer-in-profile",
  "since-gc",
  "allocated",
  "free-slots",
  "idle",
  "stacks",
  "gc-bitmap",
  "released-here",
  "heap-other",
  "heap-difference",
]);

export function isHeapPart(id: string): boolean {
  return HEAP_PARTS.has(id);
}
