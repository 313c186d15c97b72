/**
 * Which pages a look asks for, and when the next look may be: as often as the target's interval says,
 * and less often where answering would cost the program more than recording may (docs/performance.md,
 * "What asking costs"). The kernel is asked for what it costs Resident alone, so that RSS goes on where
 * the program has a rest. Pure.
 *
 * What counts is the time that an answer took, which is more than it cost where the machine is busy. So
 * pages that cost a program next to nothing (`vars`), or are made to be asked for every few seconds
 * (all of metrics, where the kernel can't be asked), are not counted.
 */
import { costOfPage } from "../../analyze/cost-of-asking.ts";
import { CostMemory, type LookCost, secondsWithin } from "../../collect/looks/look-schedule.ts";
import type { RecordedWishes } from "../../collect/pprof/capture-recorded.ts";
import type { Snapshot } from "../../model/snapshot.ts";

/** Timers are late by some milliseconds: of an interval, so much is none. */
const SLACK = 0.1;

/**
 * Of what recording may cost, so much is for each. A program that makes garbage for a goroutine profile
 * would not have made it; the heap profile is asked for only after a collection, of which those that
 * answering brings on are few. `basis` is what every look takes: it has MemStats where `vars` is missing.
 */
const PAGES = {
  heap: { path: "pprof/heap", share: 0.5, countsGarbage: false },
  goroutines: { path: "pprof/goroutine.debug1.txt", share: 0.5, countsGarbage: true },
  basis: { path: "pprof/heap.debug1.txt", share: 0.5, countsGarbage: false },
  metrics: { path: "metrics.txt", share: 0.5, countsGarbage: false },
} as const;
type PageKind = keyof typeof PAGES;
const KINDS = Object.keys(PAGES) as PageKind[];

/** Settings change seldom. Seconds until they are asked for again, and where the program does not tell them. */
const SETTINGS_EVERY = 60;
const SETTINGS_NOT_TOLD = 600;

const NOTHING: LookCost = { askedSeconds: 0, readSeconds: 0, bytes: 0 };

export class PageSchedule {
  private readonly every: number;
  private readonly wanted: RecordedWishes;
  private readonly due: Record<PageKind, number> = { heap: 0, goroutines: 0, basis: 0, metrics: 0 };
  private readonly costs = new Map(KINDS.map((kind) => [kind, new CostMemory()]));
  /** Of reading procfs. */
  private readDue = 0;
  private readonly readCosts = new CostMemory();

  /** @param every seconds from look to look */
  constructor(every: number, wanted: RecordedWishes) {
    this.every = every;
    this.wanted = wanted;
  }

  /**
   * @param now seconds on any clock that only goes forward, as below
   * @param hasKernel the process is of this machine: there is something to see without the program's help
   * @returns null: the program is not to be asked for anything
   */
  wishes(now: number, hasKernel: boolean): RecordedWishes | null {
    const isDue = (kind: PageKind) => this.due[kind] <= now + SLACK * this.every;
    if (hasKernel && !isDue("basis")) return null;
    return {
      heap: this.wanted.heap && isDue("heap"),
      goroutines: this.wanted.goroutines && isDue("goroutines"),
      metrics: this.wanted.metrics === "all" || isDue("metrics") ? this.wanted.metrics : "none",
    };
  }

  /**
   * Notes what a look has cost.
   * @param seconds by page; those that were not asked for are not in it; undefined: the program gave nothing
   * @param readSeconds that reading procfs took
   */
  asked(
    now: number,
    seconds: ReadonlyMap<string, number> | undefined,
    readSeconds: number,
    snapshot: Snapshot,
  ): void {
    const read = this.readCosts.add({ ...NOTHING, readSeconds });
    this.readDue = now + secondsWithin(read, this.every);
    if (seconds === undefined) return;
    for (const kind of KINDS) {
      const { path, share, countsGarbage } = PAGES[kind];
      const took = seconds.get(path);
      if (took === undefined && kind !== "basis") continue;
      const bytes = snapshot.pageBytes?.get(path);
      const cost = this.costs.get(kind)!.add({
        ...NOTHING,
        askedSeconds: (took ?? 0) / share,
        bytes: countsGarbage && bytes !== undefined ? costOfPage(snapshot, path, bytes) : 0,
      });
      const least = kind === "metrics" ? settingsPause(snapshot) : 0;
      this.due[kind] = now + Math.max(least, secondsWithin(cost, this.every));
    }
  }

  /**
   * Intervals from a look at `now` to the next: more than one where each look costs much.
   * @param hasKernel as above
   */
  intervalsToNext(now: number, hasKernel: boolean): number {
    const due = hasKernel ? this.readDue : Math.max(this.readDue, this.due.basis);
    return Math.max(1, Math.ceil((due - now) / this.every - SLACK));
  }
}

function settingsPause({ runtimeMetrics }: Snapshot): number {
  return runtimeMetrics?.has("/gc/gogc:percent") ? SETTINGS_EVERY : SETTINGS_NOT_TOLD;
}
