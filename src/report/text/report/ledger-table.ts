/**
 * The ledger as a table: the tree on the left, figures in MiB, and a bar for the share of RSS.
 * The number at the end of a line is that of the finding which explains it. Where there is room,
 * each line is explained beside it; else legend.ts explains them below.
 */
import { findLine } from "../../../model/ledger.ts";
import type { Report } from "../../../model/report.ts";
import type { Verdict } from "../../../model/verdict.ts";
import { bar } from "../bars.ts";
import { cutEnd, displayWidth } from "../display-width.ts";
import { changeCell, marginCell, mibCell, rateCell, rateUnit, shareCell } from "../figures.ts";
import type { TextOptions } from "../options.ts";
import { fitPlace, placeText } from "../place.ts";
import { type Style, span, type TextLine } from "../spans.ts";
import {
  type Cell,
  type Column,
  drawnCell,
  EMPTY_CELL,
  layoutTable,
  tableWidth,
  textCell,
} from "../table.ts";
import { type LedgerRow, ledgerRows } from "./ledger-rows.ts";
import { meaningOf } from "./legend.ts";
import { findWhole, type Whole } from "./shares.ts";

export type LedgerReport = Pick<Report, "ledger" | "verdicts">;

export interface LedgerTable {
  readonly lines: readonly TextLine[];
  readonly rows: readonly LedgerRow[];
  /** True where each line is explained beside it. */
  readonly isExplained: boolean;
}

/** Bars grow to this; more would only be longer, not clearer. */
const BAR_MAX = 30;
const BAR_MIN = 10;
const TITLE_MIN = 14;
/** Room for every title; longer ones are functions, and cut. */
const TITLE_ENOUGH = 36;

export function ledgerTable(report: LedgerReport, options: TextOptions): LedgerTable {
  const rows = shownRows(report, options.all);
  const cells = ledgerCells(report, rows);
  const explained = cells.map((row, at) => [...row, whatCell(rows[at]!)]);
  const columns = ledgerColumns(report, rows);
  const withWhat: Column[] = [...columns, { header: "", align: "left" }];
  const isExplained = tableWidth(withWhat, explained) <= options.width;
  const lines = isExplained
    ? layoutTable(withWhat, explained, options.width)
    : layoutTable(columns, cells, options.width);
  return { lines, rows, isExplained };
}

function shownRows({ ledger, verdicts }: LedgerReport, all: boolean): LedgerRow[] {
  return ledgerRows(ledger, {
    rss: findLine(ledger, "rss")?.bytes ?? null,
    all,
    keep: new Set(verdicts.flatMap((verdict) => verdict.owns)),
  });
}

function ledgerColumns({ ledger }: LedgerReport, rows: readonly LedgerRow[]): Column[] {
  const rate = rateUnit(rows.map((row) => row.change)).header;
  const whole = findWhole(ledger);
  const inRam = differsInRam(rows, whole);
  const ofWhole = whole === undefined ? "" : `of ${whole.title}`;
  const has = (test: (row: LedgerRow) => unknown, header: string) =>
    rows.some((row) => test(row) !== undefined) ? header : "";
  return [
    { header: "Where it is", align: "left", min: TITLE_MIN, enough: TITLE_ENOUGH },
    { header: "MiB", align: "right" },
    { header: "", align: "right", spare: 1 },
    { header: inRam ? "in RAM" : "", align: "right", spare: 5 },
    { header: has((row) => row.change, "change"), align: "right", spare: 6 },
    { header: has((row) => row.change?.perSecond, rate), align: "right", spare: 2 },
    // The bars say of what where the figures beside them may have to go.
    { header: inRam ? ofWhole : "", align: "left", max: BAR_MAX, spare: 3 },
    { header: inRam ? "" : ofWhole, align: "right", spare: inRam ? 2.5 : 4 },
    { header: "", align: "right" },
  ];
}

function ledgerCells({ ledger, verdicts }: LedgerReport, rows: readonly LedgerRow[]): Cell[][] {
  const unit = rateUnit(rows.map((row) => row.change));
  const whole = findWhole(ledger);
  const owners = ownerNumbers(verdicts);
  const inRam = differsInRam(rows, whole);
  return rows.map((row) => [
    titleCell(row),
    mibCell(row.bytes, row.bytes !== null && row.bytes < 0 ? "warn" : "plain"),
    marginCell(row.bytes, row.line?.range),
    inRam && isPart(row, whole) ? mibCell(row.resident) : EMPTY_CELL,
    changeCell(row.change?.bytes),
    rateCell(row.change, unit),
    ...shareCells(row, whole, owners.get(row.line?.id ?? "")),
  ]);
}

/** Number of the verdict (from 1, in the order of reading) that owns a line. */
function ownerNumbers(verdicts: readonly Verdict[]): Map<string, number> {
  const owners = new Map<string, number>();
  for (const [at, verdict] of verdicts.entries())
    for (const id of verdict.owns) if (!owners.has(id)) owners.set(id, at + 1);
  return owners;
}

function titleCell(row: LedgerRow): Cell {
  const place = row.line?.place;
  const text = place === undefined ? row.title : placeText(place);
  const rails = displayWidth(row.rails);
  const fitted = (width: number) =>
    place === undefined ? cutEnd(text, width) : fitPlace(place, width);
  return drawnCell(rails + displayWidth(text), (width) => [
    span(row.rails, "faint"),
    span(fitted(width - rails), titleStyle(row)),
  ]);
}

function titleStyle(row: LedgerRow): Style {
  if (row.line === undefined || row.bytes === null) return "faint";
  return row.line.id === "rss" || row.rails === "" ? "strong" : "plain";
}

function shareCells(row: LedgerRow, whole: Whole | undefined, owner: number | undefined): Cell[] {
  const mark = owner === undefined ? EMPTY_CELL : textCell(`[${owner}]`, "accent");
  // What corrects other lines, or is not there, is no share of anything.
  const isShare = row.line !== undefined && isPart(row, whole) && row.resident! > 0;
  if (!isShare) return [EMPTY_CELL, EMPTY_CELL, mark];
  const share = row.resident! / whole!.bytes;
  const style = owner === 1 ? "accent-strong" : "accent";
  const drawn = drawnCell(BAR_MIN, (width) => [span(bar(share, width), style)]);
  return [drawn, shareCell(share), mark];
}

function isPart(row: LedgerRow, whole: Whole | undefined): boolean {
  return whole?.ids.has(row.id) === true && row.resident !== null;
}

/** Less than this share of the whole may be elsewhere without a column that says so. */
const WORTH_A_COLUMN = 0.02;

/** True where Go counts what is not in RAM: then bytes and shares need figures of their own. */
function differsInRam(rows: readonly LedgerRow[], whole: Whole | undefined): boolean {
  return rows.some(
    (row) =>
      isPart(row, whole) &&
      Math.abs((row.bytes ?? row.resident!) - row.resident!) > WORTH_A_COLUMN * whole!.bytes,
  );
}

function whatCell(row: LedgerRow): Cell {
  return textCell((row.line && meaningOf(row.line)) ?? "", "faint");
}
