/**
 * What a store remembers of a run that is being recorded, to write of the next scrape only what is new:
 * the last lists, where the chain of differences began, the sampled allocations, the last collection.
 * It starts empty, also after a restart of Resident: then the first scrape begins a chain and has no
 * additions, a gap and not a guess.
 */
import { stackRows } from "../../analyze/page/profile-stacks.ts";
import type { SamplingLaw } from "../../analyze/sampling/sampling-law.ts";
import type { Goroutines } from "../../model/goroutines.ts";
import type { Dictionary } from "../dictionary/dictionary.ts";
import type { LineTable } from "../dictionary/line-table.ts";
import { encodeCollections } from "../lists/collections-codec.ts";
import { type CountedList, EMPTY_LIST, type ListCollector } from "../lists/counted-list.ts";
import { addLists, encodeAdditions, encodeDifference } from "../lists/list-codec.ts";
import type { Collection, HeapSamples, LedgerPart, RunId, Scrape } from "../store.ts";
import type { EncodedScrape, Undo } from "./encoded-scrape.ts";
import { SampledSites, type SiteOf } from "./sampled-sites.ts";

/**
 * A chain ends after so many scrapes, and at each quarter of an hour by the clock, so that what is
 * thinned later, chain by chain, are whole spans of time. At a scrape every 15 s that is 60: what one
 * list costs to read, and how often it is written whole.
 */
export const CHAIN_LENGTH = 120;
const CHAIN_MS = 900_000;

/** Where ids come from, the same for all runs. */
export interface Tables {
  readonly dictionary: Dictionary;
  readonly lines: LineTable;
  readonly collector: ListCollector;
}

type Lists = Record<"parts" | "heap" | "groups", CountedList>;

const NO_LISTS: Lists = { parts: EMPTY_LIST, heap: EMPTY_LIST, groups: EMPTY_LIST };

export class RunMemory {
  private readonly run: RunId;
  private readonly tables: Tables;
  private readonly sites: SampledSites;
  /** As the chain has it: what the next difference is taken to. */
  private chained: Lists = NO_LISTS;
  private chain = 0;
  private chainLength = CHAIN_LENGTH;
  private lastTime = Number.NEGATIVE_INFINITY;
  /** The heap of the last profile; null before the first one. */
  private heap: CountedList | null = null;
  private rate: number | null = null;
  private law: SamplingLaw | null = null;
  private addedSince = 0;
  /** Additions of scrapes that could not be kept. */
  private owed: CountedList = EMPTY_LIST;
  private lastCollection: number;

  /** @param lastCollection number of the last one that is stored */
  constructor(run: RunId, tables: Tables, lastCollection: number) {
    this.run = run;
    this.tables = tables;
    this.sites = new SampledSites(tables.collector);
    this.lastCollection = lastCollection;
  }

  encode(scrape: Scrape): { readonly encoded: EncodedScrape; readonly undo: Undo } {
    const time = this.begin(scrape.figures.time);
    const undo = { addedSince: this.addedSince, lastCollection: this.lastCollection };
    const added = this.takeHeap(scrape.heap, time);
    const heap = scrape.heap === null ? null : this.heap;
    const parts = scrape.parts.length === 0 ? null : this.partsOf(scrape.parts);
    const groups = scrape.goroutines === null ? null : this.groupsOf(scrape.goroutines);
    const hasHeap = heap !== null || added !== null;
    const encoded: EncodedScrape = {
      run: this.run,
      time,
      figures: scrape.figures,
      chain: this.chain,
      parts: this.link("parts", parts),
      heap: this.link("heap", heap),
      groups: this.link("groups", groups),
      added: added === null ? null : encodeAdditions(added, time - undo.addedSince),
      collections: this.collectionsOf(scrape.collections, time),
      rate: hasHeap ? this.rate : null,
      law: hasHeap ? this.law : null,
    };
    return { encoded, undo: { ...undo, added } };
  }

  /** A scrape was not kept, and those after it neither. */
  takeBack({ added, addedSince, lastCollection }: Undo): void {
    this.breakChain();
    this.lastCollection = Math.min(this.lastCollection, lastCollection);
    if (added === null) return;
    this.owed = addLists(this.owed, added);
    this.addedSince = Math.min(this.addedSince, addedSince);
  }

  /** The next scrape begins a chain: the beginning of this one is not in the file any more. */
  breakChain(): void {
    this.chainLength = CHAIN_LENGTH;
  }

  /** Two scrapes never have the same time; where the clock was put back a chain begins. */
  private begin(seconds: number): number {
    let time = Math.round(seconds * 1000);
    if (time === this.lastTime) time++;
    const isNewQuarter = Math.floor(time / CHAIN_MS) !== Math.floor(this.chain / CHAIN_MS);
    if (time < this.lastTime || isNewQuarter || this.chainLength >= CHAIN_LENGTH) {
      this.chained = NO_LISTS;
      this.chain = time;
      this.chainLength = 0;
    }
    this.chainLength++;
    this.lastTime = time;
    return time;
  }

  private link(name: keyof Lists, list: CountedList | null): Uint8Array | null {
    if (list === null) return null;
    const bytes = encodeDifference(this.chained[name], list);
    this.chained = { ...this.chained, [name]: list };
    return bytes;
  }

  /** What was added since the profile before. */
  private takeHeap(heap: Scrape["heap"], time: number): CountedList | null {
    if (heap === null) return null;
    if (heap === "same") {
      if (this.owed.ids.length === 0) this.addedSince = time;
      return null;
    }
    const { inuse, added } = this.sites.look(heap, this.siteOf(heap));
    this.heap = inuse;
    this.rate = heap.profile.period;
    this.law = heap.law;
    if (added === null) {
      if (this.owed.ids.length === 0) this.addedSince = time;
      return null;
    }
    const all = addLists(this.owed, added);
    this.owed = EMPTY_LIST;
    this.addedSince = time;
    return all;
  }

  private siteOf({ profile }: HeapSamples): SiteOf {
    const { dictionary } = this.tables;
    let rowOf: ((stack: number) => number) | undefined;
    return (stack, size) => {
      rowOf ??= stackRows(dictionary, profile);
      return dictionary.siteOf(stack < 0 ? -1 : rowOf(stack), size);
    };
  }

  private partsOf(parts: readonly LedgerPart[]): CountedList {
    const { lines, collector } = this.tables;
    for (const { id, title, bytes } of parts)
      collector.add(lines.idOf(id, title), Math.round(bytes));
    return collector.finish();
  }

  private groupsOf({ groups }: Goroutines): CountedList {
    const { dictionary, collector } = this.tables;
    for (const { frames, state, createdBy, count } of groups) {
      let stack = -1;
      for (let i = frames.length - 1; i >= 0; i--) {
        stack = dictionary.childOf(stack, dictionary.frameOf(frames[i]));
      }
      const creator = createdBy === undefined ? -1 : dictionary.frameOf(createdBy);
      const group = dictionary.groupOf(stack, dictionary.strings.idOf(state ?? ""), creator);
      collector.add(group, count);
    }
    return collector.finish();
  }

  private collectionsOf(all: readonly Collection[], time: number): Uint8Array | null {
    const fresh = all.filter(({ n }) => n > this.lastCollection).sort((a, b) => a.n - b.n);
    const last = fresh.at(-1);
    if (last === undefined) return null;
    this.lastCollection = last.n;
    return encodeCollections(fresh, time);
  }
}
