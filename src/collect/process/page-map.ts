/**
 * Which pages of a process were written and are in RAM, by /proc/PID/pagemap: eight bytes a page. The
 * kernel's smaps says it of a mapping as a whole, and a program's variables share one.
 */
import { closeSync, openSync, readSync } from "node:fs";
import { endianness } from "node:os";
import { join } from "node:path";
import { type ProcRoots, SYSTEM_ROOTS } from "./proc-roots.ts";

/** Four GiB of pages of 4 KiB: the linker makes no larger program. */
const MAX_PAGES = 1 << 20;
const ENTRY = 8;
/** In the upper half of an entry (Documentation/admin-guide/mm/pagemap.rst). */
const PRESENT = 1 << 31;
const IS_FILE = 1 << 29;
/** Not so is the page of zeros that stands for what was only read. */
const MAPPED_ONCE = 1 << 24;

/** [start, end) in the process's address space. */
export interface AddressRange {
  readonly start: number;
  readonly end: number;
}

/** Undefined where the kernel does not tell, the caller may not ask, or the ranges are too large. */
export function readWrittenPages(
  pid: number,
  ranges: readonly AddressRange[],
  pageSize: number,
  roots: ProcRoots = SYSTEM_ROOTS,
): WrittenPages | undefined {
  const pages = ranges.map(({ start, end }) => ({
    first: Math.floor(start / pageSize),
    count: Math.ceil(end / pageSize) - Math.floor(start / pageSize),
  }));
  if (pages.reduce((sum, { count }) => sum + count, 0) > MAX_PAGES) return undefined;
  try {
    const handle = openSync(join(roots.proc, String(pid), "pagemap"), "r");
    try {
      const read = pages.map(({ first, count }) => ({ first, ...readFlags(handle, first, count) }));
      return read.every(({ isWhole }) => isWhole) ? new WrittenPages(read, pageSize) : undefined;
    } finally {
      closeSync(handle);
    }
  } catch {
    return undefined;
  }
}

function readFlags(handle: number, first: number, count: number) {
  const words = new Uint32Array(2 * count);
  const bytes = new Uint8Array(words.buffer);
  let length = 0;
  while (length < bytes.length) {
    const more = readSync(handle, bytes, length, bytes.length - length, first * ENTRY + length);
    if (more === 0) break;
    length += more;
  }
  const upper = endianness() === "LE" ? 1 : 0;
  const written = new Uint8Array(count);
  for (let i = 0; i < count; i++) {
    const flags = words[2 * i + upper]! & (PRESENT | IS_FILE | MAPPED_ONCE);
    if (flags === (PRESENT | MAPPED_ONCE)) written[i] = 1;
  }
  return { written, isWhole: length === bytes.length };
}

interface Stretch {
  readonly first: number;
  /** 1: was written and is in RAM; an item a page. */
  readonly written: Uint8Array;
}

export class WrittenPages {
  private readonly stretches: readonly Stretch[];
  private readonly pageSize: number;

  constructor(stretches: readonly Stretch[], pageSize: number) {
    this.stretches = stretches;
    this.pageSize = pageSize;
  }

  /** Bytes of all pages that were written. */
  total(): number {
    const pages = this.stretches.map(({ written }) => written.reduce((sum, one) => sum + one, 0));
    return pages.reduce((sum, one) => sum + one, 0) * this.pageSize;
  }

  /** Bytes of [start, end) on such pages. */
  within({ start, end }: AddressRange): number {
    let bytes = 0;
    for (const { first, written } of this.stretches) {
      const from = Math.max(first, Math.floor(start / this.pageSize));
      const to = Math.min(first + written.length, Math.ceil(end / this.pageSize));
      for (let page = from; page < to; page++) {
        if (written[page - first] === 0) continue;
        const upTo = Math.min(end, (page + 1) * this.pageSize);
        bytes += upTo - Math.max(start, page * this.pageSize);
      }
    }
    return bytes;
  }
}
