/**
 * What the web page is made of: the report as `--json` prints it, and beside it what a person goes
 * down into. `resident ui` serves it at /api/v1/page, `resident report` puts it into the file.
 * Large tables are packed columns (base/packed-column.ts).
 *
 * The number of the format changes when a field changes its meaning or goes away.
 */
import type { PackedColumn } from "../base/packed-column.ts";
import type { GcReport } from "./gc-report.ts";
import type { Report } from "./report.ts";
import type { Severity } from "./verdict.ts";

export interface Page {
  readonly format: "resident.page/1";
  /** The target as one types it. */
  readonly target: string;
  /** The view that it begins with. */
  readonly opens: "now" | "code" | "goroutines";
  /** null for a profile that is not of memory. */
  readonly report: Report | null;
  /** Of which moment the report is, where a recorder has many; null: of all there is, or there is none. */
  readonly answer: Answer | null;
  /** What each line of the report's ledger is, by its id. */
  readonly lines: Readonly<Record<string, LineWords>>;
  readonly code: readonly CodeTable[];
  readonly goroutines: GoroutineTable | null;
  readonly gc: GcTable | null;
  /** null where there is one snapshot only. */
  readonly time: TimeTable | null;
  /** null where fewer than three snapshots have a heap profile. */
  readonly growth: GrowthTable | null;
  /** null for a file, or a look at a process: there is no more than what is here. */
  readonly recorded: Recorded | null;
  readonly files: readonly ProfileFile[];
}

/** A part of what a recorder has of a process; a server is asked for other parts. */
export interface Recorded {
  /** Of the process, as the API has it: `api/v1/processes/ID/…`. */
  readonly id: number;
  /** What this page shows, in Unix seconds. */
  readonly from: number;
  readonly to: number;
  /** What there is. */
  readonly first: number;
  readonly last: number;
  /** The first and the last look from `from` to `to`; null: nobody looked then. */
  readonly looked: { readonly from: number; readonly to: number } | null;
}

export interface Answer {
  /** Unix seconds. */
  readonly time: number;
  /** A sentence on what it could not be told from; null: from all that the look saw. */
  readonly note: string | null;
}

export interface LineWords {
  readonly what: string;
  readonly paragraph: string;
  readonly formula: string | null;
}

/** How a value is shown. */
export interface CodeValue {
  /** As in the profile: "inuse_space". */
  readonly name: string;
  readonly title: string;
  /** "bytes", "count", "nanoseconds", … */
  readonly unit: string;
}

/**
 * Stacks with what they hold, one set of columns for each snapshot. Stacks are a tree: the row of a
 * caller is always before those that it called.
 */
export interface CodeTable {
  readonly kind: "heap" | "goroutine" | "profile";
  readonly values: readonly CodeValue[];
  /** Name of the value to begin with. */
  readonly defaultValue: string;
  readonly strings: readonly string[];
  /** Places in the code: indices of `strings`, and the line (0: not known). */
  readonly frames: {
    readonly name: PackedColumn;
    readonly file: PackedColumn;
    readonly line: PackedColumn;
  };
  /** prefix: row of the caller, -1 at the root. */
  readonly stacks: { readonly prefix: PackedColumn; readonly frame: PackedColumn };
  /** Oldest first. */
  readonly moments: readonly CodeMoment[];
}

export interface CodeMoment {
  readonly snapshot: string;
  /** Unix seconds. */
  readonly time: number | null;
  /** One row a sample: its stack. */
  readonly stack: PackedColumn;
  /** One column for each of the table's values; null for a heap profile. */
  readonly values: readonly PackedColumn[] | null;
  /** A heap profile's samples as they were taken; values and their intervals follow from them. */
  readonly samples: HeapSampleTable | null;
}

export interface HeapSampleTable {
  /** MemProfileRate in bytes. */
  readonly rate: number;
  readonly law: "uniform" | "large-always" | "exponential";
  /** Of what is alive; null where the profile does not count it. */
  readonly inuse: SampledObjects | null;
  /** Of all that was allocated since the start. */
  readonly alloc: SampledObjects | null;
}

