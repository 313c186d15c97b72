/** What no verdict owns: so that the shares above account for all of RSS. */
import { formatBytes, formatShare, MiB } from "../../../base/units.ts";
import { findLine } from "../../../model/ledger.ts";
import type { Report } from "../../../model/report.ts";
import { span, type TextLine } from "../spans.ts";
import { wrapText } from "../wrap.ts";

export function unownedLines({ ledger, verdicts }: Report, width: number): TextLine[] {
  const rss = findLine(ledger, "rss")?.bytes ?? 0;
  const owned = verdicts.reduce((sum, verdict) => sum + (verdict.share ?? 0), 0);
  const bytes = rss * (1 - owned);
  if (owned === 0 || bytes < MiB) return [];
  const text = `No verdict owns the other ${formatBytes(bytes)} (${formatShare(1 - owned)} of RSS): each part of it is too small.`;
  return wrapText(text, width).map((line) => [span(line, "faint")]);
}
