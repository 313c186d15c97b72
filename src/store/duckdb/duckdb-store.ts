/** The store in a DuckDB file. docs/formats/store.md says what is in it and why. */
import { ResidentError } from "../../base/errors.ts";
import type { Report } from "../../model/report.ts";
import { RunMemory } from "../run/run-memory.ts";
import type {
  Labels,
  LatestLevels,
  Retention,
  RunFacts,
  RunId,
  Scrape,
  Store,
  TargetId,
  TimeRange,
} from "../store.ts";
import type { CatalogRun } from "./file/catalog.ts";
import type { Database } from "./file/database.ts";
import type { StoreTables } from "./file/load-tables.ts";
import { storeSize } from "./file/store-size.ts";
import { lastCollection, readCollections, readFigures, readParts } from "./read/read-figures.ts";
import { readGoroutineLevels, readHeapAdditions, readHeapLevels } from "./read/read-heap.ts";
import { NOTHING_LATEST, readLatest } from "./read/read-latest.ts";
import { Retainer } from "./retain/retainer.ts";
import { sweepDictionary } from "./retain/sweep.ts";
import { dictionaryLengths } from "./write/append-dictionary.ts";
import { CommitQueue } from "./write/commit-queue.ts";
import { Committer, type Work } from "./write/committer.ts";
import type { Findings } from "./write/findings.ts";
import { Reports } from "./write/reports.ts";

export class DuckDbStore implements Store {
  private readonly database: Database;
  private readonly tables: StoreTables;
  private readonly findingBands: Findings;
  private readonly reports = new Reports();
  private readonly memories = new Map<RunId, Promise<RunMemory>>();
  /** Runs whose last chain may be thinned or let go of. */
  private readonly brokenChains = new Set<RunId>();
  private closing: Promise<void> | undefined;
  private readonly committer: Committer;
  private readonly queue: CommitQueue<Work>;
  private readonly retainer: Retainer;

  constructor(database: Database, tables: StoreTables, findings: Findings) {
    this.database = database;
    this.tables = tables;
    this.findingBands = findings;
    const { dictionary, lines } = tables;
    this.committer = new Committer(database, tables, dictionaryLengths(dictionary, lines));
    this.queue = new CommitQueue((works) => this.committer.commit(works));
    this.retainer = new Retainer(database, tables.catalog, {
      breakChains: (runs) => this.breakChains(runs),
      forget: (run) => this.forgetRun(run),
      sweep: (runs) => sweepDictionary(database, dictionary, runs, this.committer.lacking),
    });
  }

  get dictionary() {
    return this.tables.dictionary;
  }

  async target(labels: Labels): Promise<TargetId> {
    return this.tables.catalog.target(labels);
  }

  async targets() {
    return this.tables.catalog.allTargets();
  }

  async run(target: TargetId, facts: RunFacts, time: number): Promise<RunId> {
    return this.tables.catalog.run(target, facts, time);
  }

  async learn(run: RunId, facts: RunFacts, time: number): Promise<void> {
    this.tables.catalog.learn(run, facts, time);
  }

  async runs(target: TargetId, range: TimeRange) {
    const runs = this.tables.catalog.runsIn(target, range);
    return runs.map(({ created, hasScrapes, ...run }) => run);
  }

  async add(run: RunId, scrape: Scrape): Promise<void> {
    const memory = await this.memoryOf(this.knownRun(run));
    if (this.brokenChains.delete(run)) memory.breakChain();
    const { encoded, undo } = memory.encode(scrape);
    // Not awaited: a function that waits keeps its arguments, and a profile is megabytes.
    return this.queue.add({ work: { scrape: encoded }, takeBack: () => memory.takeBack(undo) });
  }

  async keepReport(run: RunId, time: number, report: Report): Promise<void> {
    const { target } = this.knownRun(run);
    const bands = this.findingBands.keep(run, time, report.verdicts);
    const packed = this.reports.keep(target, time, report);
    if (bands.length === 0 && packed === undefined) return;
    const takeBack = () => {
      this.findingBands.takeBack(bands);
      this.reports.forgetWritten(target);
    };
    const reports = packed === undefined ? [] : [packed];
    await this.queue.add({ work: { bands, reports }, takeBack });
  }

  report(target: TargetId) {
    return this.database.read((connection) => this.reports.read(connection, target));
  }

