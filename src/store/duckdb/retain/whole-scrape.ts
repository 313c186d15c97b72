/** A scrape whose lists are whole and not differences: what thinning works with. Times are milliseconds. */
import type { SamplingLaw } from "../../../analyze/sampling/sampling-law.ts";
import type { CountedList } from "../../lists/counted-list.ts";
import type { Collection, Figures } from "../../store.ts";

export interface WholeScrape {
  readonly time: number;
  readonly figures: Figures;
  readonly rate: number | null;
  readonly law: SamplingLaw | null;
  readonly parts: CountedList | null;
  readonly heap: CountedList | null;
  readonly groups: CountedList | null;
  readonly added: CountedList | null;
  /** When the additions begin. */
  readonly addedSince: number;
  readonly collections: readonly Collection[];
}
