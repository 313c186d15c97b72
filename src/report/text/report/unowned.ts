/** What no verdict owns: so that the shares above account for all of RSS. */
import { formatBytes, formatShare, MiB } from "../../../base/units.ts";
import { findLine, type LedgerLine } from "../../../model/ledger.ts";
import type { Report } from "../../../model/report.ts";
import { span, type TextLine } from "../spans.ts";
import { wrapText } from "../wrap.ts";

export function unownedLines({ ledger, verdicts }: Report, width: number): TextLine[] {
  const rss = findLine(ledger, "rss");
  const owned = verdicts.reduce((sum, verdict) => sum + (verdict.share ?? 0), 0);
  const bytes = (rss?.bytes ?? 0) * (1 - owned);
  if (rss === undefined || owned === 0 || bytes < MiB) return [];
  const owners = new Set(verdicts.flatMap(({ owns }) => owns));
  const largest = largestPart(rss, owners);
  const why =
    largest !== undefined && residentOf(largest) > bytes / 2
      ? `most of it is the line "${largest.title}"`
      : "each part of it is too small";
  const text = `No verdict owns the other ${formatBytes(bytes)} (${formatShare(1 - owned)} of RSS): ${why}.`;
  return wrapText(text, width).map((line) => [span(line, "faint")]);
}

/** Of the lines that have no parts and no owner. */
function largestPart(line: LedgerLine, owners: ReadonlySet<string>): LedgerLine | undefined {
  if (owners.has(line.id)) return undefined;
  if (line.children.length === 0) return line;
  let largest: LedgerLine | undefined;
  for (const child of line.children) {
    const part = largestPart(child, owners);
    if (part !== undefined && (largest === undefined || residentOf(part) > residentOf(largest))) {
      largest = part;
    }
  }
  return largest;
}

function residentOf({ resident, bytes }: LedgerLine): number {
  return resident ?? bytes ?? 0;
}
