/** One line on what is looked at: `blahdo · pid 17896 · go1.4.3 · RSS 513 MiB · 2 snapshots over 10 s`. */
import { formatBytes, formatSeconds } from "../../../base/units.ts";
import { findLine, type LedgerLine } from "../../../model/ledger.ts";
import type { Report } from "../../../model/report.ts";
import { cutEnd, cutStart, displayWidth } from "../display-width.ts";
import { goVersionText } from "../go-version-text.ts";
import { span, type TextLine } from "../spans.ts";

const DOT = " · ";

export function subjectLine(report: Report, width: number): TextLine {
  const [name, ...facts] = subjectFacts(report);
  const short = cutStart(name!, width);
  const rest = facts.map((fact) => DOT + fact).join("");
  return [span(short, "strong"), span(cutEnd(rest, width - displayWidth(short)), "faint")];
}

function subjectFacts(report: Report): string[] {
  const rss = findLine(report.ledger, "rss");
  return [
    report.name ?? report.target,
    ...(report.pid === null ? [] : [`pid ${report.pid}`]),
    ...(report.go === null ? [] : [goVersionText(report.go)]),
    ...(typeof rss?.bytes === "number" ? [`RSS ${formatBytes(rss.bytes)}${changeText(rss)}`] : []),
    ...snapshotFact(report),
  ];
}

/** Less of RSS than this is no movement. */
const WORTH_TELLING = 0.01;

/** ` (+15.1 MiB)` since the first snapshot. */
function changeText(rss: LedgerLine): string {
  const bytes = rss.change?.bytes ?? 0;
  if (Math.abs(bytes) <= WORTH_TELLING * (rss.bytes ?? 0)) return "";
  return ` (${bytes > 0 ? "+" : "−"}${formatBytes(Math.abs(bytes))})`;
}

function snapshotFact(report: Report): string[] {
  const { snapshots } = report;
  if (snapshots.length < 2) return [];
  const [first, last] = [snapshots[0]!.time, snapshots.at(-1)!.time];
  const over = first === null || last === null ? "" : ` over ${formatSeconds(last - first)}`;
  return [`${snapshots.length} snapshots${over}`];
}
