/** A store for tests of the recorder: what it was given, in memory. */
import { ResidentError } from "../../src/base/errors.ts";
import type { Report } from "../../src/model/report.ts";
import type { RecorderStore } from "../../src/record/target-loop.ts";
import { Dictionary } from "../../src/store/dictionary/dictionary.ts";
import type { Labels, RunFacts, RunId, Scrape, TargetId } from "../../src/store/store.ts";

export interface KeptScrape extends Scrape {
  readonly run: RunId;
}

export class MemoryStore implements RecorderStore {
  readonly labels: Labels[] = [];
  readonly runList: (RunFacts & { readonly target: TargetId })[] = [];
  readonly scrapes: KeptScrape[] = [];
  readonly reports: { readonly run: RunId; readonly time: number; readonly report: Report }[] = [];
  isFull = false;
  /** How many of the next scrapes it loses by a fault of its own. */
  faults = 0;
  readonly dictionary = new Dictionary();

  async target(labels: Labels): Promise<TargetId> {
    this.fill();
    const known = this.labels.findIndex((one) => JSON.stringify(one) === JSON.stringify(labels));
    return known >= 0 ? known : this.labels.push(labels) - 1;
  }

  async run(target: TargetId, facts: RunFacts): Promise<RunId> {
    this.fill();
    return this.runList.push({ ...facts, target }) - 1;
  }

  async learn(run: RunId, facts: RunFacts): Promise<void> {
    this.runList[run] = { ...this.runList[run]!, ...facts };
  }

  async add(run: RunId, scrape: Scrape): Promise<void> {
    this.fill();
    if (this.faults > 0) {
      this.faults--;
      throw new ResidentError("RES_STORE_FAULT", "a fault of Resident itself: it fell", {
        hint: "Please report this.",
      });
    }
    this.scrapes.push({ ...scrape, run });
  }

  async keepReport(run: RunId, time: number, report: Report): Promise<void> {
    this.fill();
    this.reports.push({ run, time, report });
  }

  /** Nothing of before: each test begins with an empty one. */
  async runs() {
    return [];
  }

  async figures() {
    return [];
  }

  async parts() {
    return [];
  }

  async heapLevels() {
    return [];
  }

  async goroutineLevels() {
    return [];
  }

  private fill(): void {
    if (this.isFull) throw new ResidentError("RES_STORE_FULL", "the disk is full");
  }
}
