/**
 * The looks at one target, over the runs of the program behind it. A look that fails costs nothing but
 * itself: the way to the program is then found anew, so that a restart, another port or another program
 * in its place is no more than a failed look.
 */
import { explain } from "../../analyze/explain.ts";
import type { CodeEstimate } from "../../analyze/ledger/ledger-input.ts";
import {
  type Collected,
  collectedBy,
  withCollection,
} from "../../analyze/ledger/since-collection.ts";
import { ResidentError } from "../../base/errors.ts";
import { gunzip } from "../../collect/gunzip.ts";
import type { HttpOptions } from "../../collect/http/http-options.ts";
import { Looker, type RecordedLook } from "../../collect/looks/looker.ts";
import type { RecordedWishes } from "../../collect/pprof/capture-recorded.ts";
import { resolveLiveTarget } from "../../collect/target/resolve-live-target.ts";
import { decodeBundle, type KnownSnapshots } from "../../decode/recording.ts";
import type { RawSnapshot } from "../../model/bundle.ts";
import type { GoVersion } from "../../model/go-version.ts";
import type { MemStats } from "../../model/mem-stats.ts";
import type { Report } from "../../model/report.ts";
import type { Snapshot } from "../../model/snapshot.ts";
import type { RunFacts, Scrape } from "../../store/store.ts";
import { httpOptionsOf } from "./access.ts";
import { codeEstimate, makeScrape } from "./make-scrape.ts";
import { PageSchedule } from "./page-schedule.ts";
import type { PastLook } from "./past-looks.ts";
import { ReportHistory, type Weighed } from "./report-history.ts";
import { isAnotherRun, marksOf, mergeMarks, type RunMarks, runFacts } from "./run-facts.ts";
import { SeldomPages } from "./seldom-pages.ts";
import { sentence } from "./sentence.ts";
import { addressOf, type TargetSpec } from "./target-spec.ts";
import { settingsIn, type ToldSettings, withSettings } from "./told-settings.ts";

export interface LookResult {
  readonly scrape: Scrape;
  readonly run: RunFacts;
  /** It is the first look at that run. */
  readonly isNewRun: boolean;
  /** Where verdicts are due. */
  readonly report: Report | null;
  /** A finished sentence on what the program was asked for and did not give. */
  readonly trouble: string | null;
  /** Intervals to the next look. */
  readonly intervals: number;
}

/** What is known of the run that is looked at. */
interface Run {
  marks: RunMarks;
  go: GoVersion | undefined;
  code: CodeEstimate | undefined;
  /** The newest, for looks that leave the program alone. */
  memStats: MemStats | undefined;
  /** What the looks since its last collection tell of it. */
  collected: Collected | undefined;
  settings: ToldSettings | undefined;
  /** Collections that had run at the newest heap profile. */
  profiled: number | undefined;
  readonly pages: SeldomPages;
  cpu: { readonly time: number; readonly seconds: number } | undefined;
  looks: number;
  readonly schedule: PageSchedule;
  readonly history: ReportHistory;
  /** As long as the history does not reach back far enough. */
  past: readonly PastLook[];
}

/** A look, and whether it left the program alone, which is dear to ask. */
interface OwnLook extends RecordedLook {
  readonly isOfKernel: boolean;
}

/** Looks at a run in which its address is searched for: it may not listen yet. */
const LOOKS_THAT_SEARCH = 5;
const PROFILES: ReadonlySet<string> = new Set(["pprof/heap", "pprof/goroutine.debug1.txt"]);

/** What was seen of the same process before Resident was started again. */
export interface Past {
  looksOf(run: RunFacts, time: number): Promise<readonly PastLook[]>;
  snapshotOf(look: PastLook): Snapshot;
}

export class TargetLooks {
  private readonly spec: TargetSpec;
  private readonly past: Past;
  private looker: Looker | undefined;
  private run: Run | undefined;
  /** Nothing answered at the last look. */
  private wasSilent = false;

  constructor(spec: TargetSpec, past: Past) {
    this.spec = spec;
    this.past = past;
  }

  /** PID of the process, where it is of this machine and known. */
  get pid(): number | undefined {
    return this.looker?.target.pid;
  }

  close(): void {
    this.looker?.close();
    this.looker = undefined;
  }

  /** The last look could not be stored (the disk is full): the next one has to bring its profile anew. */
  lost(): void {
    if (this.run !== undefined) this.run.profiled = undefined;
  }

  /** @throws ResidentError where neither the kernel nor the program answers */
  async look(): Promise<LookResult> {
    const deadline = performance.now() + this.spec.timeout * 1000;
    try {
      const taken = await this.take({
        ...(await httpOptionsOf(this.spec.access, deadline)),
        deadline,
      });
      this.wasSilent = false;
      return await this.digest(taken);
    } catch (error) {
      this.wasSilent = true;
      throw error;
    }
  }

  /**
   * A process that has ended is searched for once more at once: a restart then costs no look. And where
   * nothing answered before, there was no process to find behind the address; now there may be one.
   */
  private async take(http: HttpOptions): Promise<OwnLook> {
    try {
      const taken = await this.ask(http);
      if (!this.wasSilent || this.pid !== undefined) return taken;
    } catch (error) {
      const hasEnded = error instanceof ResidentError && error.code === "RES_PROCESS";
      if (!hasEnded || this.looker === undefined) throw error;
    }
    this.close();
    return this.ask(http);
  }

