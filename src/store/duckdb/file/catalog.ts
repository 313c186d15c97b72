/**
 * Targets and their runs, all in memory: there are few, and every question begins with them. What is new
 * goes into the file with the next scrapes, as nothing can refer to it before.
 */
import { ResidentError } from "../../../base/errors.ts";
import type {
  Labels,
  RunFacts,
  RunId,
  StoredRun,
  StoredTarget,
  TargetId,
  TimeRange,
} from "../../store.ts";

/** Starts that are this near to each other are of one process: the kernel's clock ticks are coarse. */
const SAME_START = 1;

export interface CatalogRun extends StoredRun {
  /** When it was first heard of; seconds. */
  readonly created: number;
  readonly hasScrapes: boolean;
}

export class Catalog {
  private readonly targets: StoredTarget[] = [];
  private readonly idByLabels = new Map<string, TargetId>();
  private readonly gone = new Set<TargetId>();
  private readonly runsById = new Map<RunId, CatalogRun>();
  private readonly runsByTarget = new Map<TargetId, RunId[]>();
  private nextRun = 0;
  private readonly newTargets = new Set<TargetId>();
  private readonly newRuns = new Set<RunId>();

  /** The target with these labels, a new one where there is none. */
  target(labels: Labels): TargetId {
    const key = labelsKey(labels);
    let id = this.idByLabels.get(key);
    if (id === undefined) {
      id = this.targets.length;
      this.loadTarget(id, labels);
      this.newTargets.add(id);
    }
    this.revive(id);
    return id;
  }

  allTargets(): StoredTarget[] {
    return this.targets.filter((target) => target !== undefined && !this.gone.has(target.id));
  }

  /** @throws ResidentError RES_STORE where there is no such target */
  run(target: TargetId, facts: RunFacts, time: number): RunId {
    if (this.targets[target] === undefined) {
      throw new ResidentError("RES_STORE", `the recorder has no target ${target}`);
    }
    this.revive(target);
    const known = this.sameRun(target, facts);
    if (known !== undefined) {
      this.learn(known.id, facts, time);
      return known.id;
    }
    const id = this.nextRun;
    const times = { first: time, last: time, created: time, hasScrapes: false };
    this.loadRun({ ...facts, id, target, former: [], ...times });
    this.newRuns.add(id);
    return id;
  }

  /** What is not known now is as it was. */
  learn(id: RunId, facts: RunFacts, time: number): void {
    const run = this.runsById.get(id);
    if (run === undefined) return;
    const { name, limit, memlimit, gogc } = facts;
    const now = { name, pid: facts.pid ?? run.pid, go: facts.go ?? run.go, limit, memlimit, gogc };
    const keys = Object.keys(now) as (keyof typeof now)[];
    if (keys.every((key) => run[key] === now[key])) return;
    const isSet = run.limit !== limit || run.memlimit !== memlimit || run.gogc !== gogc;
    const before = { until: time, limit: run.limit, memlimit: run.memlimit, gogc: run.gogc };
    const former = isSet && run.hasScrapes ? [...run.former, before] : run.former;
    this.runsById.set(id, { ...run, ...now, former });
    this.newRuns.add(id);
  }

  get(run: RunId): CatalogRun | undefined {
    return this.runsById.get(run);
  }

  allRuns(): CatalogRun[] {
    return [...this.runsById.values()];
  }

  /** Oldest first. */
  runsOf(target: TargetId): CatalogRun[] {
    const ids = this.runsByTarget.get(target) ?? [];
    return ids.map((id) => this.runsById.get(id)!).sort((a, b) => a.first - b.first);
  }

  /** Oldest first, only what has scrapes. */
  runsIn(target: TargetId, { from, to }: TimeRange): CatalogRun[] {
    return this.runsOf(target).filter(
      (run) => run.hasScrapes && run.first <= to && run.last >= from,
    );
  }

  loadTarget(id: TargetId, labels: Labels): void {
    this.targets[id] = { id, labels };
    this.idByLabels.set(labelsKey(labels), id);
  }

  loadRun(run: CatalogRun): void {
    this.runsById.set(run.id, run);
    const siblings = this.runsByTarget.get(run.target);
    if (siblings === undefined) this.runsByTarget.set(run.target, [run.id]);
    else siblings.push(run.id);
    this.nextRun = Math.max(this.nextRun, run.id + 1);
  }

  /** A scrape of that time is in the file. */
  sawScrape(id: RunId, time: number): void {
    const run = this.runsById.get(id);
    if (run === undefined) return;
    const first = run.hasScrapes ? Math.min(run.first, time) : time;
    const last = run.hasScrapes ? Math.max(run.last, time) : time;
    this.runsById.set(id, { ...run, first, last, hasScrapes: true });
  }

  /** What the file says of the times of its scrapes; null: it has none any more. */
  setTimes(id: RunId, times: { readonly first: number; readonly last: number } | null): void {
    const run = this.runsById.get(id)!;
    this.runsById.set(id, { ...run, ...times, hasScrapes: times !== null });
  }

  /** A target whose last run goes is no longer shown, but its number stays its own. */
  removeRuns(ids: ReadonlySet<RunId>): void {
    for (const id of ids) {
      const run = this.runsById.get(id);
      if (run === undefined) continue;
      this.runsById.delete(id);
      this.newRuns.delete(id);
      const rest = this.runsByTarget.get(run.target)!.filter((other) => other !== id);
      this.runsByTarget.set(run.target, rest);
      if (rest.length === 0) this.gone.add(run.target);
    }
  }

  goneTargets(): ReadonlySet<TargetId> {
    return this.gone;
  }

  /** What the file lacks, or has in an older form. */
  takeNews(): { readonly targets: StoredTarget[]; readonly runs: CatalogRun[] } {
    const news = {
      targets: [...this.newTargets].map((id) => this.targets[id]),
      runs: [...this.newRuns].map((id) => this.runsById.get(id)!),
    };
    this.newTargets.clear();
    this.newRuns.clear();
    return news;
  }

  /** The news could not be kept. */
  giveBack(news: { readonly targets: StoredTarget[]; readonly runs: CatalogRun[] }): void {
    for (const { id } of news.targets) this.newTargets.add(id);
    for (const { id } of news.runs) if (this.runsById.has(id)) this.newRuns.add(id);
  }

  private revive(id: TargetId): void {
    if (this.gone.delete(id)) this.newTargets.add(id);
  }

  /** Where nothing tells the start, the last run goes on while process and version stay the same. */
  private sameRun(target: TargetId, facts: RunFacts): CatalogRun | undefined {
    const runs = this.runsOf(target);
    const { startedAt } = facts;
    if (startedAt !== null) return runs.findLast((run) => isNear(run.startedAt, startedAt));
    const last = runs.at(-1);
    const isSame = last?.startedAt === null && last.pid === facts.pid && last.go === facts.go;
    return isSame ? last : undefined;
  }
}

function isNear(known: number | null, startedAt: number): boolean {
  return known !== null && Math.abs(known - startedAt) <= SAME_START;
}

/** The same for the same labels, in whatever order. */
export function labelsKey(labels: Labels): string {
  const entries = Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return JSON.stringify(entries);
}
