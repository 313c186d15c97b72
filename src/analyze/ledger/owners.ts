/**
 * Who owns a mapping. The ledger attributes memory by mapping first and uses MemStats only inside
 * the Go mappings: each mapping gets one of these owners, and only then are owners summed up.
 */
export const OWNERS = [
  /** Writable Go heap arenas (and, up to Go 1.10, the GC bitmap in the same mapping). */
  "go-heap",
  /** Address space that the Go heap has reserved and not asked memory for (PROT_NONE). */
  "go-heap-reserved",
  /** Page summaries, heap index, span tables, …: the runtime's own bookkeeping. */
  "go-metadata",
  /** The executable's segments and its bss. */
  "program-file",
  /** brk heap and malloc arenas of C. */
  "c-heap",
  /** Stacks of threads that C created. */
  "thread-stacks",
  /** Anonymous memory that is neither Go's nor recognisably C's: mmap by cgo or by syscall. */
  "other-anonymous",
  /** Pages of files that are mapped privately and were written: the kernel made copies of them. */
  "file-copies",
  "mapped-files",
  "shared-memory",
  /** [stack], [vdso], [vvar] and what no rule knows. */
  "rest",
  /** [vsyscall]: shown by the kernel in every process, counted in no total. */
  "not-counted",
] as const;

export type Owner = (typeof OWNERS)[number];

/** What the mappings of one owner add up to, in bytes. */
export interface OwnerTotals {
  size: number;
  rss: number;
  swap: number;
  lazyFree: number;
  anonHugePages: number;
  /** Resident pages that are no page cache, whatever the mapping was made from. */
  anonymous: number;
  mappings: number;
}

export type TotalsByOwner = Readonly<Record<Owner, OwnerTotals>>;

export function emptyTotals(): Record<Owner, OwnerTotals> {
  const totals = {} as Record<Owner, OwnerTotals>;
  for (const owner of OWNERS) {
    totals[owner] = {
      size: 0,
      rss: 0,
      swap: 0,
      lazyFree: 0,
      anonHugePages: 0,
      anonymous: 0,
      mappings: 0,
    };
  }
  return totals;
}
