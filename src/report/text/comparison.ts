/** `resident diff A B`: what changed from A to B, by ledger line and by line of code. */
import { formatBytes, formatMiB, formatSeconds } from "../../base/units.ts";
import { findLine } from "../../model/ledger.ts";
import type { Report } from "../../model/report.ts";
import type { CodeDifference, Comparison } from "../../model/results.ts";
import { findingLines, goroutineLines } from "./comparison-findings.ts";
import { changeCell, mibCell, rangeText } from "./figures.ts";
import type { TextOptions } from "./options.ts";
import { placeCell, placeText, withoutTypes } from "./place.ts";
import { ledgerTable } from "./report/ledger-table.ts";
import { legendLines, lineMeanings } from "./report/legend.ts";
import { joinSections } from "./report/report-lines.ts";
import { subjectLine } from "./report/subject.ts";
import { span, type TextLine } from "./spans.ts";
import { type Cell, type Column, layoutTable, textCell } from "./table.ts";
import { hanging, wrapText } from "./wrap.ts";

const SHOWN = 12;

export function comparisonLines(comparison: Comparison, options: TextOptions): TextLine[] {
  const { width } = options;
  const ledger = ledgerTable({ ledger: comparison.ledger, verdicts: [] }, options);
  return joinSections([
    [...sideLine("A", comparison.before, width), ...sideLine("B", comparison.after, width)],
    wrapText(headline(comparison), width).map((text) => [span(text, "strong")]),
    cautions(comparison).flatMap((text) => hanging([], text, width, "warn")),
    findingLines(comparison, width, areTwoProcesses(comparison)),
    goroutineLines(comparison.goroutines, width),
    ledger.lines,
    codeLines(comparison.code, options),
    ledger.isExplained ? [] : legendLines(lineMeanings(ledger.rows), width),
  ]);
}

function sideLine(name: string, report: Report, width: number): TextLine[] {
  return [[span(`${name}  `, "accent"), ...subjectLine(report, width - 3)]];
}

/** What makes the difference mean less than it seems to. */
function cautions(comparison: Comparison): string[] {
  const { before, after, seconds, remarks } = comparison;
  const list: string[] = [];
  if (before.name !== null && after.name !== null && before.name !== after.name) {
    list.push(`A and B are different programs: ${before.name} and ${after.name}.`);
  } else if (!comparison.isSameProcess) list.push(...otherProcess(comparison));
  if (seconds !== null && seconds < 0)
    list.push("B was taken before A: give the earlier one first.");
  return [...list, ...remarks];
}

/** Nothing is said where neither names a process: two profiles, say. */
function otherProcess({ before, after }: Comparison): string[] {
  if (before.pid !== null && after.pid !== null) {
    return before.pid === after.pid
      ? []
      : [`A and B are different processes: PID ${before.pid} and ${after.pid}.`];
  }
  if (before.pid === null && after.pid === null) return [];
  const [named, other] = before.pid === null ? ["B", "A"] : ["A", "B"];
  return [
    `${named} is of PID ${before.pid ?? after.pid}; ${other} does not say of which process it is.`,
  ];
}

/** The whole first, then the line of code that moved most with it, where that is sure. */
function headline(comparison: Comparison): string {
  const { ledger, code } = comparison;
  const lines = [findLine(ledger, "rss"), findLine(ledger, "go-heap"), findLine(ledger, "live")];
  const whole = lines.find((line) => line?.change !== undefined);
  if (whole?.change === undefined) return "The two have no figure in common.";
  const { bytes } = whole.change;
  const most = mainChange(code, bytes);
  if (areTwoProcesses(comparison)) {
    const differs = `${whole.title} ${difference(bytes)}`;
    if (most === undefined) return `${differs}.`;
    const held = `${formatBytes(Math.abs(most.change))} ${most.change > 0 ? "more" : "less"}`;
    return `${differs}; of the code ${placeText(most)} differs most: it holds ${held} there.`;
  }
  const moved = `${whole.title} ${movement(bytes)}${overTime(comparison)}`;
  if (most === undefined) return `${moved}.`;
  return `${moved}; of the code ${placeText(most)} moved most: it ${movement(most.change)}.`;
}

/** Nothing grows from one process to another. */
function areTwoProcesses({ before, after, isSameProcess }: Comparison): boolean {
  return before.pid !== null && after.pid !== null && !isSameProcess;
}

function difference(bytes: number): string {
  if (formatMiB(bytes) === "0.0") return "is the same in both";
  return `is ${formatBytes(Math.abs(bytes))} ${bytes > 0 ? "larger" : "smaller"} in B`;
}

function overTime({ seconds }: Comparison): string {
  return seconds === null || seconds <= 0 ? "" : ` in ${formatSeconds(seconds)}`;
}

function mainChange(code: readonly CodeDifference[], whole: number): CodeDifference | undefined {
  return code.find(
    ({ isClear, change }) =>
      isClear &&
      Math.sign(change) === Math.sign(whole) &&
      Math.abs(change) >= 0.1 * Math.abs(whole),
  );
}

function movement(bytes: number): string {
  if (formatMiB(bytes) === "0.0") return "stayed the same";
  return bytes > 0 ? `grew by ${formatBytes(bytes)}` : `shrank by ${formatBytes(-bytes)}`;
}

function codeLines(code: readonly CodeDifference[], { width, all }: TextOptions): TextLine[] {
  const shown = all ? code : code.slice(0, SHOWN);
  if (shown.length === 0) return [];
  const columns: Column[] = [
    { header: "Lines of code, by change", align: "left", min: 24, enough: 44 },
    { header: "A", align: "right" },
    { header: "B", align: "right" },
    { header: "change", align: "right" },
    { header: "95 % interval", align: "right", spare: 1 },
    { header: "", align: "left" },
  ];
  const rest = code.length - shown.length;
  const notes = [
    ...(rest > 0 ? [`${rest} more with smaller changes.`] : []),
    ...(shown.some((line) => !line.isClear)
      ? ["?: within the sampling error, so it may not have changed at all."]
      : []),
  ];
  return [
    ...layoutTable(columns, withoutTypes(shown).map(differenceCells), width),
    ...(notes.length === 0 ? [] : hanging([], notes.join(" "), width, "faint")),
  ];
}

function differenceCells(line: CodeDifference): Cell[] {
  return [
    placeCell(line, line.isClear ? "strong" : "faint"),
    mibCell(line.before),
    mibCell(line.after),
    changeCell(line.change),
    textCell(rangeText(line.changeRange), "faint"),
    textCell(line.isClear ? "" : "?", "faint"),
  ];
}
