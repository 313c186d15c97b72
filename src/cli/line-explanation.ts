/** `--explain LINE-ID`: what the documentation says of a line, joined with what it is here. */
import { LINE_DOCS } from "../analyze/ledger/line-docs.ts";
import { findLine, type LedgerLine } from "../model/ledger.ts";
import type { Report } from "../model/report.ts";
import type { LineExplanation } from "../model/results.ts";
import { usageError } from "./options/values.ts";

/** Throws RES_USAGE with the known ids. */
export function assertKnownLine(id: string): void {
  if (Object.hasOwn(LINE_DOCS, id)) return;
  const ids = Object.keys(LINE_DOCS).join(", ");
  throw usageError(`--explain: the ledger has no line "${id}"`, `Its lines: ${ids}.`);
}

/** @param id one that assertKnownLine takes */
export function lineExplanation(report: Report, id: string): LineExplanation {
  const { title, what, paragraph, formula } = LINE_DOCS[id]!;
  const line = findLine(report.ledger, id) ?? absentLine(id, title);
  return {
    format: "resident.line/1",
    target: report.target,
    id,
    title,
    what,
    paragraph,
    formula: formula ?? null,
    line,
    share: shareOfRss(report, line),
    verdict: report.verdicts.find((verdict) => verdict.owns.includes(id))?.id ?? null,
  };
}

function absentLine(id: string, title: string): LedgerLine {
  const missing = { reason: "the ledger of this target has no such line" };
  return { id, title, bytes: null, basis: "counted", source: "nothing", missing, children: [] };
}

function shareOfRss({ ledger }: Report, line: LedgerLine): number | null {
  const rss = findLine(ledger, "rss");
  const resident = line.resident ?? line.bytes;
  const isPart = rss !== undefined && findLine(rss, line.id) !== undefined;
  return isPart && rss.bytes !== null && rss.bytes > 0 && resident !== null
    ? resident / rss.bytes
    : null;
}
