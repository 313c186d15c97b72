/**
 * How one Go version lays out, zeroes, collects and returns heap memory: data only. The engine
 * (heap-model.ts and the files beside it) reads these fields and never asks for a version number.
 * When a collection starts is the pacer's matter (pacer/).
 */

export interface HeapRules {
  /** The first minor version of Go with these rules. */
  readonly fromMinor: number;
  readonly layout: LayoutRules;
  readonly zeroing: ZeroingRules;
  readonly scavenger: ScavengerRules;
  /**
   * True where a variable whose address is taken keeps what it held until the next value is
   * assigned: the compiler's liveness did not end at the last use before stack objects.
   */
  readonly holdsUntilAssigned: boolean;
  /** True where the collection stops the world for all of marking. */
  readonly stopsWorld: boolean;
  /** Size of a goroutine's g struct, which is never freed. */
  readonly goroutineStruct: number;
  /** True where stack spans go back to the heap as soon as they are empty, else at a collection. */
  readonly freesStacksAtOnce: boolean;
}

/** Bytes throughout. */
export interface LayoutRules {
  /** What is asked for is rounded up to whole steps, and to at least the smallest growth. */
  readonly growthStep: number;
  readonly smallestGrowth: number;
  /** Address space is mapped in these units: 0 where the heap maps what it grows by. */
  readonly arena: number;
  /** True where all of a mapped arena counts in HeapSys, else what the heap grew by. */
  readonly countsArenas: boolean;
  /** Where a free range is taken: the smallest that fits, or the one with the lowest address. */
  readonly fit: "best" | "first";
  /** True where new address space counts as HeapReleased until it is first used. */
  readonly freshIsReleased: boolean;
  /** Bytes of heap for one byte of mark and type bits that gets written; 0: none beside the spans. */
  readonly heapPerBitmapByte: number;
}

export interface ZeroingRules {
  /**
   * What has to be cleared before use: a span that was used or is joined to one that was (`span`),
   * or all below the highest page that an arena ever gave out (`arena`).
   */
  readonly unit: "span" | "arena";
  /** True where the list of free slots runs through the slots, and so touches a new span's pages. */
  readonly threadsFreeList: boolean;
  /** Slots up to this size have mark bits in their span's last page; 0: none. */
  readonly inlineMarkBits: number;
  /** True where memory that comes back into use is advised for huge pages. */
  readonly advisesHugePages: boolean;
}

export interface ScavengerRules {
  /** By age of free spans, or in the background down to a goal. */
  readonly kind: "age" | "goal";
  /** `age`: seconds that a span has to be idle, and seconds between two looks. */
  readonly idleSeconds: number;
  readonly lookSeconds: number;
  /** True where growth gives back as much free memory as it maps; `goal`: only above the goal. */
  readonly onGrowth: boolean;
  /** `goal`: share that is kept beyond the goal. */
  readonly retainShare: number;
  /** `goal`: scaled by what was in use at the last collection, or the heap goal as it is. */
  readonly basis: "heap in use" | "none";
  /** `goal`: bytes a second once awake. */
  readonly rate: number;
  /** Pages in use (of 512) from which a chunk is dense and waits for one more collection; 0: none. */
  readonly densePages: number;
  /** MADV_FREE: released pages stay in RSS until the kernel needs memory. */
  readonly lazy: boolean;
  /** Share of GOMEMLIMIT down to which the background scavenger works; 0: it never does. */
  readonly limitShare: number;
}
