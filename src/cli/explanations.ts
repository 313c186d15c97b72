/** What `--explain` says of a part of a report: the documentation, joined with what it is here. */
import { LINE_DOCS, type LineDoc } from "../analyze/ledger/line-docs.ts";
import { findLine, type LedgerLine } from "../model/ledger.ts";
import type { CodeLine, Report } from "../model/report.ts";
import type { LineExplanation, VerdictExplanation } from "../model/results.ts";
import { NOWHERE } from "../model/results.ts";
import { callersText, placeText } from "../report/text/place.ts";

export type Explanation = LineExplanation | VerdictExplanation;

/** A line of code has no entry of its own in the documentation. */
const CODE_DOC: Omit<LineDoc, "title"> = {
  what: "a line of code and the live objects that it allocated",
  formula: "Σ of its samples, each scaled up by its chance of being sampled",
  paragraph:
    "What this line allocated and something still refers to, as of the collection before the last one. The heap profile samples about one allocation in 512 KiB, so it is an estimate: the truth is within its 95 % interval in 95 of 100 such lines. `resident list` shows the source around it.",
};

export function lineExplanation(report: Report, line: LedgerLine): LineExplanation {
  const { id, title, place } = line;
  const doc = (place === undefined ? LINE_DOCS[id] : undefined) ?? CODE_DOC;
  return {
    format: "resident.line/1",
    target: report.target,
    id,
    title: place === undefined ? title : placeText(place),
    what: doc.what,
    paragraph: doc.paragraph,
    formula: doc.formula ?? null,
    line: withCallers(report, line),
    share: shareOfRss(report, line),
    verdict: ownerOf(report, id),
  };
}

/** A line of code that is too small for a line of the ledger. */
export function codeExplanation(report: Report, code: CodeLine): LineExplanation {
  return lineExplanation(report, {
    id: "live-other",
    title: placeText(code),
    bytes: Math.round(code.bytes),
    range: code.bytesRange,
    basis: "estimated",
    source: "heap profile",
    place: { function: code.function, file: code.file, line: code.line },
    children: [],
  });
}

export function verdictExplanation(report: Report, at: number): VerdictExplanation {
  return {
    format: "resident.verdict/1",
    target: report.target,
    number: at + 1,
    verdict: report.verdicts[at]!,
    rss: findLine(report.ledger, "rss")?.bytes ?? null,
  };
}

/** A line that this ledger does not have. */
export function absentLine(id: string): LedgerLine {
  return notHere(id, LINE_DOCS[id]!.title);
}

/** A finding that this report does not have, or a word that reports use. */
export function wordExplanation(
  report: Report,
  word: string,
  meaning: string,
  where = NOT_HERE,
): LineExplanation {
  return {
    format: "resident.line/1",
    target: report.target,
    id: word,
    title: word,
    what: meaning,
    paragraph: "docs/verdicts.md says what the findings are, docs/ledger.md what the lines are.",
    formula: null,
    line: notHere(word, word, where),
    share: null,
    verdict: null,
  };
}

const NOT_HERE = "not in this report";

function notHere(id: string, title: string, reason = NOT_HERE): LedgerLine {
  const missing = { reason };
  return { id, title, bytes: null, basis: "counted", source: NOWHERE, missing, children: [] };
}

function withCallers({ code }: Report, line: LedgerLine): LedgerLine {
  const { place } = line;
  if (place === undefined) return line;
  const found = code.find((one) => one.function === place.function && one.line === place.line);
  const callers = callersText(found?.callers ?? [], Number.POSITIVE_INFINITY);
  return callers === "" ? line : { ...line, note: `called by ${callers.slice(2)}` };
}

function shareOfRss({ ledger }: Report, line: LedgerLine): number | null {
  const rss = findLine(ledger, "rss");
  const resident = line.resident ?? line.bytes;
  const isPart = rss !== undefined && [...linesTo(rss, line.id)].includes(line);
  return isPart && rss.bytes !== null && rss.bytes > 0 && resident !== null && resident > 0
    ? resident / rss.bytes
    : null;
}

/** The verdict that owns the line, or the nearest line that it is a part of. */
function ownerOf({ ledger, verdicts }: Report, id: string): string | null {
  for (const line of linesTo(ledger, id).reverse()) {
    const owner = verdicts.find((verdict) => verdict.owns.includes(line.id));
    if (owner !== undefined) return owner.id;
  }
  return null;
}

/** From the root to the line; [] where it is not there. */
function linesTo(root: LedgerLine, id: string): LedgerLine[] {
  if (root.id === id) return [root];
  for (const child of root.children) {
    const path = linesTo(child, id);
    if (path.length > 0) return [root, ...path];
  }
  return [];
}
