/**
 * All processes with their last figures: those that the recorder looks at, and those that it once
 * did. What the store is asked for a process is remembered until its next look.
 */
import type { ProcessList, ProcessRow } from "../../model/fleet.ts";
import { findLine } from "../../model/ledger.ts";
import type { Recorder, TargetStatus } from "../../record/recorder.ts";
import type { Figures, Store, StoredRun, StoredTarget, TargetId } from "../../store/store.ts";
import { ALL_TIME } from "../recorded/asked.ts";

const TREND_SECONDS = 3600;
/** The peaks of as many spans; the first and the last look may come to them. */
const TREND_SPANS = 58;
/** A program that answers slowly is asked every so many seconds at the least, the kernel at every look. */
const LONGEST_REST = 660;
/** Pods come and go: of those that are no longer looked at the last ones. */
const MOST_FORMER = 200;

type Known = Pick<
  ProcessRow,
  "pid" | "go" | "startedAt" | "rss" | "live" | "goroutines" | "limit" | "trend" | "verdict"
> & { readonly name: string | null; readonly last: number | null };

const UNKNOWN: Known = {
  name: null,
  last: null,
  pid: null,
  go: null,
  startedAt: null,
  rss: null,
  live: null,
  goroutines: null,
  limit: null,
  trend: { times: [], rss: [], since: null },
  verdict: null,
};

export class ProcessLister {
  private readonly known = new Map<TargetId, { readonly at: number | null; row: Promise<Known> }>();

  async list(store: Store, recorder: Recorder, canAdd: boolean): Promise<ProcessList> {
    const watched = recorder.targets();
    const ids = new Set(watched.map(({ id }) => id));
    const others = (await store.targets()).filter(({ id }) => !ids.has(id));
    const former = await lastLookedAt(store, others);
    const rows = await Promise.all([
      ...watched.map((status) => this.watchedRow(store, status)),
      ...former.map((target) => this.formerRow(store, target)),
    ]);
    return {
      format: "resident.processes/1",
      time: Date.now() / 1000,
      processes: rows.filter((row) => row !== null),
      offers: canAdd ? await recorder.offers() : [],
      canAdd,
      storeError: recorder.storeError(),
    };
  }

  private async watchedRow(store: Store, status: TargetStatus): Promise<ProcessRow> {
    const { id, labels, address, state, liveRange, failingSince, interval, nextLook } = status;
    const { error } = status;
    const { name: stored, last, ...known } = await this.knownOf(store, id, status.lastLook);
    // A recorder that was started anew does not know the program of an address that is silent; the store does.
    const name = status.run === null ? (stored ?? status.name) : status.name;
    // What an earlier recorder saw last counts until there is something newer.
    const lastLook = status.lastLook ?? last;
    const times = { lastLook, failingSince, interval, nextLook };
    return { id, name, address, labels, state, ...known, liveRange, ...times, error };
  }

  /** null where nothing is kept of it. */
  private async formerRow(store: Store, { id, labels }: StoredTarget): Promise<ProcessRow | null> {
    const { name, last, ...known } = await this.knownOf(store, id, null);
    if (name === null) return null;
    return {
      id,
      name,
      address: labels["instance"] ?? "",
      labels,
      state: "gone",
      ...known,
      liveRange: null,
      lastLook: last,
      failingSince: null,
      interval: null,
      nextLook: null,
      error: null,
    };
  }

  /** @param at last look: what was known before it is not taken again */
  private async knownOf(store: Store, id: TargetId, at: number | null): Promise<Known> {
    const before = this.known.get(id);
    if (before !== undefined && before.at === at) return before.row;
    const row = readKnown(store, id);
    this.known.set(id, { at, row });
    // What failed is tried again the next time.
    row.catch(() => this.known.delete(id));
    return row;
  }
}

/** The newest first; those that were never looked at are left out. */
async function lastLookedAt(
  store: Store,
  targets: readonly StoredTarget[],
): Promise<StoredTarget[]> {
  const looks = await Promise.all(
    targets.map(async (target) => ({
      target,
      last: (await store.runs(target.id, ALL_TIME)).at(-1)?.last ?? null,
    })),
  );
  const seen = looks.filter(({ last }) => last !== null);
  seen.sort((a, b) => b.last! - a.last!);
  return seen.slice(0, MOST_FORMER).map(({ target }) => target);
}

/** The last look at which the program itself told something. */
async function lastTold(store: Store, id: TargetId, run: StoredRun): Promise<Figures | undefined> {
  const range = { from: Math.max(run.first, run.last - LONGEST_REST), to: run.last };
  const figures = await store.figures(id, range, LONGEST_REST);
  return figures.findLast((look) => look.run === run.id && look.memStats !== null);
}

async function readKnown(store: Store, id: TargetId): Promise<Known> {
  const run = (await store.runs(id, ALL_TIME)).at(-1);
  if (run === undefined) return UNKNOWN;
  const range = { from: run.last - TREND_SECONDS, to: run.last };
  const [figures, stored] = await Promise.all([
    store.figures(id, range, TREND_SPANS),
    store.report(id),
  ]);
  const last = figures.at(-1);
  const told = last?.memStats === null ? ((await lastTold(store, id, run)) ?? last) : last;
  return {
    name: run.name,
    last: run.last,
    pid: run.pid,
    go: run.go,
    startedAt: run.startedAt,
    rss: last?.rss ?? null,
    live: told?.live ?? null,
    goroutines: told?.goroutines ?? null,
    limit: run.limit,
    trend: {
      times: figures.map(({ time }) => time),
      rss: figures.map(({ rss }) => rss),
      since: figures.find((look) => look.run === run.id)?.time ?? null,
    },
    verdict: firstVerdict(stored),
  };
}

function firstVerdict(stored: Awaited<ReturnType<Store["report"]>>): ProcessRow["verdict"] {
  const verdict = stored?.report.verdicts[0];
  if (stored === undefined || verdict === undefined) return null;
  const { id, headline, severity } = verdict;
  const rss = findLine(stored.report.ledger, "rss")?.bytes ?? null;
  return { id, headline, severity, at: stored.time, rss };
}