  private async ask(http: HttpOptions): Promise<OwnLook> {
    const looker = await this.findLooker(http);
    const isRemote = looker.target.pid === undefined;
    const schedule = this.run?.schedule;
    const { heap, goroutines } = this.spec;
    // The page of metrics tells a Go version and a start, too, which is worth one question.
    const metrics = isRemote ? "all" : "settings";
    const first: RecordedWishes = { heap, goroutines, metrics };
    const wishes =
      schedule === undefined ? first : schedule.wishes(performance.now() / 1000, !isRemote);
    const millis = this.spec.timeout * 1000;
    const patient = { ...http, timeoutMs: millis, idleMs: millis };
    const taken = await looker.recorded(wishes, this.run?.profiled, patient);
    return { ...taken, isOfKernel: wishes === null };
  }

  private async findLooker(http: HttpOptions): Promise<Looker> {
    const known = this.looker;
    const mayListenNow =
      known?.target.endpoint === undefined && (this.run?.looks ?? 0) < LOOKS_THAT_SEARCH;
    if (known !== undefined && !mayListenNow) return known;
    known?.close();
    const { words, resolve, metricsPath } = this.spec;
    const target = await resolveLiveTarget(words, [addressOf(this.spec)], { ...resolve, http });
    const path = metricsPath === undefined ? {} : { metricsPath };
    this.looker = new Looker(target, { ...path });
    return this.looker;
  }

  private async digest(taken: OwnLook): Promise<LookResult> {
    const known: KnownSnapshots = new Map();
    const { snapshot: found, go } = this.decode(taken.raw, known);
    const isNew = this.enterRun(found);
    const run = this.run!;
    run.settings = settingsIn(found) ?? run.settings;
    run.collected = collectedBy(run.collected, found.memStats);
    const snapshot = withCollection(withSettings(found, run.settings), run.collected);
    run.go = go ?? run.go;
    const { asked, isOfKernel } = taken;
    run.memStats = snapshot.memStats ?? run.memStats;
    const heap = asked === undefined || (isNew && asked.heap === "same") ? "none" : asked.heap;
    if (heap === "taken" && snapshot.heap !== undefined) {
      run.code = codeEstimate(snapshot.heap, run.go);
      run.profiled = asked!.collections;
    }
    const scrape = makeScrape({
      time: taken.time,
      snapshot,
      go: run.go,
      goroutines: taken.goroutines,
      heap,
      cpu: cpuShare(run, taken),
      code: run.code,
      held: isOfKernel ? run.memStats : undefined,
    });
    const facts = runFacts(snapshot, run.go, run.marks, addressOf(this.spec));
    if (isNew) run.past = await this.past.looksOf(facts, taken.time);
    const now = performance.now() / 1000;
    run.schedule.asked(now, asked?.seconds, taken.readSeconds, snapshot);
    run.looks++;
    // Of half of what can be known no verdict is found: it would take the place of a whole one.
    const report = isOfKernel ? null : this.reportOf(run, taken, scrape.figures, known);
    return {
      scrape,
      run: facts,
      isNewRun: isNew,
      report,
      trouble: troubleOf(taken, snapshot),
      intervals: run.schedule.intervalsToNext(now, this.pid !== undefined),
    };
  }

  private decode(raw: RawSnapshot, known: KnownSnapshots) {
    const bundle = { target: addressOf(this.spec), files: new Map(), snapshots: [raw] };
    const { snapshots, go } = decodeBundle(bundle, { gunzip, known });
    return { snapshot: snapshots[0]!, go };
  }

  /** @returns whether it is the first look at a run */
  private enterRun(snapshot: Snapshot): boolean {
    const marks = marksOf(snapshot);
    if (this.run !== undefined && !isAnotherRun(this.run.marks, marks)) {
      this.run.marks = mergeMarks(this.run.marks, marks);
      return false;
    }
    const { heap, goroutines, interval } = this.spec;
    const hasRss = snapshot.prometheus?.residentBytes !== undefined;
    const metrics = snapshot.status === undefined && hasRss ? "all" : "settings";
    this.run = {
      marks,
      go: undefined,
      code: undefined,
      memStats: undefined,
      collected: undefined,
      settings: undefined,
      profiled: undefined,
      pages: new SeldomPages(),
      cpu: undefined,
      looks: 0,
      schedule: new PageSchedule(interval, { heap, goroutines, metrics }),
      history: new ReportHistory(),
      past: [],
    };
    return true;
  }

  private reportOf(
    run: Run,
    { raw, time }: RecordedLook,
    weighed: Weighed,
    known: KnownSnapshots,
  ): Report | null {
    const whole = run.pages.complete(raw, time, run.settings);
    if (!run.history.isDue(time, weighed)) return null;
    const bundle = run.history.bundle(whole, addressOf(this.spec), run.go?.raw);
    if (run.history.reachesBack(time)) run.past = [];
    const recording = decodeBundle(bundle, { gunzip, known });
    const past = run.past.map((look) => this.past.snapshotOf(look));
    const own = recording.snapshots.map((look, at, all) =>
      at === all.length - 1 ? withCollection(look, run.collected) : look,
    );
    const report = explain({ ...recording, snapshots: [...past, ...own] });
    run.history.reported(time, weighed, whole);
    return report;
  }
}

function troubleOf({ trouble, asked }: RecordedLook, { missing }: Snapshot): string | null {
  if (trouble !== undefined) return sentence(trouble.message);
  if (asked === undefined) return null;
  const page = missing.find(({ source }) => PROFILES.has(source));
  return page === undefined ? null : sentence(`${page.source}: ${page.reason}`);
}

function cpuShare(run: Run, { time, cpuSeconds }: RecordedLook): number | null {
  const before = run.cpu;
  run.cpu = cpuSeconds === undefined ? undefined : { time, seconds: cpuSeconds };
  if (before === undefined || cpuSeconds === undefined || time <= before.time) return null;
  return Math.max(0, (cpuSeconds - before.seconds) / (time - before.time));
}
