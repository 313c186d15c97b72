/**
 * The port of the recorder's memory: what a store keeps of every look, and what can be asked of it.
 * One contract test holds every implementation to it (test/store/contract.ts).
 *
 *   target (its labels) ─▶ runs (a process from its start to its end) ─▶ scrapes (a look each)
 *
 * Levels (`inuse`, goroutines) are kept as levels and never summed over time; counters (`alloc`) are kept
 * as what was added since the scrape before. Stacks are kept once, in the dictionary. What a heap profile
 * sampled is kept as it was sampled, sizes and counts, so that any part of it has its interval later.
 *
 * Times are Unix seconds with a resolution of a millisecond; ranges include both ends.
 */
import type { RecoveredSamples } from "../analyze/sampling/recover-samples.ts";
import type { SamplingLaw } from "../analyze/sampling/sampling-law.ts";
import type { Goroutines } from "../model/goroutines.ts";
import type { MemStats } from "../model/mem-stats.ts";
import type { Profile } from "../model/profile.ts";
import type { Report } from "../model/report.ts";
import type { Verdict } from "../model/verdict.ts";

export type TargetId = number;
export type RunId = number;
export type Labels = Readonly<Record<string, string>>;

export interface TimeRange {
  readonly from: number;
  readonly to: number;
}

export interface StoredTarget {
  readonly id: TargetId;
  /** What tells it from every other: `job`, `instance` and those of the configuration. */
  readonly labels: Labels;
}

/** What bounds a process, and when it collects. A program may set it anew while it runs. */
export interface RunSettings {
  /** GOMEMLIMIT or the cgroup's limit, the lower one, in bytes. */
  readonly limit: number | null;
  /** GOMEMLIMIT alone, in bytes; null: none, or not known. */
  readonly memlimit: number | null;
  /** Percent; Infinity: off. */
  readonly gogc: number | null;
}

/** Settings that others took the place of. */
export interface FormerSettings extends RunSettings {
  /** The look at which the next ones were seen first. */
  readonly until: number;
}

/** What stays the same from a process's start to its end, and its settings as they are now. */
export interface RunFacts extends RunSettings {
  /** Name of the program, or what stands for it: "prometheus", "127.0.0.1:9090". */
  readonly name: string;
  /** Start of the process; null where nothing tells. */
  readonly startedAt: number | null;
  readonly pid: number | null;
  /** "go1.26.1" */
  readonly go: string | null;
}

export interface StoredRun extends RunFacts {
  readonly id: RunId;
  readonly target: TargetId;
  /** Oldest first; mostly there are none. */
  readonly former: readonly FormerSettings[];
  /** First and last scrape. */
  readonly first: number;
  readonly last: number;
}

/** What of a line of the ledger is in RAM: the lines below RSS, those of the heap one by one. */
export interface LedgerPart {
  readonly id: string;
  readonly title: string;
  /** Below 0 in a difference line only. */
  readonly bytes: number;
}

export interface HeapSamples {
  readonly profile: Profile;
  /** A row each for the profile's samples; null where it does not count that population. */
  readonly inuse: RecoveredSamples | null;
  /** Of all that was allocated since the start: the store keeps the differences. */
  readonly alloc: RecoveredSamples | null;
  readonly law: SamplingLaw;
}

export interface Collection {
  readonly n: number;
  /** Unix seconds. */
  readonly end: number;
  /** A store may round it to a microsecond. */
  readonly pauseNs: number;
}

/** The figures of one look. Bytes unless they say otherwise; null: not known. */
export interface Figures {
  readonly time: number;
  readonly rss: number | null;
  readonly virt: number | null;
  readonly swap: number | null;
  /** What the last collection found live, by the ledger. */
  readonly live: number | null;
  readonly goroutines: number | null;
  /** Share of a core that the process took since the look before. */
  readonly cpu: number | null;
  /** Without rings and BySize: see `collections`. null where the kernel alone was asked, too. */
  readonly memStats: MemStats | null;
}

export interface Scrape {
  readonly figures: Figures;
  /** Where the kernel alone was asked, those of the Go heap are told with the MemStats before. */
  readonly parts: readonly LedgerPart[];
  /** null: not asked, or not there. "same": as at the scrape before (no collection ran since). */
  readonly heap: HeapSamples | "same" | null;
  readonly goroutines: Goroutines | null;
  /** Those that the store does not have yet may be among others; it keeps each once. */
  readonly collections: readonly Collection[];
}

/** A verdict from when it first came to when it was last there. */
export interface FindingBand {
  readonly run: RunId;
  readonly id: string;
  readonly headline: string;
  readonly severity: Verdict["severity"];
  readonly bytes: number | null;
  readonly from: number;
  readonly to: number;
  /** Reports from `from` to `to`, each of which had it; null: not known, as where Resident was killed meanwhile. */
  readonly reports: number | null;
  /** Reports without it since the band of it before; null: many, or there is none. */
  readonly missed: number | null;
}

/**
 * Stacks of all targets, each once; ids are row numbers and stay. A stack is a row of a tree whose
 * caller (`prefix`, -1 at the root) has a smaller number. Typed arrays may be longer than what is used,
 * and are replaced when they grow: ask for them anew.
 */
