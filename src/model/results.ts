/**
 * The answers of the commands, told apart by `format`: what text, JSON and every later face are
 * made from. A format's number changes when a field changes its meaning or goes away; new fields
 * may come at any time.
 */
import type { LedgerLine } from "./ledger.ts";
import type { CodeLine, Report } from "./report.ts";
import type { RunResult } from "./run.ts";
import type { SimulateResult } from "./simulation.ts";
import type { MissingSource } from "./snapshot.ts";
import type { Verdict } from "./verdict.ts";

/** Bytes and objects with their 95 % intervals. */
export interface Amount {
  readonly bytes: number;
  readonly bytesRange: readonly [number, number];
  readonly objects: number;
  readonly objectsRange: readonly [number, number];
}

export type HeapValueName = "inuse_space" | "inuse_objects" | "alloc_space" | "alloc_objects";

/** A place with what it holds itself and, with what it called, in all. */
export interface TopLine extends CodeLine {
  readonly cum: Amount;
}

/** `resident top` */
export interface TopResult {
  readonly format: "resident.top/1";
  readonly target: string;
  readonly go: string | null;
  readonly value: HeapValueName;
  readonly granularity: "lines" | "functions";
  readonly lines: readonly TopLine[];
  /** Of how many places `lines` are the largest. */
  readonly lineCount: number;
  readonly total: Amount;
  readonly sampleCount: number;
  /** MemProfileRate in bytes. */
  readonly rate: number;
  readonly unseenBound: number;
}

/**
 * A line of a listed function's source, with what it holds; null where it holds nothing. Lines
 * that hold something come with a few around them.
 */
export interface ListedLine {
  readonly line: number;
  /** null where the source could not be read. */
  readonly text: string | null;
  readonly flat: Amount | null;
  readonly cum: Amount | null;
}

export interface ListedFunction {
  readonly function: string;
  readonly file: string;
  readonly flat: Amount;
  readonly cum: Amount;
  readonly lines: readonly ListedLine[];
  /** Where the text was read. Not exact: it may be another version of that file. */
  readonly source: { readonly path: string; readonly isExact: boolean } | null;
  /** Why there is no source text, or null. */
  readonly sourceMissing: string | null;
}

/** `resident list` */
export interface ListResult {
  readonly format: "resident.list/1";
  readonly target: string;
  readonly go: string | null;
  readonly pattern: string;
  readonly value: HeapValueName;
  readonly total: Amount;
  /** Of how many functions `functions` are the largest. */
  readonly functionCount: number;
  readonly functions: readonly ListedFunction[];
}

/** A Go process of this machine. null: not known. */
export interface PsProcess {
  readonly pid: number;
  readonly name: string;
  readonly go: string | null;
  /** True where the version was told from the binary's shape: shown with ≈. */
  readonly goIsApproximate: boolean;
  readonly virt: number | null;
  readonly rss: number | null;
  /** HeapAlloc, where pprof or expvar could be asked. */
  readonly heap: number | null;
  /** TCP ports that it listens on. */
  readonly ports: readonly number[] | null;
  readonly pprof: "yes" | "no" | "unknown";
  /** URL of its net/http/pprof. */
  readonly url: string | null;
  /** Why pprof is not "yes". */
  readonly reason: string | null;
  readonly remedy: string | null;
}

/** `resident ps` */
export interface PsResult {
  readonly format: "resident.ps/1";
  /** Largest RSS first. */
  readonly processes: readonly PsProcess[];
  readonly remarks: readonly string[];
}

/** `resident capture` */
export interface CaptureResult {
  readonly format: "resident.capture/1";
  readonly target: string;
  readonly file: string;
  readonly bytes: number;
  readonly snapshots: number;
  readonly missing: readonly MissingSource[];
}

/** A line of code in two recordings. */
export interface CodeDifference {
  readonly function: string;
  readonly file: string;
  readonly line: number;
  /** Live bytes then and now. */
  readonly before: number;
  readonly after: number;
  /** after − before in bytes, with its 95 % interval. */
  readonly change: number;
  readonly changeRange: readonly [number, number];
  /** False where the interval holds 0: it may not have changed at all. */
  readonly isClear: boolean;
}

/** Goroutines at one place, in A and in B. */
export interface GoroutineDifference {
  readonly function: string;
  readonly file: string;
  readonly line: number;
  readonly before: number;
  readonly after: number;
}

export interface GoroutineChange {
  readonly before: number;
  readonly after: number;
  /** Those that changed, largest change first. */
  readonly piles: readonly GoroutineDifference[];
}

/** `resident diff`: both reports, and B's ledger with the change against A. */
export interface Comparison {
  readonly format: "resident.comparison/1";
  readonly before: Report;
  readonly after: Report;
  /** From the last snapshot of A to the last one of B; null where a time is not known. */
  readonly seconds: number | null;
  readonly ledger: LedgerLine;
  /** Largest change first. */
  readonly code: readonly CodeDifference[];
  /** True where both are of one process: then what stayed does not blur the change. */
  readonly isSameProcess: boolean;
  /** Left out where one side has no goroutine profile. */
  readonly goroutines?: GoroutineChange;
  /** Sentences on what makes the difference mean less than it seems to. */
  readonly remarks: readonly string[];
}

/** The source of what is explained although the report does not have it. */
export const NOWHERE = "nothing";

/** `--explain` of a line of the ledger or of code */
export interface LineExplanation {
  readonly format: "resident.line/1";
  readonly target: string;
  readonly id: string;
  readonly title: string;
  readonly what: string;
  readonly paragraph: string;
  readonly formula: string | null;
  /** The line as it is in the ledger of this target. */
  readonly line: LedgerLine;
  /** Of RSS (0..1), or null. */
  readonly share: number | null;
  /** The verdict that owns it, or null. */
  readonly verdict: string | null;
  /** The verdict of the same name: who gives that name may mean either. */
  readonly finding?: VerdictExplanation;
}

/** `--explain` of a finding */
export interface VerdictExplanation {
  readonly format: "resident.verdict/1";
  readonly target: string;
  /** From 1, in the order of reading. */
  readonly number: number;
  readonly verdict: Verdict;
  /** Bytes of RSS; null where it is not known. */
  readonly rss: number | null;
}

export type Result =
  | Report
  | Comparison
  | TopResult
  | ListResult
  | PsResult
  | CaptureResult
  | LineExplanation
  | VerdictExplanation
  | RunResult
  | SimulateResult;
