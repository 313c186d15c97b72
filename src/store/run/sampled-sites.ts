/**
 * What the heap profiles of one run have shown so far: of each stack and object size the site in the
 * dictionary and how many of its allocations were sampled by the last look. So the next look costs one
 * look-up a sample and no name is read, and what was allocated between two looks is a difference. Sites
 * that hold nothing and got nothing new are not in the dictionary: most of a profile only says what the
 * start of the program once needed.
 */
import { Float64Column, Int32Column } from "../../base/columns.ts";
import type { Profile } from "../../model/profile.ts";
import { RowIndex } from "../dictionary/row-index.ts";
import type { CountedList, ListCollector } from "../lists/counted-list.ts";
import type { HeapSamples } from "../store.ts";
import { hashStacks, hashWith, type StackHashes } from "./stack-hashes.ts";

const NOT_ENTERED = -1;

export interface HeapLook {
  readonly inuse: CountedList | null;
  /** What was sampled since the look before; null where nothing tells. */
  readonly added: CountedList | null;
}

/** The site in the dictionary of a stack of the profile at hand. */
export type SiteOf = (stack: number, size: number) => number;

export class SampledSites {
  private readonly index = new RowIndex();
  private readonly lowHashes = new Int32Column(16);
  private readonly sites = new Int32Column(16);
  private readonly allocated = new Float64Column(16);
  private hasAllocated = false;
  private readonly collector: ListCollector;

  /** @param collector an empty one, which others may use too */
  constructor(collector: ListCollector) {
    this.collector = collector;
  }

  look(heap: HeapSamples, siteOf: SiteOf): HeapLook {
    const hashes = hashStacks(heap.profile);
    const inuse = this.inuseOf(heap, hashes, siteOf);
    const added = this.addedOf(heap, hashes, siteOf);
    this.trim();
    return { inuse, added };
  }

  /** There is one of these for each program that is recorded: columns that double are half empty. */
  private trim(): void {
    this.index.trim();
    for (const column of [this.lowHashes, this.sites, this.allocated]) column.trim();
  }

  private inuseOf(heap: HeapSamples, hashes: StackHashes, siteOf: SiteOf): CountedList | null {
    if (heap.inuse === null) return null;
    const { count, size, length } = heap.inuse;
    const { stack } = heap.profile.samples;
    for (let i = 0; i < length; i++) {
      if (count[i] === 0 || !Number.isFinite(size[i])) continue;
      const row = this.rowOf(hashes, stack[i], size[i]);
      this.collector.add(this.siteOfRow(row, stack[i], size[i], siteOf), count[i]);
    }
    return this.collector.finish();
  }

  /**
   * A bucket of the runtime never goes away and its counter never falls. Where one does, this is not
   * what the last look saw, and there is no difference.
   */
  private addedOf(heap: HeapSamples, hashes: StackHashes, siteOf: SiteOf): CountedList | null {
    if (heap.alloc === null) return null;
    const { size } = heap.alloc;
    const { stack } = heap.profile.samples;
    const rows = this.rowsOf(heap.profile, heap.alloc.count, size, hashes);
    const now = new Float64Array(this.index.length);
    for (let i = 0; i < rows.length; i++) if (rows[i] >= 0) now[rows[i]] += heap.alloc.count[i];
    const before = this.allocated.data;
    const isAhead = this.hasAllocated && now.every((count, row) => count >= before[row]);
    if (isAhead) {
      for (let i = 0; i < rows.length; i++) {
        const row = rows[i];
        if (row < 0 || now[row] === before[row]) continue;
        const site = this.siteOfRow(row, stack[i], size[i], siteOf);
        this.collector.add(site, now[row] - before[row]);
        // Of two samples with one row the first has told of both.
        before[row] = now[row];
      }
    }
    this.allocated.data.set(now);
    this.hasAllocated = true;
    return isAhead ? this.collector.finish() : null;
  }

  private rowsOf(
    profile: Profile,
    count: Float64Array,
    size: Float64Array,
    hashes: StackHashes,
  ): Int32Array {
    const { stack, length } = profile.samples;
    const rows = new Int32Array(length);
    for (let i = 0; i < length; i++) {
      const isCounted = count[i] !== 0 && Number.isFinite(size[i]);
      rows[i] = isCounted ? this.rowOf(hashes, stack[i], size[i]) : -1;
    }
    return rows;
  }

  private siteOfRow(row: number, stack: number, size: number, siteOf: SiteOf): number {
    const known = this.sites.data[row];
    if (known !== NOT_ENTERED) return known;
    const site = siteOf(stack, size);
    this.sites.data[row] = site;
    return site;
  }

  private rowOf(hashes: StackHashes, stack: number, size: number): number {
    const [high, low] = hashWith(hashes, stack, size);
    let row = this.index.first(high);
    while (row >= 0 && (this.index.hashOf(row) !== high || this.lowHashes.data[row] !== low)) {
      row = this.index.next(row);
    }
    if (row >= 0) return row;
    this.lowHashes.push(low);
    this.sites.push(NOT_ENTERED);
    this.allocated.push(0);
    return this.index.add(high);
  }
}
