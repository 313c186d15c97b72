/**
 * All that the live view shows, and where the user is in it. Plain immutable data: update.ts makes
 * the next one from a look or a key, screen/ makes lines of text from it, and neither knows a
 * terminal.
 */
import type { ListResult } from "../../model/results.ts";
import type { Snapshot } from "../../model/snapshot.ts";
import type { KernelLook, ProfileLook, ProgramLook } from "../looks/look.ts";
import type { CodeRow, CodeRows, SampleType } from "./rows.ts";
import type { Series } from "./series.ts";

export type SortOrder = "size" | "growth" | "name";

/** What is known of the target. Frozen as a whole while the view is paused. */
export interface WatchData {
  readonly kernel: KernelLook | undefined;
  readonly program: ProgramLook | undefined;
  readonly profile: ProfileLook | undefined;
  /** What change is measured from: the first look of this run, or the one chosen with a key. */
  readonly baseline: Snapshot | undefined;
  /** The ledger at that time. */
  readonly firstProgram: ProgramLook | undefined;
  readonly rss: Series;
  /** As the last collection found it: it stays until the next. */
  readonly live: Series;
  /** The same by the time of the collection, on the program's clock: what its growth is told from. */
  readonly found: Series;
  readonly goroutines: Series;
  readonly collections: Series;
  /** By the program itself, what it took to answer left out. */
  readonly allocated: Series;
  /** When a new run began. */
  readonly restarts: readonly number[];
  /** Set while the program is away. */
  readonly gone: { readonly since: number; readonly reason: string } | undefined;
  /** What could not be read the last time. */
  readonly trouble: string | undefined;
}

/** A function's page: its stack, and its source with what each line holds. */
export interface FunctionPage {
  readonly kind: "function";
  readonly row: CodeRow;
  readonly sampleType: SampleType;
  readonly content: FunctionContent | undefined;
  /** Lines above the first one shown. */
  readonly scroll: number;
}

export type FunctionContent =
  | { readonly kind: "list"; readonly result: ListResult }
  | { readonly kind: "source"; readonly lines: readonly string[]; readonly isExact: boolean }
  | { readonly kind: "failed"; readonly reason: string };

export type Page =
  | { readonly kind: "main" }
  | { readonly kind: "help"; readonly scroll: number }
  | FunctionPage;

export interface WatchState {
  /** As the user named it. */
  readonly target: string;
  readonly everySeconds: number;
  /** Unix seconds. */
  readonly started: number;
  readonly now: number;
  readonly columns: number;
  readonly rows: number;
  readonly data: WatchData;
  /** The data at the moment of pausing, while paused. */
  readonly frozen: WatchData | undefined;
  readonly page: Page;
  readonly sampleType: SampleType;
  readonly order: SortOrder;
  /** Of the shown data, sorted. */
  readonly table: CodeRows;
  /** Key of the selected row; undefined: the first. */
  readonly selected: string | undefined;
  /** Width of the chart in seconds; 0: all that there is. */
  readonly span: number;
  /** Said below until then. */
  readonly note: { readonly text: string; readonly until: number } | undefined;
  readonly isSaving: boolean;
}

const NO_DATA: WatchData = {
  kernel: undefined,
  program: undefined,
  profile: undefined,
  baseline: undefined,
  firstProgram: undefined,
  rss: [],
  live: [],
  found: [],
  goroutines: [],
  collections: [],
  allocated: [],
  restarts: [],
  gone: undefined,
  trouble: undefined,
};

export const NO_ROWS: CodeRows = { rows: [], total: 0, missing: undefined };

export interface WatchSettings {
  readonly target: string;
  readonly everySeconds: number;
  readonly now: number;
  readonly columns: number;
  readonly rows: number;
}

export function initialState({ now, ...settings }: WatchSettings): WatchState {
  return {
    ...settings,
    started: now,
    now,
    data: NO_DATA,
    frozen: undefined,
    page: { kind: "main" },
    sampleType: "inuse_space",
    order: "size",
    table: NO_ROWS,
    selected: undefined,
    span: 0,
    note: undefined,
    isSaving: false,
  };
}

/** What is on the screen: the frozen data while paused. */
export function shownData(state: WatchState): WatchData {
  return state.frozen ?? state.data;
}

/** Index of the selected row, 0 where it is gone. */
export function selectedIndex({ table, selected }: WatchState): number {
  return Math.max(
    0,
    table.rows.findIndex(({ key }) => key === selected),
  );
}
