/**
 * What the looks at a run have told of it so far: not every look asks for everything, and what one does not say holds as
 * an earlier one said it.
 */
import {
  type Collected,
  collectedBy,
  withCollection,
} from "../../analyze/ledger/live/since-collection.ts";
import type { GoVersion } from "../../model/go-version.ts";
import type { MemStats } from "../../model/mem-stats.ts";
import type { Snapshot } from "../../model/snapshot.ts";
import { settingsIn, type ToldSettings, withSettings } from "./told-settings.ts";

export class ToldSoFar {
  private version: GoVersion | undefined;
  private newest: MemStats | undefined;
  private told: ToldSettings | undefined;
  /** What the looks since its last collection tell of it. */
  private collected: Collected | undefined;

  get go(): GoVersion | undefined {
    return this.version;
  }

  /** The newest, for looks that leave the program alone. */
  get memStats(): MemStats | undefined {
    return this.newest;
  }

  get settings(): ToldSettings | undefined {
    return this.told;
  }

  /** Notes what a look says, and adds what it does not. */
  take(found: Snapshot, go: GoVersion | undefined): Snapshot {
    this.told = settingsIn(found) ?? this.told;
    this.version = go ?? this.version;
    this.newest = found.memStats ?? this.newest;
    this.collected = collectedBy(this.collected, found.memStats);
    return this.sinceCollection(withSettings(found, this.told));
  }

  /** The newest look, as its last collection found it. */
  sinceCollection(snapshot: Snapshot): Snapshot {
    return withCollection(snapshot, this.collected);
  }
}
