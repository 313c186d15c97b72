/** A scrape as it goes into the file: figures as they are, everything else as bytes. Times are milliseconds. */
import type { SamplingLaw } from "../../analyze/sampling/sampling-law.ts";
import type { CountedList } from "../lists/counted-list.ts";
import type { Figures, RunId } from "../store.ts";

export interface EncodedScrape {
  readonly run: RunId;
  readonly time: number;
  readonly figures: Figures;
  /** Time of the scrape that the chain of differences begins with. */
  readonly chain: number;
  /** null: nothing is known of that list at this scrape. No bytes: as it was before. */
  readonly parts: Uint8Array | null;
  readonly heap: Uint8Array | null;
  readonly groups: Uint8Array | null;
  readonly added: Uint8Array | null;
  readonly collections: Uint8Array | null;
  readonly rate: number | null;
  readonly law: SamplingLaw | null;
}

/** What the memory of a run needs to take a scrape back that could not be kept. */
export interface Undo {
  readonly added: CountedList | null;
  readonly addedSince: number;
  readonly lastCollection: number;
}