  async findings(target: TargetId, range: TimeRange) {
    const runs = this.tables.catalog.runsOf(target).map(({ id }) => id);
    if (runs.length === 0) return [];
    return this.database.read((connection) => this.findingBands.read(connection, runs, range));
  }

  async figures(target: TargetId, range: TimeRange, most: number) {
    const runs = this.runIds(target, range);
    if (runs.length === 0) return [];
    return this.database.read((connection) => readFigures(connection, runs, range, most));
  }

  async parts(target: TargetId, range: TimeRange, most: number) {
    const runs = this.runIds(target, range);
    if (runs.length === 0) return [];
    const { lines } = this.tables;
    return this.database.read((connection) => readParts(connection, lines, runs, range, most));
  }

  collections(run: RunId, range: TimeRange) {
    return this.database.read((connection) => readCollections(connection, run, range));
  }

  async heapLevels(target: TargetId, range: TimeRange, most: number) {
    const runs = this.runIds(target, range);
    if (runs.length === 0) return [];
    return this.database.read((connection) => readHeapLevels(connection, runs, range, most));
  }

  async heapAdditions(target: TargetId, range: TimeRange) {
    const runs = this.runIds(target, range);
    if (runs.length === 0) return [];
    return this.database.read((connection) => readHeapAdditions(connection, runs, range));
  }

  async goroutineLevels(target: TargetId, range: TimeRange, most: number) {
    const runs = this.runIds(target, range);
    if (runs.length === 0) return [];
    return this.database.read((connection) => readGoroutineLevels(connection, runs, range, most));
  }

  async latestLevels(targets: readonly TargetId[], range: TimeRange) {
    const targetOf = new Map(
      targets.flatMap((target) => this.runIds(target, range).map((run) => [run, target] as const)),
    );
    const runs = [...targetOf.keys()];
    const found =
      runs.length === 0
        ? NOTHING_LATEST
        : await this.database.read((connection) => readLatest(connection, runs, range));
    return targets.map((target): LatestLevels => {
      const isOwn = ({ run }: { readonly run: RunId }) => targetOf.get(run) === target;
      return {
        target,
        heap: found.heaps.findLast(isOwn) ?? null,
        goroutines: found.goroutines.findLast(isOwn) ?? null,
        added: found.added.filter(isOwn),
      };
    });
  }

  async retain(policy: Retention, now: number) {
    await this.retainer.retain(policy, now);
    return this.size();
  }

  size() {
    return storeSize(this.database);
  }

  close(): Promise<void> {
    this.closing ??= this.finish();
    return this.closing;
  }

  private async finish(): Promise<void> {
    await this.queue.idle();
    try {
      const work = { bands: this.findingBands.unwritten(), reports: this.reports.unwritten() };
      await this.committer.commit([work]);
    } finally {
      await this.database.close();
    }
  }

  private runIds(target: TargetId, range: TimeRange): RunId[] {
    return this.tables.catalog.runsIn(target, range).map(({ id }) => id);
  }

  private knownRun(run: RunId): CatalogRun {
    const known = this.tables.catalog.get(run);
    if (known !== undefined) return known;
    throw new ResidentError("RES_STORE", `the recorder has no run ${run}, or not any more`);
  }

  /** That of the run before it is let go of: a target runs once at a time. */
  private memoryOf(run: CatalogRun): Promise<RunMemory> {
    let memory = this.memories.get(run.id);
    if (memory === undefined) {
      for (const { id } of this.tables.catalog.runsOf(run.target)) this.memories.delete(id);
      memory = this.newMemory(run);
      this.memories.set(run.id, memory);
      memory.catch(() => this.memories.delete(run.id));
    }
    return memory;
  }

  private async newMemory({ id, hasScrapes }: CatalogRun): Promise<RunMemory> {
    const last = hasScrapes ? await this.database.read((c) => lastCollection(c, id)) : 0;
    return new RunMemory(id, this.tables, last);
  }

  private forgetRun({ id, target }: CatalogRun): void {
    this.memories.delete(id);
    this.brokenChains.delete(id);
    this.findingBands.forget(id);
    if (this.tables.catalog.runsOf(target).length === 0) this.reports.forget(target);
  }

  /** When this resolves, all that is still to be written of these runs begins a chain of its own. */
  private async breakChains(runs: readonly RunId[]): Promise<void> {
    for (const run of runs) this.brokenChains.add(run);
    await this.queue.add({ work: { bands: [], reports: [] }, takeBack: () => undefined });
  }
}
