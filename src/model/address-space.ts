/**
 * The mappings of a process as columns, one row a mapping, in the kernel's order (by address).
 * Sizes are bytes. Addresses are page-aligned, so that even 64-bit ones are exact in a double.
 */
export interface AddressSpace {
  readonly length: number;
  /** False when read from `maps`, which has no Rss: then every column below `size` is 0. */
  readonly hasResidency: boolean;
  readonly start: Float64Array;
  readonly end: Float64Array;
  /** Bits of Permission. */
  readonly permissions: Uint8Array;
  readonly offset: Float64Array;
  readonly inode: Float64Array;
  /** Path or bracketed name, "" for an unnamed anonymous mapping. ` (deleted)` is kept. */
  readonly name: readonly string[];
  readonly size: Float64Array;
  readonly rss: Float64Array;
  readonly pss: Float64Array;
  readonly sharedClean: Float64Array;
  readonly sharedDirty: Float64Array;
  readonly privateClean: Float64Array;
  readonly privateDirty: Float64Array;
  readonly anonymous: Float64Array;
  readonly lazyFree: Float64Array;
  readonly anonHugePages: Float64Array;
  readonly swap: Float64Array;
  readonly kernelPageSize: Float64Array;
  /** Bits of VmFlag. */
  readonly vmFlags: Uint8Array;
}

export const Permission = { read: 1, write: 2, execute: 4, shared: 8 } as const;
/** hg: MADV_HUGEPAGE, nh: MADV_NOHUGEPAGE, gd: grows down (a stack), ht: hugetlb. */
export const VmFlag = { hg: 1, nh: 2, gd: 4, ht: 8 } as const;

/** The columns that smaps gives in kB for each mapping, under their names there. */
export const RESIDENCY_COLUMNS = [
  "rss",
  "pss",
  "sharedClean",
  "sharedDirty",
  "privateClean",
  "privateDirty",
  "anonymous",
  "lazyFree",
  "anonHugePages",
  "swap",
] as const;
export type ResidencyColumn = (typeof RESIDENCY_COLUMNS)[number];
