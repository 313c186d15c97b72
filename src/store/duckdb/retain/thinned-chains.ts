/** Scrapes that stay when a run is thinned, as chains of differences of their own. */
import { encodeCollections } from "../../lists/collections-codec.ts";
import { type CountedList, EMPTY_LIST } from "../../lists/counted-list.ts";
import { encodeAdditions, encodeDifference } from "../../lists/list-codec.ts";
import type { EncodedScrape } from "../../run/encoded-scrape.ts";
import { CHAIN_LENGTH } from "../../run/run-memory.ts";
import type { RunId } from "../../store.ts";
import type { WholeScrape } from "./whole-scrape.ts";

type Lists = Record<"parts" | "heap" | "groups", CountedList>;

const NO_LISTS: Lists = { parts: EMPTY_LIST, heap: EMPTY_LIST, groups: EMPTY_LIST };

export class ThinnedChains {
  private readonly run: RunId;
  private lists = NO_LISTS;
  private chain = 0;
  private length = CHAIN_LENGTH;

  constructor(run: RunId) {
    this.run = run;
  }

  next(scrape: WholeScrape): EncodedScrape {
    const { time, figures, rate, law, added, addedSince, collections } = scrape;
    if (this.length === CHAIN_LENGTH) {
      this.chain = time;
      this.length = 0;
      this.lists = NO_LISTS;
    }
    this.length++;
    return {
      ...{ run: this.run, time, figures, chain: this.chain, rate, law },
      parts: this.link("parts", scrape.parts),
      heap: this.link("heap", scrape.heap),
      groups: this.link("groups", scrape.groups),
      added: added === null ? null : encodeAdditions(added, time - addedSince),
      collections: collections.length === 0 ? null : encodeCollections(collections, time),
    };
  }

  private link(name: keyof Lists, list: CountedList | null): Uint8Array | null {
    if (list === null) return null;
    const bytes = encodeDifference(this.lists[name], list);
    this.lists = { ...this.lists, [name]: list };
    return bytes;
  }
}
