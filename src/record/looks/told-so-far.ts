/**
 * What the looks at a run have told of it so far: not every look asks for everything, and what one does not say holds as
 * an earlier one said it.
 */

import type { CodeEstimate } from "../../analyze/ledger/ledger-input.ts";
import { liveByGoal, scannedRoots } from "../../analyze/ledger/live/live-by-goal.ts";
import {
  type Collected,
  collectedBy,
  withCollection,
} from "../../analyze/ledger/live/since-collection.ts";
import { gogcPercent } from "../../analyze/settings.ts";
import type { GoVersion } from "../../model/go-version.ts";
import type { MemStats } from "../../model/mem-stats.ts";
import type { Snapshot } from "../../model/snapshot.ts";
import { GogcSoFar } from "./gogc-so-far.ts";
import type { ToldFigures } from "./past-looks.ts";
import { settingsIn, type ToldSettings, withSettings } from "./told-settings.ts";

export class ToldSoFar {
  private version: GoVersion | undefined;
  private newest: MemStats | undefined;
  private told: ToldSettings | undefined;
  /** What the looks since its last collection tell of it. */
  private collected: Collected | undefined;
  private readonly gogc = new GogcSoFar();

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

  /**
   * What a recorder before this one saw of its collections holds on.
   * @param figures oldest first
   * @param now the first look of this one: what the program was started with is the same
   */
  beginWith(figures: readonly ToldFigures[], now: Snapshot, go: GoVersion | undefined): void {
    this.version = go;
    for (const { memStats, live } of figures) {
      this.collected = collectedBy(this.collected, memStats);
      // What was kept as live is what the profile had, where the two differed then.
      if (live !== null) this.noteGoal(this.sinceCollection({ ...now, memStats }), live);
    }
  }

  /** Notes what a look says, and adds what it does not. */
  take(found: Snapshot, go: GoVersion | undefined): Snapshot {
    this.told = settingsIn(found) ?? this.told;
    this.version = go ?? this.version;
    this.newest = found.memStats ?? this.newest;
    this.collected = collectedBy(this.collected, found.memStats);
    return this.sinceCollection(withSettings(found, this.told));
  }

  /**
   * The look, as if the program had been started with the GOGC that all looks up to now tell that it has set itself.
   * @param look as `take` returned it
   * @param code what its newest heap profile says
   */
  withOwnGogc(look: Snapshot, code: CodeEstimate | undefined): Snapshot {
    if (code !== undefined) this.noteGoal(look, code.bytes);
    return this.underOwnGogc(look);
  }

  underOwnGogc(look: Snapshot): Snapshot {
    const { own } = this.gogc;
    if (own === undefined || gogcPercent(look).source === "/gc/gogc:percent") return look;
    return { ...look, environment: { ...look.environment, GOGC: `${own}` } };
  }

  /** Sentences for a report of the newest look. */
  get remarks(): readonly string[] {
    const { own } = this.gogc;
    return own === undefined || this.told?.has("/gc/gogc:percent") === true ? [] : [ownText(own)];
  }

  /** @param profile bytes in use by it */
  private noteGoal(look: Snapshot, profile: number): void {
    const { memStats: stats, sinceCollection } = look;
    const live = liveByGoal(look, this.version, undefined);
    if (stats?.NumGC === undefined || live === undefined) return;
    if (gogcPercent(look).source === "/gc/gogc:percent") return;
    this.gogc.note({
      collections: stats.NumGC,
      goal: stats.NextGC,
      leastAlloc: sinceCollection?.leastAlloc ?? stats.HeapAlloc,
      byGoal: live.range[1],
      roots: scannedRoots(look, stats) / 4,
      profile,
    });
  }

  /** The newest look, as its last collection found it. */
  sinceCollection(snapshot: Snapshot): Snapshot {
    return withCollection(snapshot, this.collected);
  }
}

function ownText(percent: number): string {
  return `After none of the last collections the heap was as small as the GOGC that was read would have it at times: the program seems to have set about GOGC=${percent} itself (debug.SetGCPercent), or a memory limit with that effect. All numbers here are told with it.`;
}
