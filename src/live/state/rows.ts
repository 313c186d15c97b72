/** The rows of the live view's table, whatever they count: what is shown of a place in the code. */
import type { GoVersion } from "../../model/go-version.ts";
import type { CodeLine } from "../../model/report.ts";
import type { HeapValueName } from "../../model/results.ts";
import type { Snapshot } from "../../model/snapshot.ts";

/** What a row counts: a value of the heap profile, or goroutines. */
export type SampleType = HeapValueName | "goroutines";

export interface CodeRow {
  /** The same place in every look. */
  readonly key: string;
  readonly function: string;
  readonly file: string;
  readonly line: number;
  readonly callers: CodeLine["callers"];
  /** Bytes, objects or goroutines. */
  readonly amount: number;
  /** 95 % interval; goroutines are counted, not sampled. */
  readonly range: readonly [number, number];
  /** False where there are too few samples to rank it. */
  readonly isRanked: boolean;
  /** Since the look it is compared with; undefined where there is none. */
  readonly change: number | undefined;
  /** False where the change may be chance alone. */
  readonly isClear: boolean;
  readonly perSecond: number | undefined;
}

export interface CodeRows {
  /** Largest first. */
  readonly rows: readonly CodeRow[];
  readonly total: number;
  /** Why there are none. */
  readonly missing: string | undefined;
}

export interface RowsRequest {
  readonly sampleType: SampleType;
  readonly go: GoVersion | undefined;
  readonly last: Snapshot;
  /** Of the same run; undefined: nothing to compare with yet. */
  readonly before: Snapshot | undefined;
}
