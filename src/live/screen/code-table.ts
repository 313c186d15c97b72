/** The table of places in the code: the selected one marked, the rows around it in view. */
import { formatCount, formatMiB } from "../../base/units.ts";
import { displayWidth } from "../../report/text/display-width.ts";
import { callersText, fitPlace, placeText } from "../../report/text/place.ts";
import { type Style, span, type TextLine } from "../../report/text/spans.ts";
import {
  type Cell,
  type Column,
  drawnCell,
  EMPTY_CELL,
  layoutTable,
  textCell,
} from "../../report/text/table.ts";
import { wrapText } from "../../report/text/wrap.ts";
import type { CodeRow, SampleType } from "../state/rows.ts";
import { type SortOrder, selectedIndex, shownData, type WatchState } from "../state/watch-state.ts";

export const SAMPLE_TITLES: Readonly<Record<SampleType, string>> = {
  inuse_space: "What holds memory",
  inuse_objects: "What holds objects",
  alloc_space: "What allocated memory",
  alloc_objects: "What allocated objects",
  goroutines: "Where goroutines are",
};

/** In at most so many lines: a header, and as many rows as fit around the selected one. */
export function codeTableLines(state: WatchState, height: number): TextLine[] {
  const { table, columns } = state;
  if (height < 2) return [];
  if (table.rows.length === 0) return emptyTable(state, height);
  const hasCallers = wantedTableHeight(state) <= height;
  const count = Math.min(table.rows.length, hasCallers ? Math.floor((height - 1) / 2) : height - 1);
  const selected = selectedIndex(state);
  const first = firstShown(selected, count, table.rows.length);
  const shown = table.rows.slice(first, first + count);
  const cells = shown.map((row, at) => rowCells(row, state, first + at === selected));
  const [header, , ...lines] = layoutTable(tableColumns(state), cells, columns);
  if (!hasCallers) return [header!, ...lines];
  return [header!, ...lines.flatMap((line, at) => [line, ...callers(shown[at]!, columns)])];
}

/** Lines that it would fill: for all rows, with their callers. */
export function wantedTableHeight({ table }: WatchState): number {
  return 1 + Math.max(2, 2 * table.rows.length);
}

/** The selected row keeps to the middle where there are rows on both sides of the view. */
function firstShown(selected: number, count: number, total: number): number {
  return Math.max(0, Math.min(selected - Math.floor(count / 2), total - count));
}

function emptyTable(state: WatchState, height: number): TextLine[] {
  const { profile, gone } = shownData(state);
  const isEarly = profile === undefined;
  const early = gone === undefined ? "The first look is under way." : "";
  const text = isEarly ? early : (state.table.missing ?? "Nothing is there.");
  const title = span(SAMPLE_TITLES[state.sampleType], "strong");
  const lines = wrapText(text, state.columns).map((line): TextLine => [span(line, "faint")]);
  return [[title], ...lines].slice(0, height);
}

function tableColumns({ sampleType, order, table }: WatchState): Column[] {
  const isBytes = sampleType.endsWith("_space");
  const amount = isBytes ? "MiB" : sampleType === "goroutines" ? "number" : "objects";
  const count = table.rows.length;
  return [
    {
      header:
        `${SAMPLE_TITLES[sampleType]} (${formatCount(count)}) ${mark(order, "name")}`.trimEnd(),
      align: "left",
      min: 20,
      enough: 30,
    },
    { header: `${amount}${mark(order, "size")}`, align: "right" },
    { header: sampleType === "goroutines" ? "" : "95 % interval", align: "right", spare: 1 },
    { header: "share", align: "right", spare: 3 },
    { header: `change${mark(order, "growth")}`, align: "right", spare: 4 },
    { header: "/min", align: "right", spare: 2 },
  ];
}

function mark(order: SortOrder, column: SortOrder): string {
  return order === column ? "▾" : "";
}

function rowCells(row: CodeRow, state: WatchState, isSelected: boolean): Cell[] {
  const format = formatOf(state.sampleType);
  const style: Style = isSelected ? "strong" : row.isRanked ? "plain" : "faint";
  const total = state.table.total;
  const share = total > 0 ? `${Math.round((row.amount / total) * 100)} %` : "";
  return [
    placeCell(row, isSelected),
    textCell(`${format(row.amount)}${row.isRanked ? "" : "?"}`, style),
    row.range[0] === row.range[1]
      ? EMPTY_CELL
      : textCell(`${format(row.range[0])} – ${format(row.range[1])}`, "faint"),
    textCell(share, "faint"),
    changeCell(row, row.change, format),
    changeCell(row, row.perSecond === undefined ? undefined : row.perSecond * 60, format),
  ];
}

function placeCell(row: CodeRow, isSelected: boolean): Cell {
  const style: Style = isSelected ? "accent-strong" : row.isRanked ? "strong" : "faint";
  const marker = span(isSelected ? "▸ " : "  ", "accent-strong");
  return drawnCell(displayWidth(placeText(row)) + 2, (width) => [
    marker,
    span(fitPlace(row, width - 2), style),
  ]);
}

/** What may be chance alone stands in parentheses. */
function changeCell(row: CodeRow, value: number | undefined, format: (n: number) => string): Cell {
  if (value === undefined) return EMPTY_CELL;
  const digits = format(Math.abs(value));
  if (/^[0.]+$/.test(digits)) return textCell("·", "faint");
  const text = `${value < 0 ? "−" : "+"}${digits}`;
  if (!row.isClear) return textCell(`(${text})`, "faint");
  return textCell(text, value > 0 ? "warn" : "plain");
}

function formatOf(sampleType: SampleType): (value: number) => string {
  return sampleType.endsWith("_space") ? formatMiB : formatCount;
}

function callers(row: CodeRow, width: number): TextLine[] {
  const text = callersText(row.callers, width - 4);
  return text === "" ? [] : [[span(`    ${text}`, "faint")]];
}
