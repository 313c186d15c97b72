/** The one result that text, JSON and every later face are made from. */
import type { GlobalVariables } from "./global-variables.ts";
import type { LedgerLine } from "./ledger.ts";
import type { MissingSource } from "./snapshot.ts";
import type { Verdict } from "./verdict.ts";

/** A line of code with the memory that it holds and how sure that is. */
export interface CodeLine {
  readonly function: string;
  readonly file: string;
  readonly line: number;
  /** Estimate of the population, corrected for that Go version's sampling. */
  readonly bytes: number;
  readonly bytesRange: readonly [number, number];
  readonly objects: number;
  readonly objectsRange: readonly [number, number];
  /** Objects that were really sampled. */
  readonly samples: number;
  /** False where there are too few samples to rank it. */
  readonly resolvable: boolean;
  /** Callers, innermost first, of the heaviest stack. */
  readonly callers: readonly {
    readonly function: string;
    readonly file: string;
    readonly line: number;
  }[];
  /** Against the first snapshot. */
  readonly change?: { readonly bytes: number; readonly perSecond?: number };
}

export interface ReportSnapshot {
  readonly name: string;
  readonly time: number | null;
  readonly rss: number | null;
  readonly virt: number | null;
  readonly heapAlloc: number | null;
  readonly goroutines: number | null;
}

/** Goroutines with one stack. */
export interface GoroutinePile {
  readonly count: number;
  /** Where they wait: the innermost frame that is not the runtime's. */
  readonly function: string;
  readonly file: string;
  readonly line: number;
  /** Callers, innermost first. */
  readonly callers: readonly {
    readonly function: string;
    readonly file: string;
    readonly line: number;
  }[];
  /** Shortest and longest wait in whole minutes; null where the profile does not tell. */
  readonly waitMinutes: readonly [number, number] | null;
}

export interface GoroutinePiles {
  readonly total: number;
  /** Different stacks, of which `piles` are those with most goroutines. */
  readonly stackCount: number;
  readonly piles: readonly GoroutinePile[];
  /** What was read: "goroutine?debug=2". */
  readonly source: string;
}

/** A condition that the user asked to fail on, and what was found instead. */
export interface FailedCheck {
  /** As given: "goroutine-leak", "rss>500MiB". */
  readonly check: string;
  /** A finished sentence. */
  readonly reason: string;
}

export interface Report {
  readonly format: "resident.report/1";
  readonly target: string;
  readonly go: string | null;
  readonly pid: number | null;
  readonly name: string | null;
  readonly snapshots: readonly ReportSnapshot[];
  readonly ledger: LedgerLine;
  /** In the order to read them: critical, owners by bytes, notes. */
  readonly verdicts: readonly Verdict[];
  readonly code: readonly CodeLine[];
  /** The most that a line of code without any sample could hold, in bytes (95 %). */
  readonly unseenBound: number | null;
  /** The largest variables of packages; left out where they were not read. */
  readonly globalVariables?: GlobalVariables;
  /** Where goroutines are; left out where no goroutine profile was read. */
  readonly goroutines?: GoroutinePiles;
  readonly missing: readonly MissingSource[];
  /**
   * Growth that no finding tells, as it can't be told yet: of the heap in use where too few collections ran to
   * say how much of it is live, or of the live heap where it went up and down.
   */
  readonly untoldGrowth?: {
    readonly of: "heap in use" | "live heap";
    readonly bytes: number;
    readonly seconds: number;
  };
  /** True where a copy answers in the program's place, so that its own numbers are of an unknown time. */
  readonly isCopy?: true;
  readonly remarks: readonly string[];
  /** Set where conditions were given (--fail-on); empty: none failed. */
  readonly failed?: readonly FailedCheck[];
  /** Of the conditions given, those that what was read can't decide. */
  readonly undecided?: readonly FailedCheck[];
}