export interface SampledObjects {
  /** Size of an object in bytes. */
  readonly size: PackedColumn;
  /** Objects that were really sampled. */
  readonly count: PackedColumn;
}

/** Goroutines with one stack and one state. */
export interface GoroutineRow {
  readonly count: number;
  /** Count in the first snapshot; null where there is only one, or where it does not tell states. */
  readonly before: number | null;
  /** "chan receive"; null where the profile does not tell. */
  readonly state: string | null;
  /** Whole minutes, shortest and longest. */
  readonly wait: readonly [number, number] | null;
  /** null: not recorded over time. */
  readonly seen: SeenSince | null;
  readonly isLeaked: boolean;
  /** Index in `frames` of the innermost frame that is not the runtime's, -1: none. */
  readonly place: number;
  /** Innermost first: `function`, `file`, `line`. */
  readonly frames: readonly (readonly [string, string, number])[];
  /** Where they were started, most of them first; empty where the profile does not tell. */
  readonly createdBy: readonly (readonly [string, string, number])[];
}

/** Of a place with goroutines, what looks one after the other tell; the goroutines need not be the same ones. */
export interface SeenSince {
  /** The looks in a row, up to the last one, that had some there, */
  readonly looks: number;
  /** from the first of them to the last, */
  readonly seconds: number;
  /** and the fewest that one of them had. */
  readonly least: number;
  /** Seconds since the last look that had none: all of them came after it. null: no look had none. */
  readonly noneBefore: number | null;
}

export interface GoroutineTable {
  readonly total: number;
  readonly before: number | null;
  /** Of which look of a recorder `before` is, Unix seconds; null: of the first snapshot, or there is none. */
  readonly beforeAt: number | null;
  readonly source: string;
  /** Groups, of which `rows` are the largest. */
  readonly groupCount: number;
  readonly rows: readonly GoroutineRow[];
}

/** What `resident gc` says, and the columns of its collections that are drawn. */
export interface GcTable
  extends Pick<GcReport, "answer" | "findings" | "source" | "summary" | "returningRule"> {
  /** Of how many collections these are the last. */
  readonly length: number;
  /** The clock where the column `at` is 0, in Unix seconds; null: nothing tells it. */
  readonly origin: number | null;
  /** Bytes and nanoseconds, NaN as null. */
  readonly columns: Readonly<Record<GcColumn, readonly (number | null)[]>>;
  /** null where too little is known to say. */
  readonly whatIf: WhatIfGrid | null;
  /** A sentence on why there is none; null: there is. */
  readonly whatIfRefusal: string | null;
  /** null: GOGC and GOMEMLIMIT were the same all the time, as far as is known. */
  readonly settingsChange: SettingsChange | null;
}

/** Where GOGC or GOMEMLIMIT changed, what-if is told from what was seen since the last change. */
export interface SettingsChange {
  /** When the change was seen, Unix seconds. */
  readonly since: number;
  /** "GOGC was changed from 100 to 200": a sentence without its end. */
  readonly what: string;
  /** Seen since then. */
  readonly collections: number;
  /** A sentence on why what-if can't be told from them; null where it is. */
  readonly refusal: string | null;
}

/** What other settings would make of the program, computed beforehand: the page has sliders. */
export interface WhatIfGrid {
  /** Percent, rising; null: off. */
  readonly gogc: readonly (number | null)[];
  /** Bytes, rising; null (the last one): none. */
  readonly memlimit: readonly (number | null)[];
  /** The settings of now, as indices of the two. */
  readonly now: readonly [gogc: number, memlimit: number];
  /** A row for each GOGC, with an answer for each limit; null: it can't be said. */
  readonly answers: readonly (readonly (WhatIfAnswer | null)[])[];
  readonly assumes: readonly string[];
  /** What it is told from. */
  readonly basis: WhatIfBasis;
  /** The tightest limit of a cgroup in bytes; null: none. */
  readonly limit: number | null;
}

