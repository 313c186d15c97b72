/** The table of a state: made from the newest profile, in the order that the user wants. Pure. */
import { codeRows } from "./code-rows.ts";
import type { CodeRow } from "./rows.ts";
import { NO_ROWS, type SortOrder, shownData, type WatchState } from "./watch-state.ts";

/** The state with a table for its data, sample type and order. */
export function withTable(state: WatchState): WatchState {
  const { profile, baseline } = shownData(state);
  if (profile === undefined) return { ...state, table: NO_ROWS };
  const { snapshot, go } = profile;
  const { sampleType, order } = state;
  const table = codeRows({ sampleType, go, last: snapshot, before: baseline });
  return { ...state, table: { ...table, rows: sortRows(table.rows, order) } };
}

export function sortRows(rows: readonly CodeRow[], order: SortOrder): readonly CodeRow[] {
  const compare = COMPARE[order];
  return [...rows].sort((a, b) => compare(a, b) || COMPARE.name(a, b));
}

/** Growth that may be chance comes after growth that is none, however large it seems. */
const COMPARE: Readonly<Record<SortOrder, (a: CodeRow, b: CodeRow) => number>> = {
  size: (a, b) => b.amount - a.amount,
  growth: (a, b) => clearGrowth(b) - clearGrowth(a) || (b.change ?? 0) - (a.change ?? 0),
  name: (a, b) => compareText(a.function, b.function) || a.line - b.line,
};

function clearGrowth({ change, isClear }: CodeRow): number {
  return isClear ? (change ?? 0) : 0;
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
