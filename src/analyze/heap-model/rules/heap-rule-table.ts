/**
 * The heap's rules of Go 1.4 to 1.27, each row what changed against the one before. Where each was
 * read stands beside it: files of src/runtime in that version. Patch releases that differed for
 * weeks (1.21.0 to 1.21.3 advised huge pages for all of the heap) are not here. Sizes of g structs
 * are those of sizeof_test.go, from Go 1.12 on; before, that of 1.12 stands in.
 */
import { KiB, MiB } from "../../../base/units.ts";
import type { HeapRules } from "./heap-rules.ts";

/** mheap.c: MHeap_Grow, BestFit, MHeap_Scavenge; mgc0.c: MSpan_Sweep; mem_linux.c: SysUnused. */
const GO_4: HeapRules = {
  fromMinor: 4,
  layout: {
    growthStep: 64 * KiB,
    smallestGrowth: MiB,
    arena: 0,
    countsArenas: true,
    fit: "best",
    freshIsReleased: false,
    heapPerBitmapByte: 16,
  },
  zeroing: {
    unit: "span",
    threadsFreeList: true,
    inlineMarkBits: 0,
    advisesHugePages: false,
  },
  scavenger: {
    kind: "age",
    idleSeconds: 300,
    lookSeconds: 150,
    onGrowth: false,
    retainShare: 0,
    basis: "none",
    rate: Number.POSITIVE_INFINITY,
    densePages: 0,
    lazy: false,
    limitShare: 0,
  },
  holdsUntilAssigned: true,
  stopsWorld: true,
  goroutineStruct: 376,
  freesStacksAtOnce: true,
};

/** mgc.go: concurrent mark; mem_linux.go: sysUsed advises huge pages; stack.go: freeStackSpans. */
const GO_5: HeapRules = {
  ...GO_4,
  fromMinor: 5,
  zeroing: { ...GO_4.zeroing, advisesHugePages: true },
  stopsWorld: false,
  freesStacksAtOnce: false,
};

/** mbitmap.go: two bits a word; mheap.go: free slots as bits of the span (allocBits). */
const GO_7: HeapRules = {
  ...GO_5,
  fromMinor: 7,
  layout: { ...GO_5.layout, heapPerBitmapByte: 32 },
  zeroing: { ...GO_5.zeroing, threadsFreeList: false },
};

/** malloc.go: sparse arenas of 64 MiB; mheap.go: grow takes whole arenas. */
const GO_11: HeapRules = {
  ...GO_7,
  fromMinor: 11,
  layout: { ...GO_7.layout, growthStep: 64 * MiB, smallestGrowth: 64 * MiB, arena: 64 * MiB },
};

/** mheap.go: scavengeLargest on growth; mem_linux.go: MADV_FREE; mgcstack.go: stack objects. */
const GO_12: HeapRules = {
  ...GO_11,
  fromMinor: 12,
  scavenger: { ...GO_11.scavenger, onGrowth: true, lazy: true },
  holdsUntilAssigned: false,
};

/** mgcscavenge.go: the background scavenger, one page in a millisecond; mheap.go: curArena. */
const GO_13: HeapRules = {
  ...GO_12,
  fromMinor: 13,
  layout: {
    ...GO_12.layout,
    growthStep: 8 * KiB,
    smallestGrowth: 8 * KiB,
    freshIsReleased: true,
  },
  scavenger: {
    ...GO_12.scavenger,
    kind: "goal",
    retainShare: 0.1,
    basis: "heap in use",
    rate: 4 * MiB * (1000 / 1024),
  },
};

/** mpagealloc.go: first fit, chunks of 4 MiB; mheap.go: zeroedBase; mgcscavenge.go: timed by its own cost. */
const GO_14: HeapRules = {
  ...GO_13,
  fromMinor: 14,
  layout: { ...GO_13.layout, growthStep: 4 * MiB, smallestGrowth: 4 * MiB, fit: "first" },
  zeroing: { ...GO_13.zeroing, unit: "arena" },
  scavenger: { ...GO_13.scavenger, rate: 400 * MiB },
};

/** runtime1.go: madvdontneed=1. */
const GO_16: HeapRules = {
  ...GO_14,
  fromMinor: 16,
  scavenger: { ...GO_14.scavenger, lazy: false },
};

/** mheap.go: what is left of an arena counts only once the heap grows into it. */
const GO_17: HeapRules = {
  ...GO_16,
  fromMinor: 17,
  layout: { ...GO_16.layout, countsArenas: false },
  goroutineStruct: 392,
};

/** mbitmap.go: one bit a word. */
const GO_20: HeapRules = {
  ...GO_17,
  fromMinor: 20,
  layout: { ...GO_17.layout, heapPerBitmapByte: 64 },
};

/** mgcscavenge.go: scavChunkData.shouldScavenge; mem_linux.go: no huge-page advice (from 1.21.4). */
const GO_21: HeapRules = {
  ...GO_20,
  fromMinor: 21,
  zeroing: { ...GO_20.zeroing, advisesHugePages: false },
  scavenger: { ...GO_20.scavenger, densePages: 496 },
  goroutineStruct: 408,
};

/** mbitmap.go: type bits in the spans; mgcscavenge.go: the limit's goal is 95 % of it. */
const GO_22: HeapRules = {
  ...GO_21,
  fromMinor: 22,
  layout: { ...GO_21.layout, heapPerBitmapByte: 0 },
  scavenger: { ...GO_21.scavenger, limitShare: 0.95 },
  goroutineStruct: 424,
};

const GO_24: HeapRules = { ...GO_22, fromMinor: 24, goroutineStruct: 440 };

/** mgcmark_greenteagc.go: mark bits of small objects in the spans. */
const GO_26: HeapRules = {
  ...GO_24,
  fromMinor: 26,
  zeroing: { ...GO_24.zeroing, inlineMarkBits: 512 },
  goroutineStruct: 456,
};

/** By `fromMinor`, rising. */
export const HEAP_RULES: readonly HeapRules[] = [
  GO_4,
  GO_5,
  GO_7,
  GO_11,
  GO_12,
  GO_13,
  GO_14,
  GO_16,
  GO_17,
  GO_20,
  GO_21,
  GO_22,
  GO_24,
  GO_26,
];
