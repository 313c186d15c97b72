/** What could not be read, why, and what would help; then the remarks on what was read. */
import { eachLine } from "../../../model/ledger.ts";
import type { Report } from "../../../model/report.ts";
import { span, type TextLine } from "../spans.ts";
import { hanging } from "../wrap.ts";

interface Gap {
  readonly what: string;
  readonly reason: string;
  readonly remedy: string | undefined;
}

export function missingLines(report: Report, width: number): TextLine[] {
  const gaps = groupByReason([...missingSources(report), ...missingOfLedger(report)]);
  const lines = gaps.flatMap((gap) => gapLines(gap, width));
  const remarks = report.remarks.flatMap((remark) => hanging([span("  ")], remark, width, "faint"));
  return [
    ...(lines.length > 0 ? [[span("What is missing", "strong")], ...lines] : []),
    ...(remarks.length > 0 ? [[span("Remarks", "strong")], ...remarks] : []),
  ];
}

function missingSources(report: Report): Gap[] {
  return report.missing.map(({ source, reason, remedy }) => ({ what: source, reason, remedy }));
}

function missingOfLedger(report: Report): Gap[] {
  const gaps: Gap[] = [];
  for (const { title, missing } of eachLine(report.ledger))
    if (missing !== undefined)
      gaps.push({ what: title, reason: missing.reason, remedy: missing.remedy });
  return gaps;
}

/** Several lines of the ledger often miss the same source. */
function groupByReason(gaps: readonly Gap[]): Gap[] {
  const groups = new Map<string, Gap>();
  for (const gap of gaps) {
    const key = `${gap.reason}\n${gap.remedy ?? ""}`;
    const known = groups.get(key);
    groups.set(key, known === undefined ? gap : { ...gap, what: `${known.what}, ${gap.what}` });
  }
  return [...groups.values()];
}

function gapLines(gap: Gap, width: number): TextLine[] {
  const what = hanging([span("  ")], `${gap.what}: ${gap.reason}`, width);
  const remedy =
    gap.remedy === undefined ? [] : hanging([span("    → ", "accent")], gap.remedy, width);
  return [...what, ...remedy];
}
