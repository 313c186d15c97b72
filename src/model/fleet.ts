/**
 * What the server of `resident serve` answers beside the pages of single processes. A "process" here is a
 * target, over its restarts. Times are Unix seconds, bytes plain numbers; null: not known.
 */
import type {
  CodeTable,
  GcTable,
  GoroutineTable,
  GrowthTable,
  Recorded,
  TimeTable,
} from "./page.ts";
import type { PsProcess } from "./results.ts";
import type { Severity } from "./verdict.ts";

/** GET /api/v1/processes */
export interface ProcessList {
  readonly format: "resident.processes/1";
  readonly time: number;
  readonly processes: readonly ProcessRow[];
  /** Go processes of this machine that could be looked at, where that is allowed; else empty. */
  readonly offers: readonly PsProcess[];
  readonly canAdd: boolean;
  /** Why nothing is being stored; null where all is well. */
  readonly storeError: string | null;
}

export interface ProcessRow {
  readonly id: number;
  readonly name: string;
  readonly address: string;
  readonly labels: Readonly<Record<string, string>>;
  /** new: not yet looked at since the recorder's start. down: the last look failed. gone: it is kept, and no longer among the targets. */
  readonly state: "new" | "up" | "down" | "gone";
  readonly pid: number | null;
  readonly go: string | null;
  /** Start of the process that runs now. */
  readonly startedAt: number | null;
  readonly rss: number | null;
  readonly live: number | null;
  /** Bytes between which that lies; null: not known. */
  readonly liveRange: readonly [number, number] | null;
  readonly goroutines: number | null;
  readonly limit: number | null;
  /** RSS of the last hour, of at most 60 moments. */
  readonly trend: {
    readonly times: readonly number[];
    readonly rss: readonly (number | null)[];
    /** When the process that was seen last was first seen in it: before that another one ran. null: nothing was seen. */
    readonly since: number | null;
  };
  readonly verdict: {
    readonly id: string;
    readonly headline: string;
    readonly severity: Severity;
    /** The look that it was found at: not each one is judged, and the headline speaks of this one. */
    readonly at: number;
    /** Of that look. */
    readonly rss: number | null;
  } | null;
  /** The last look that brought something, whichever recorder took it; null: none did yet. */
  readonly lastLook: number | null;
  /** Of the looks in a row, up to the last one, that failed the first; null: the last one went well. */
  readonly failingSince: number | null;
  /** Seconds from look to look; null: it is not looked at. */
  readonly interval: number | null;
  readonly nextLook: number | null;
  readonly error: string | null;
}

/** Data of a server-sent event at GET /api/v1/events; its name is `kind`. */
export type ServerEvent =
  | { readonly kind: "look"; readonly process: number; readonly time: number }
  | {
      readonly kind: "error";
      readonly process: number;
      readonly time: number;
      readonly error: string;
      /** Of the looks in a row that failed the first; null: this one brought something all the same. */
      readonly failingSince: number | null;
    }
  | { readonly kind: "processes"; readonly time: number }
  | { readonly kind: "store"; readonly time: number; readonly error: string | null };

/** GET /api/v1/processes/ID/code, and GET /api/v1/code of several. */
export interface CodeAnswer {
  readonly format: "resident.code/1";
  /**
   * A heap table and one of goroutines, as far as there are such profiles. One moment each, or two
   * where ranges are compared: the one to compare with first.
   */
  readonly tables: readonly CodeTable[];
  /** Sentences on what could not be shown. */
  readonly remarks: readonly string[];
}

/** GET /api/v1/processes/ID/time; null: fewer than two looks in the range. */
export interface TimeAnswer {
  readonly format: "resident.time/1";
  readonly recorded: Recorded;
  readonly time: TimeTable | null;
}

/** GET /api/v1/processes/ID/growth; null: fewer than three heap profiles in the range. */
export interface GrowthAnswer {
  readonly format: "resident.growth/1";
  readonly recorded: Recorded;
  readonly growth: GrowthTable | null;
}

/** GET /api/v1/processes/ID/gc; null: nothing is known of any collection in the range. */
export interface CollectionsAnswer {
  readonly format: "resident.collections/1";
  readonly recorded: Recorded;
  readonly gc: GcTable | null;
}

/** GET /api/v1/processes/ID/goroutines; null: no goroutine profile in the range. */
export interface GoroutinesAnswer {
  readonly format: "resident.goroutines/1";
  readonly recorded: Recorded;
  readonly goroutines: GoroutineTable | null;
}

/** POST /api/v1/processes */
export interface AddedAnswer {
  readonly format: "resident.added/1";
  readonly id: number;
}

/**
 * GET /api/v1/processes/ID/source?file=&function=, and /api/v1/source?… of `resident ui`: text only, the page
 * knows what each line holds at the moment that is looked at.
 */
export interface SourceText {
  readonly format: "resident.source/1";
  /** As the profile names it. */
  readonly file: string;
  /** Where it was read. Not exact: it may be another version of that file. null: it was not found. */
  readonly source: { readonly path: string; readonly isExact: boolean } | null;
  /** Number of the first of `lines`, from 1: of a long file a part is enough, the function's lines in it. */
  readonly first: number;
  readonly lines: readonly string[];
  /** Why there is no text, as a sentence with what one can do; null where there is. */
  readonly missing: string | null;
}