export interface StackDictionary {
  readonly frameCount: number;
  readonly stackCount: number;
  readonly siteCount: number;
  readonly goroutineCount: number;
  frameName(frame: number): string;
  frameFile(frame: number): string;
  /** 0: not known. */
  readonly frameLine: Int32Array;
  readonly stackPrefix: Int32Array;
  readonly stackFrame: Int32Array;
  /** A site: objects of one size that one stack allocated. -1: a sample without a stack. */
  readonly siteStack: Int32Array;
  readonly siteSize: Float64Array;
  /** Goroutines of one stack, one state, one origin. */
  readonly goroutineStack: Int32Array;
  /** "" where the profile did not tell. */
  goroutineState(group: number): string;
  /** Frame of the `go` statement; -1: not known. */
  readonly goroutineCreator: Int32Array;
}

/** Levels at one scrape: rows of `ids` and of `counts` belong together; ids rise. */
export interface Levels {
  readonly run: RunId;
  readonly time: number;
  /** Sites or goroutine groups of the dictionary. */
  readonly ids: Int32Array;
  readonly counts: Float64Array;
}

export interface HeapLevels extends Levels {
  /** MemProfileRate, and how that Go version samples. */
  readonly rate: number;
  readonly law: SamplingLaw;
}

/** What was sampled between two moments, added up. `time` is the end, `from` the beginning. */
export interface HeapAdditions extends HeapLevels {
  readonly from: number;
}

/** What a target had at its last look of a range. */
export interface LatestLevels {
  readonly target: TargetId;
  /** null: no look of the range has such a profile. */
  readonly heap: HeapLevels | null;
  readonly goroutines: Levels | null;
  /** Of the range, one each run. */
  readonly added: readonly HeapAdditions[];
}

export interface PartsColumn {
  readonly id: string;
  readonly title: string;
  /** null at times when the ledger had no RSS; 0 where it lacked this line. */
  readonly bytes: readonly (number | null)[];
}

export interface Retention {
  /** Older scrapes go. Seconds. */
  readonly maxAge: number;
  /** When the file is larger than this the oldest go. Bytes. */
  readonly maxBytes: number;
  /** Scrapes older than this are thinned. Seconds. */
  readonly thinAfter: number;
  /** Of each so many seconds one scrape stays, and the one with the highest RSS. */
  readonly thinTo: number;
}

export interface StoreSize {
  /** Of the file and its log on disk. */
  readonly bytes: number;
  readonly scrapes: number;
}

export interface Store {
  readonly dictionary: StackDictionary;

  /** The target with these labels; a new one where there is none. */
  target(labels: Labels): Promise<TargetId>;
  targets(): Promise<readonly StoredTarget[]>;
  /** The run of this target that started then (within a second); a new one where there is none. */
  run(target: TargetId, facts: RunFacts, time: number): Promise<RunId>;
  /** Facts of a run that differ from those before, as a look at that time saw them. */
  learn(run: RunId, facts: RunFacts, time: number): Promise<void>;
  /** Oldest first. */
  runs(target: TargetId, range: TimeRange): Promise<readonly StoredRun[]>;

  /**
   * Resolves when it is safe on disk: after that a `kill -9` does not lose it. Scrapes that come while
   * others are being written are written together.
   * @throws ResidentError RES_STORE_FULL where the disk is full: nothing of it was kept, try again later
   */
  add(run: RunId, scrape: Scrape): Promise<void>;
  /** The last report of a target takes the place of the one before; its verdicts prolong their bands. */
  keepReport(run: RunId, time: number, report: Report): Promise<void>;

  report(target: TargetId): Promise<{ readonly time: number; readonly report: Report } | undefined>;
  findings(target: TargetId, range: TimeRange): Promise<readonly FindingBand[]>;
  /**
   * Oldest first. With more scrapes than `most` in the range, of each of as many equal spans the one with the
   * highest RSS, and the first and the last of all.
   */
  figures(
    target: TargetId,
    range: TimeRange,
    most: number,
  ): Promise<readonly (Figures & { readonly run: RunId })[]>;
  /** At the same moments as `figures`. */
  parts(target: TargetId, range: TimeRange, most: number): Promise<readonly PartsColumn[]>;
  collections(run: RunId, range: TimeRange): Promise<readonly Collection[]>;

  /** Of the scrapes in the range that have a heap profile at most so many, evenly spread, the last among them. */
  heapLevels(target: TargetId, range: TimeRange, most: number): Promise<readonly HeapLevels[]>;
  /** Sampled allocations after `from`, until `to`; one each run. */
  heapAdditions(target: TargetId, range: TimeRange): Promise<readonly HeapAdditions[]>;
  goroutineLevels(target: TargetId, range: TimeRange, most: number): Promise<readonly Levels[]>;
  /** Of many at once, in their order: asked one by one they would take much longer. */
  latestLevels(targets: readonly TargetId[], range: TimeRange): Promise<readonly LatestLevels[]>;

  /** Thins, and lets go of what is too old or too much. May be called at any time. */
  retain(policy: Retention, now: number): Promise<StoreSize>;
  size(): Promise<StoreSize>;
  close(): Promise<void>;
}
