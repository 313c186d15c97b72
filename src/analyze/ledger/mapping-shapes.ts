/**
 * Recognises anonymous mappings by their shape, where they have no name: the stacks of C threads,
 * malloc arenas, and the Go page allocator's sparse summaries. Pure geometry, no sums.
 */
import { KiB, MiB } from "../../base/units.ts";
import type { AddressSpace } from "../../model/address-space.ts";
import { Permission } from "../../model/address-space.ts";

const MALLOC_ARENA = 64 * MiB;
/** Chains of reserved address space longer than this are the page allocator's, never malloc's. */
const SUMMARY_CHAIN = 100 * MiB;
/** Smallest piece of reserved address space that ties an island to a summary. */
const SUMMARY_PIECE = 128 * KiB;
const HEAP_INDEX = 32 * MiB;

export function isAnonymous(space: AddressSpace, i: number): boolean {
  return space.name[i] === "" && space.inode[i] === 0;
}

export function isReserved(space: AddressSpace, i: number): boolean {
  return (space.permissions[i]! & ~Permission.shared) === 0;
}

/** Shared memory without a file on a disk behind it: shm, memfd, tmpfs of System V. */
export function isSharedMemory(space: AddressSpace, i: number): boolean {
  const name = space.name[i]!;
  if (/^\/(dev\/shm\/|dev\/zero|memfd:|SYSV)/.test(name)) return true;
  return name === "" && (space.permissions[i]! & Permission.shared) !== 0;
}

function isWritable(space: AddressSpace, i: number): boolean {
  return (space.permissions[i]! & Permission.write) !== 0;
}

function touchesNext(space: AddressSpace, i: number): boolean {
  return i + 1 < space.length && space.end[i] === space.start[i + 1];
}

/** glibc's arena: starts on 64 MiB, writable part and reserved part fill 64 MiB together. */
export function isMallocArena(space: AddressSpace, i: number): boolean {
  if (!isAnonymous(space, i) || !isWritable(space, i)) return false;
  if (space.start[i]! % MALLOC_ARENA !== 0) return false;
  if (space.size[i] === MALLOC_ARENA) return true;
  if (!touchesNext(space, i) || !isReserved(space, i + 1)) return false;
  return space.end[i + 1]! - space.start[i]! === MALLOC_ARENA;
}

/**
 * A thread's stack: writable, directly above a guard of one or a few pages that nobody may touch.
 * The kernel may have merged a neighbour into it, so it is at least the default size.
 * @param stackSize RLIMIT_STACK, which pthread takes as default; 8 MiB where it is unlimited
 */
export function isThreadStack(space: AddressSpace, i: number, stackSize: number): boolean {
  if (i === 0 || !isAnonymous(space, i) || !isWritable(space, i)) return false;
  const guard = i - 1;
  if (!isAnonymous(space, guard) || !isReserved(space, guard)) return false;
  if (!touchesNext(space, guard) || space.size[guard]! > 16 * space.kernelPageSize[i]!)
    return false;
  return space.size[i]! >= stackSize - space.size[guard]!;
}

/** Exactly the heap's arena index (Go ≥ 1.11 on 64 bit): 32 MiB, hardly touched. */
export function isHeapIndex(space: AddressSpace, i: number): boolean {
  return (
    isAnonymous(space, i) &&
    isWritable(space, i) &&
    space.size[i] === HEAP_INDEX &&
    space.rss[i]! < MiB
  );
}

/**
 * Marks the rows that belong to the page allocator's reservations (Go ≥ 1.14): long runs of
 * touching mappings, mostly reserved, with small writable islands.
 * @returns one byte a mapping, 1 for a member
 */
export function markSummaryChains(space: AddressSpace): Uint8Array {
  const marks = new Uint8Array(space.length);
  let i = 0;
  while (i < space.length) {
    const end = endOfChain(space, i);
    if (reservedBytes(space, i, end) >= SUMMARY_CHAIN) markChain(space, marks, i, end);
    i = end;
  }
  return marks;
}

function endOfChain(space: AddressSpace, from: number): number {
  let i = from;
  while (isAnonymous(space, i) && touchesNext(space, i) && isAnonymous(space, i + 1)) i++;
  return i + 1;
}

function reservedBytes(space: AddressSpace, from: number, to: number): number {
  let sum = 0;
  for (let i = from; i < to; i++) {
    if (isReserved(space, i) && !isMallocReserve(space, i)) sum += space.size[i]!;
  }
  return sum;
}

/** The reserved half of a malloc arena: ends on 64 MiB and its writable half stands before it. */
function isMallocReserve(space: AddressSpace, i: number): boolean {
  return i > 0 && isMallocArena(space, i - 1);
}

/** Reserved pieces of a chain, and the islands between two of them. */
function markChain(space: AddressSpace, marks: Uint8Array, from: number, to: number): void {
  for (let i = from; i < to; i++) {
    if (isSummaryPiece(space, i)) marks[i] = 1;
  }
  for (let i = from + 1; i < to - 1; i++) {
    if (marks[i - 1] === 1 && marks[i + 1] === 1) marks[i] = 1;
  }
}

function isSummaryPiece(space: AddressSpace, i: number): boolean {
  return isReserved(space, i) && !isMallocReserve(space, i) && space.size[i]! >= SUMMARY_PIECE;
}
