/**
 * Lines of code with the memory that they hold: figure, 95 % interval, the interval drawn on a
 * scale that all lines share, and who called.
 */
import { isAsking } from "../../../analyze/code/service-code.ts";
import { formatBytes, formatCount, formatMiB, MiB } from "../../../base/units.ts";
import { linesRemark } from "../../../model/lines-remark.ts";
import type { CodeLine, Report } from "../../../model/report.ts";
import { whiskers } from "../bars.ts";
import { changeCell, mibCell, rangeText } from "../figures.ts";
import type { TextOptions } from "../options.ts";
import { callersText, placeCell, withoutTypes } from "../place.ts";
import { indent, type Style, span, type TextLine } from "../spans.ts";
import { type Cell, type Column, drawnCell, EMPTY_CELL, layoutTable, textCell } from "../table.ts";
import { wrapText } from "../wrap.ts";

const SHOWN = 8;
const SCALE_MIN = 10;
const SCALE_MAX = 40;

/** Of a report's code, the lines that are shown: those that can be ranked, the largest first. */
export function shownCode(code: readonly CodeLine[], all: boolean): readonly CodeLine[] {
  if (all) return code;
  const ranked = code.filter((line) => line.resolvable);
  return (ranked.length > 0 ? ranked : code).slice(0, SHOWN);
}

export function codeTable(
  { code, unseenBound, ledger }: Pick<Report, "code" | "unseenBound" | "ledger">,
  options: TextOptions,
): TextLine[] {
  const shown = shownCode(code, options.all);
  if (shown.length === 0) return [];
  const end = Math.max(1, ...shown.map((line) => line.bytesRange[1]));
  const rows = withoutTypes(shown).map((line) => codeCells(line, end));
  const [header, rule, ...lines] = layoutTable(codeColumns(shown, end), rows, options.width);
  const withCallers = lines.flatMap((line, at) => [line, ...callerLine(shown[at]!, options.width)]);
  const remark = linesRemark(ledger);
  const own = remark === undefined ? [] : [remark];
  const remarks = [...own, ...codeRemarks(code, shown, unseenBound)];
  return [header!, rule!, ...withCallers, ...remarkLines(remarks, options.width)];
}

function codeColumns(shown: readonly CodeLine[], end: number): Column[] {
  const hasChange = shown.some((line) => line.change !== undefined);
  return [
    { header: "Lines of code that hold it", align: "left", min: 14, enough: 36 },
    { header: "MiB", align: "right" },
    { header: "95 % interval", align: "right", spare: 4 },
    { header: hasChange ? "change" : "", align: "right", spare: 3 },
    { header: "objects", align: "right", spare: 2 },
    { header: `0 … ${formatMiB(end)}`, align: "left", min: SCALE_MIN, max: SCALE_MAX, spare: 1 },
    { header: "", align: "left" },
  ];
}

function codeCells(line: CodeLine, end: number): Cell[] {
  const style: Style = line.resolvable ? "plain" : "faint";
  return [
    placeCell(line, line.resolvable ? "strong" : "faint"),
    mibCell(line.bytes, style),
    textCell(isExact(line) ? "exact" : rangeText(line.bytesRange), style),
    line.change === undefined ? EMPTY_CELL : changeCell(line.change.bytes),
    textCell(objectsText(line), style),
    drawnCell(SCALE_MIN, (width) => [
      span(whiskers(line.bytes, line.bytesRange, end, width), line.resolvable ? "accent" : "faint"),
    ]),
    textCell(marksOf(line), "faint"),
  ];
}

/** One sample stands for one large object or for thousands of small ones: the most is all it says. */
function objectsText({ objects, objectsRange, resolvable }: CodeLine): string {
  const isKnown = resolvable || objectsRange[1] <= objects;
  return isKnown ? formatCount(objects) : `≤ ${formatCount(Math.ceil(objectsRange[1]))}`;
}

function marksOf(line: CodeLine): string {
  return `${line.resolvable ? "" : "?"}${isAsking(line) ? "*" : ""}`;
}

function isExact(line: CodeLine): boolean {
  return line.bytesRange[1] - line.bytesRange[0] < 0.05 * MiB && line.bytes > 0.05 * MiB;
}

function callerLine(line: CodeLine, width: number): TextLine[] {
  const callers = callersText(line.callers, width - 2);
  return callers === "" ? [] : [indent([span(callers, "faint")], 2)];
}

function codeRemarks(
  code: readonly CodeLine[],
  shown: readonly CodeLine[],
  unseenBound: number | null,
): string[] {
  const marked = shown.filter((line) => !line.resolvable).length;
  const unranked = code.filter((line) => !line.resolvable).length - marked;
  const less = code.length - shown.length - unranked;
  return [
    ...(marked > 0 ? [`?: too few samples to be ranked${alsoUnranked(unranked)}.`] : []),
    ...(shown.some(isAsking) ? ["*: allocated to answer requests for profiles, as this one."] : []),
    ...(less > 0 ? [`${countLines(less, "hold", "holds")} less.`] : []),
    ...(unranked > 0 && marked === 0
      ? [`${countLines(unranked, "have", "has")} too few samples to be ranked.`]
      : []),
    ...(unseenBound === null
      ? []
      : [`A line without any sample may hold up to ${formatBytes(unseenBound)}.`]),
  ];
}

function alsoUnranked(count: number): string {
  return count === 0 ? "" : `, as ${countLines(count, "have", "has")}`;
}

function countLines(count: number, many: string, one: string): string {
  return count === 1 ? `1 more line ${one}` : `${formatCount(count)} more lines ${many}`;
}

function remarkLines(remarks: readonly string[], width: number): TextLine[] {
  if (remarks.length === 0) return [];
  return wrapText(remarks.join(" "), width).map((line) => [span(line, "faint")]);
}