/** Each with the interval that it is in. */
export interface WhatIfAnswer {
  readonly peakHeap: Span;
  readonly peakRss: Span | null;
  readonly cyclesPerMinute: Span;
  /** Of all that GOMAXPROCS could take, 0..1. */
  readonly gcCpuShare: Span | null;
  /** The collector could not keep up. */
  readonly isThrashing: boolean;
  /** Seconds until what is live leaves no room below the memory limit; null: it does not grow, or there is none. */
  readonly reachedIn: number | null;
}

export interface WhatIfBasis {
  readonly collections: number;
  readonly seconds: number;
  /** Unix seconds of its end; null: not known. */
  readonly until: number | null;
  /** Where what is live grows all the while: bytes of now, and a second. */
  readonly growth: { readonly now: number; readonly perSecond: number } | null;
}

export interface Span {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** From the first answer that had it to the last; where it came and went, over the few without it in between. */
export interface FindingSpan {
  readonly id: string;
  readonly headline: string;
  readonly severity: Severity;
  readonly from: number;
  readonly to: number;
  /** Of that time; null: not known how many. */
  readonly answers: number | null;
  /** Of these without it. */
  readonly missed: number;
}

export type GcColumn = "n" | "at" | "peak" | "live" | "goal" | "pauseNs" | "markNs";

/** Over the snapshots; null: not known at that time. */
export interface TimeTable {
  /** Unix seconds. */
  readonly times: readonly number[];
  readonly rss: readonly (number | null)[];
  readonly live: readonly (number | null)[];
  readonly heapAlloc: readonly (number | null)[];
  readonly goal: readonly (number | null)[];
  readonly goroutines: readonly (number | null)[];
  /** What RSS may be at most, where one limit held all the time; null: none. */
  readonly limit: number | null;
  /** Moments after which it is another process: indices of `times`. */
  readonly restarts: readonly number[];
  /** When the process behind each of them was started, Unix seconds; null: nothing tells. */
  readonly starts: readonly (number | null)[];
  /** What was found, and when. */
  readonly bands: readonly FindingSpan[];
  /** Lines of the ledger whose resident bytes add up to RSS, largest first. */
  readonly parts: readonly {
    readonly id: string;
    readonly title: string;
    readonly bytes: readonly (number | null)[];
  }[];
}

/** What grows, the steepest first: stacks by what they hold over time. */
export interface GrowthTable {
  /** Unix seconds of the heap profiles that it is told from. */
  readonly times: readonly number[];
  /** Last look at the process that it is told of, where another one runs since, of which too little is known; null: it is told of the last one. */
  readonly endedAt: number | null;
  /** Different stacks, of which `rows` are those that grow most. */
  readonly stackCount: number;
  readonly rows: readonly GrowthRow[];
  /** The limit of the process, and when it is reached if RSS goes on so; null: no limit, or not known. */
  readonly limit: {
    readonly bytes: number;
    readonly source: string;
    /** Unix seconds; latest null: never, or not known. null: RSS does not grow for certain. */
    readonly reached: { readonly earliest: number; readonly latest: number | null } | null;
  } | null;
  /** Of RSS, bytes a minute. */
  readonly rss: Span | null;
}

export interface GrowthRow {
  /** Innermost first: `function`, `file`, `line`. */
  readonly frames: readonly (readonly [string, string, number])[];
  /** Bytes live at each of the times, scaled by the sampling. */
  readonly bytes: readonly number[];
  /** Bytes a minute, with its 95 % interval. */
  readonly perMinute: Span;
  /** False where the interval has 0 in it, or all there is to it is one sampled object. */
  readonly isSure: boolean;
  /** Unix seconds from which on it only grew; null: it did not. */
  readonly since: number | null;
}

/** A profile as the program gave it, to hand on. */
export interface ProfileFile {
  readonly snapshot: string;
  readonly kind: "heap" | "goroutine" | "profile";
  /** "shop-heap.pb.gz" */
  readonly name: string;
  /** Where the server has it; null in a report file. */
  readonly url: string | null;
  /** What `resident pprof` reads the same from, as words of its command line; null: the file is all there is. */
  readonly source: readonly string[] | null;
  /** The file itself in base64; null where a server has it. */
  readonly base64: string | null;
}
