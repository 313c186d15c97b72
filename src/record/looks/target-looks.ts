/**
 * The looks at one target, over the runs of the program behind it. A look that fails costs nothing but
 * itself: the way to the program is then found anew, so that a restart, another port or another program
 * in its place is no more than a failed look.
 */
import type { CodeEstimate } from "../../analyze/ledger/ledger-input.ts";
import { ResidentError } from "../../base/errors.ts";
import { gunzip } from "../../collect/gunzip.ts";
import type { HttpOptions } from "../../collect/http/http-options.ts";
import { Looker, type RecordedLook } from "../../collect/looks/looker.ts";
import type { RecordedWishes } from "../../collect/pprof/capture-recorded.ts";
import { resolveLiveTarget } from "../../collect/target/resolve-live-target.ts";
import { decodeBundle, type KnownSnapshots } from "../../decode/recording.ts";
import type { RawSnapshot } from "../../model/bundle.ts";
import type { GoVersion } from "../../model/go-version.ts";
import { findLine } from "../../model/ledger.ts";
import type { Report } from "../../model/report.ts";
import type { Snapshot } from "../../model/snapshot.ts";
import type { RunFacts, Scrape } from "../../store/store.ts";
import { httpOptionsOf } from "./access.ts";
import { CpuShare } from "./cpu-share.ts";
import { codeEstimate, type DecodedLook, ledgerOf, makeScrape } from "./make-scrape.ts";
import { PageSchedule } from "./page-schedule.ts";
import type { PastLook, ToldFigures } from "./past-looks.ts";
import { isAnotherRun, marksOf, mergeMarks, type RunMarks, runFacts } from "./run-facts.ts";
import { RunReports } from "./run-reports.ts";
import { sentence } from "./sentence.ts";
import { addressOf, type TargetSpec } from "./target-spec.ts";
import { ToldSoFar } from "./told-so-far.ts";

export interface LookResult {
  readonly scrape: Scrape;
  readonly run: RunFacts;
  /** It is the first look at that run. */
  readonly isNewRun: boolean;
  /** Between what `figures.live` is for certain, or nearly so; null: not known. undefined: as at the look before. */
  readonly liveRange: readonly [number, number] | null | undefined;
  /** Where verdicts are due. */
  readonly report: Report | null;
  /** A finished sentence on what the program was asked for and did not give. */
  readonly trouble: string | null;
  /** Intervals to the next look. */
  readonly intervals: number;
}

/** The run that is looked at. */
interface Run {
  marks: RunMarks;
  looks: number;
  /** What the newest heap profile says is in use, and the collections that had run then. */
  heap: { readonly code: CodeEstimate | undefined; readonly collections: number | undefined };
  readonly told: ToldSoFar;
  readonly cpu: CpuShare;
  readonly schedule: PageSchedule;
  readonly reports: RunReports;
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
  /** Of all looks, oldest first. */
  figuresOf(run: RunFacts, time: number): Promise<readonly ToldFigures[]>;
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
    const { run } = this;
    if (run !== undefined) run.heap = { ...run.heap, collections: undefined };
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
    const taken = await looker.recorded(wishes, this.run?.heap.collections, patient);
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
    if (isNew) await this.recall(run, found, go, taken.time);
    const snapshot = run.told.take(found, go);
    const { asked, isOfKernel } = taken;
    const heap = asked === undefined || (isNew && asked.heap === "same") ? "none" : asked.heap;
    if (heap === "taken" && snapshot.heap !== undefined) {
      const code = codeEstimate(snapshot.heap, run.told.go);
      run.heap = { code, collections: asked!.collections };
    }
    const look: DecodedLook = {
      time: taken.time,
      snapshot: run.told.withOwnGogc(snapshot, run.heap.code),
      go: run.told.go,
      goroutines: taken.goroutines,
      heap,
      cpu: run.cpu.take(taken),
      code: run.heap.code,
      held: isOfKernel ? run.told.memStats : undefined,
    };
    const ledger = ledgerOf(look);
    const scrape = makeScrape(look, ledger);
    const facts = runFacts(snapshot, run.told.go, run.marks, addressOf(this.spec));
    const now = performance.now() / 1000;
    run.schedule.asked(now, asked?.seconds, taken.readSeconds, snapshot);
    run.looks++;
    return {
      scrape,
      run: facts,
      isNewRun: isNew,
      liveRange: isOfKernel ? undefined : (findLine(ledger, "live")?.range ?? null),
      // Of half of what can be known no verdict is found: it would take the place of a whole one.
      report: isOfKernel ? null : run.reports.take(taken, scrape.figures, known),
      trouble: troubleOf(taken, snapshot),
      intervals: run.schedule.intervalsToNext(now, this.pid !== undefined),
    };
  }

  /** What a recorder before this one saw of the same process. */
  private async recall(run: Run, found: Snapshot, go: GoVersion | undefined, time: number) {
    const facts = runFacts(found, go, run.marks, addressOf(this.spec));
    const [figures, looks] = await Promise.all([
      this.past.figuresOf(facts, time),
      this.past.looksOf(facts, time),
    ]);
    run.told.beginWith(figures, found, go);
    run.reports.beginWith(() => looks.map((look) => this.past.snapshotOf(look)));
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
    const told = new ToldSoFar();
    this.run = {
      marks,
      looks: 0,
      heap: { code: undefined, collections: undefined },
      told,
      cpu: new CpuShare(),
      schedule: new PageSchedule(interval, { heap, goroutines, metrics }),
      reports: new RunReports(addressOf(this.spec), told),
    };
    return true;
  }
}

function troubleOf({ trouble, asked }: RecordedLook, { missing }: Snapshot): string | null {
  if (trouble !== undefined) return sentence(trouble.message);
  if (asked === undefined) return null;
  const page = missing.find(({ source }) => PROFILES.has(source));
  return page === undefined ? null : sentence(`${page.source}: ${page.reason}`);
}
