/**
 * What the store has of a process that is still the same, for a recorder that was started again: growth is told
 * over ten minutes, and without those looks the first answers would know of none. Each is what was stored of it:
 * RSS and its parts, MemStats, goroutines and what was in use. Of the parts of a part (what of the program's file was
 * written) nothing is. Lists stay lists until a report is made, as decoded profiles of hundreds of programs are too much.
 */
import type { MemStats } from "../../model/mem-stats.ts";
import type { KeptMappings, Snapshot } from "../../model/snapshot.ts";
import { goroutinesAt } from "../../store/profiles/goroutines-at.ts";
import { liveProfile } from "../../store/profiles/live-profile.ts";
import { settingsAt } from "../../store/run-settings.ts";
import type {
  Figures,
  HeapLevels,
  Levels,
  PartsColumn,
  RunFacts,
  Store,
  StoredRun,
  TargetId,
} from "../../store/store.ts";
import { SPAN } from "./report-history.ts";
import { toldSettings } from "./told-settings.ts";

export type PastStore = Pick<
  Store,
  "dictionary" | "runs" | "figures" | "parts" | "heapLevels" | "goroutineLevels"
>;

export interface PastLook {
  readonly run: StoredRun;
  readonly figures: Figures;
  readonly parts: readonly PartsColumn[];
  /** null: it had none. */
  readonly heap: HeapLevels | null;
  readonly goroutines: Levels | null;
}

/** What the program itself told at a look. */
export interface ToldFigures {
  readonly memStats: MemStats;
  /** As it was kept then. */
  readonly live: number | null;
}

/** Between the first and now. */
const MOST_LATER = 3;
/** Looks of twice the span at an interval of a second. */
const MOST_READ = 2 * SPAN;
/** Starts that are nearer to each other are of one process. */
const SAME_START = 1;

/** Oldest first; none where the process is another one, or nobody looked for long. */
export async function pastLooks(
  store: PastStore,
  target: TargetId,
  facts: RunFacts,
  now: number,
): Promise<PastLook[]> {
  const run = await runOf(store, target, facts, now);
  return run === undefined ? [] : looksOfRun(store, run, now, (look) => look.memStats !== null);
}

/** Of every look at it that has MemStats, oldest first: those around its last collection tell what is live since then. */
export async function pastFigures(
  store: PastStore,
  target: TargetId,
  facts: RunFacts,
  now: number,
): Promise<ToldFigures[]> {
  const run = await runOf(store, target, facts, now);
  if (run === undefined) return [];
  const all = await store.figures(target, { from: now - 2 * SPAN, to: now }, MOST_READ);
  return all.flatMap(({ run: of, memStats, live }) =>
    of === run.id && memStats !== null ? { memStats, live } : [],
  );
}

/** undefined where the process is another one. */
async function runOf(
  store: PastStore,
  target: TargetId,
  { startedAt, pid }: RunFacts,
  now: number,
): Promise<StoredRun | undefined> {
  if (startedAt === null) return undefined;
  return (await store.runs(target, { from: now - 2 * SPAN, to: now })).findLast(
    (one) =>
      one.pid === pid &&
      one.startedAt !== null &&
      Math.abs(one.startedAt - startedAt) <= SAME_START,
  );
}

/** What an answer of that moment is told from: the last look of the run until then, and some before it. */
export async function looksUntil(
  store: PastStore,
  run: StoredRun,
  end: number,
): Promise<PastLook[]> {
  const told = await looksOfRun(store, run, end, (look) => look.memStats !== null);
  // Of a process without pprof the kernel alone tells.
  const looks = told.length > 0 ? told : await looksOfRun(store, run, end, () => true);
  const last = looks.at(-1);
  if (last === undefined) return [];
  const { time } = last.figures;
  const range = { from: Math.max(run.first, time - SPAN), to: time };
  const [heaps, goroutines] = await Promise.all([
    last.heap === null ? store.heapLevels(run.target, range, 1) : [],
    last.goroutines === null ? store.goroutineLevels(run.target, range, 1) : [],
  ]);
  // Not each look asks for profiles: what the newest ones said counts until there are others.
  const newest = {
    ...last,
    heap: last.heap ?? ofRun(heaps, run) ?? null,
    goroutines: last.goroutines ?? ofRun(goroutines, run) ?? null,
  };
  return [...looks.slice(0, -1), newest];
}

async function looksOfRun(
  store: PastStore,
  run: StoredRun,
  end: number,
  isTold: (look: Figures) => boolean,
): Promise<PastLook[]> {
  const range = { from: end - 2 * SPAN, to: end };
  const all = await store.figures(run.target, range, MOST_READ);
  const picked = pick(
    all.filter((look) => look.run === run.id && isTold(look)),
    end,
  );
  return Promise.all(picked.map((figures) => lookOf(store, run, figures)));
}

/** The newest that is old enough, else the oldest, and some evenly spread behind it. */
function pick(looks: readonly Figures[], now: number): Figures[] {
  const old = looks.findLastIndex(({ time }) => now - time >= SPAN);
  // Of one look alone no growth is told.
  const begin = Math.min(old, looks.length - 1 - MOST_LATER);
  const [first, ...later] = looks.slice(Math.max(0, begin));
  if (first === undefined) return [];
  const step = later.length / MOST_LATER;
  const picked = later.filter((_, at) => Math.floor((at + 1) / step) > Math.floor(at / step));
  return [first, ...picked];
}

async function lookOf(store: PastStore, run: StoredRun, figures: Figures): Promise<PastLook> {
  const { target } = run;
  const moment = { from: figures.time, to: figures.time };
  const [parts, heaps, goroutines] = await Promise.all([
    store.parts(target, moment, 1),
    store.heapLevels(target, moment, 1),
    store.goroutineLevels(target, moment, 1),
  ]);
  return {
    ...{ run, figures, parts },
    heap: ofRun(heaps, run) ?? null,
    goroutines: ofRun(goroutines, run) ?? null,
  };
}

function ofRun<T extends Levels>(levels: readonly T[], { id }: StoredRun): T | undefined {
  return levels.findLast(({ run }) => run === id);
}

/** Of ledgers that were made of mappings: where those could not be read, the lines of that name are other sums. */
function keptMappings({ figures, parts }: PastLook): KeptMappings | undefined {
  const { virt } = figures;
  const resident = new Map(parts.map(({ id, bytes }) => [id, bytes[0] ?? 0]));
  if (virt === null || resident.size === 0 || (resident.get("unattributed") ?? 0) !== 0) return;
  return { virt, resident };
}

export function snapshotOf({ dictionary }: PastStore, look: PastLook): Snapshot {
  const { run, figures, heap, goroutines } = look;
  const { time, rss, swap, memStats } = figures;
  const { name, startedAt, pid } = run;
  const settings = toldSettings(settingsAt(run, time));
  const kept = keptMappings(look);
  return {
    name: String(Math.round(time)),
    time,
    meta: startedAt === null ? {} : { processStart: startedAt },
    missing: [],
    ...(kept === undefined ? {} : { keptMappings: kept }),
    ...(memStats === null ? {} : { memStats }),
    ...(settings.size === 0 ? {} : { runtimeMetrics: settings }),
    ...(rss === null
      ? {}
      : {
          status: { name, pid: pid ?? 0, vmRss: rss, ...(swap === null ? {} : { vmSwap: swap }) },
        }),
    ...(heap === null ? {} : { heap: liveProfile(dictionary, heap) }),
    ...(goroutines === null ? {} : { goroutines: goroutinesAt(dictionary, goroutines) }),
  };
}
