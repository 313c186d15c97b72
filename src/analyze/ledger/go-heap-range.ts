/**
 * Where the Go heap lies in the address space, for Go 1.4 to 1.27 and without VMA names (most
 * kernels have none): between the executable and the region from which the kernel serves mmap.
 *
 * The heap asks for fixed addresses: 0xc000000000 up to Go 1.25, a random one below 2^46 (2^47 on
 * other systems than amd64) from Go 1.26 on, 0x4000000000 on arm64. Plain mmap and position
 * independent executables lie in the upper third of the address space, so one border serves all.
 */
import type { AddressSpace } from "../../model/address-space.ts";
import type { GoVersion } from "../../model/go-version.ts";
import { isAtLeast } from "../../model/go-version.ts";

/** Above this share of the user address space lie PIE executables (0x55…, 0xaa…) and mmap. */
const MMAP_SHARE = 0.625;

/** Addresses [from, to) in which an unnamed anonymous mapping belongs to the Go heap. */
export interface GoHeapRange {
  readonly from: number;
  readonly to: number;
}

/**
 * @param executableEnd end of the executable's last contiguous mapping, bss included; 0 if unknown
 */
export function findGoHeapRange(space: AddressSpace, executableEnd: number): GoHeapRange {
  const to = MMAP_SHARE * userAddressSpace(space);
  return { from: executableEnd < to ? executableEnd : 0, to };
}

/** 2^39, 2^47, 2^48, …: the power of two that holds the topmost user mapping (the stack). */
function userAddressSpace(space: AddressSpace): number {
  let top = 0;
  for (let i = 0; i < space.length; i++) {
    if (space.name[i] !== "[vsyscall]") top = Math.max(top, space.end[i]!);
  }
  return 2 ** Math.ceil(Math.log2(Math.max(top, 2)));
}

/**
 * Up to Go 1.10 the GC bitmap grows down from the first arena's address, in the same mapping; a
 * table of spans lies below both. Where the arenas start then, by version.
 */
const ARENA_START = [
  { sinceMinor: 7, address: 0xc420000000 },
  { sinceMinor: 5, address: 0xc820000000 },
  { sinceMinor: 4, address: 0xc208000000 },
] as const;

/**
 * First address of the arenas where a bitmap lies below them (Go 1.4 to 1.10), else undefined.
 * Without a version it is told from the mappings: a mapping that crosses such an address without
 * starting on a heap arena's border (4 MiB) can only be bitmap and arena in one.
 */
export function findArenaStart(space: AddressSpace, go: GoVersion | undefined): number | undefined {
  if (go !== undefined) {
    if (isAtLeast(go, 11)) return undefined;
    return ARENA_START.find((entry) => go.minor >= entry.sinceMinor)?.address;
  }
  const crossed = ARENA_START.find((entry) => hasBitmapBelow(space, entry.address));
  return crossed?.address;
}

function hasBitmapBelow(space: AddressSpace, address: number): boolean {
  for (let i = 0; i < space.length; i++) {
    const start = space.start[i]!;
    if (start < address && space.end[i]! > address) return start % (4 << 20) !== 0;
  }
  return false;
}
