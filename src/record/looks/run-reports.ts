/**
 * The reports of a run: what each is made of, of this look and those before it, also those that the store has from
 * before Resident was started again, and when the next one is due.
 */
import { explain } from "../../analyze/explain.ts";
import { gunzip } from "../../collect/gunzip.ts";
import type { RecordedLook } from "../../collect/looks/looker.ts";
import { decodeBundle, type KnownSnapshots } from "../../decode/recording.ts";
import type { Report } from "../../model/report.ts";
import type { Snapshot } from "../../model/snapshot.ts";
import { ReportHistory, type Weighed } from "./report-history.ts";
import { SeldomPages } from "./seldom-pages.ts";
import type { ToldSoFar } from "./told-so-far.ts";

export class RunReports {
  private readonly target: string;
  private readonly told: ToldSoFar;
  private readonly pages = new SeldomPages();
  private readonly history = new ReportHistory();
  /** As long as the history does not reach back far enough. */
  private past: () => readonly Snapshot[] = () => [];

  /** @param target its address */
  constructor(target: string, told: ToldSoFar) {
    this.target = target;
    this.told = told;
  }

  /** @param past of the same process, oldest first; made when they are needed, as decoded they are large */
  beginWith(past: () => readonly Snapshot[]): void {
    this.past = past;
  }

  /**
   * @param known what is decoded already
   * @returns null: none is due
   */
  take({ raw, time }: RecordedLook, weighed: Weighed, known: KnownSnapshots): Report | null {
    const { history, told } = this;
    const whole = this.pages.complete(raw, time, told.settings);
    if (!history.isDue(time, weighed)) return null;
    const bundle = history.bundle(whole, this.target, told.go?.raw);
    if (history.reachesBack(time)) this.past = () => [];
    const recording = decodeBundle(bundle, { gunzip, known });
    const own = recording.snapshots.map((look, at, all) =>
      at === all.length - 1 ? told.sinceCollection(look) : look,
    );
    const snapshots = [...this.past(), ...own].map((look) => told.underOwnGogc(look));
    const remarks = [...recording.remarks, ...told.remarks];
    const report = explain({ ...recording, snapshots, remarks });
    history.reported(time, weighed, whole);
    return report;
  }
}
