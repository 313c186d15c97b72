/**
 * The report as text, in the order in which one asks: the answer, where the memory is, which lines
 * of code hold it, why that may be said, what is not known, and where to go from here.
 */
import { eachLine, findLine } from "../../../model/ledger.ts";
import { toldInSum } from "../../../model/outlook.ts";
import type { Report } from "../../../model/report.ts";
import { shortenPlaces } from "../function-name.ts";
import type { TextOptions } from "../options.ts";
import { BLANK, span, type TextLine } from "../spans.ts";
import { wrapText } from "../wrap.ts";
import { answerLines } from "./answer.ts";
import { codeTable } from "./code-table.ts";
import { goroutineSentence, goroutineTable } from "./goroutine-table.ts";
import { hintLines } from "./hints.ts";
import { type LedgerTable, ledgerTable } from "./ledger-table.ts";
import { legendLines, lineMeanings, type Meaning } from "./legend.ts";
import { missingLines } from "./missing.ts";
import { subjectLine } from "./subject.ts";
import { unownedLines } from "./unowned.ts";
import { verdictBlock } from "./verdict-block.ts";
import { wordsOf } from "./words.ts";

/** Words explained unasked. */
const MEANINGS = 12;

export function reportLines(report: Report, options: TextOptions): TextLine[] {
  const { width } = options;
  const ledger = ledgerTable(report, options);
  const meanings = meaningsOf(report, ledger, options);
  const sections = [
    [subjectLine(report, width)],
    answerOf(report, width),
    isEmptyLedger(report) && report.goroutines !== undefined ? [] : ledger.lines,
    codeTable(report, options),
    options.all || isEmptyLedger(report) ? goroutineTable(report.goroutines, options) : [],
    verdictLines(report, options),
    unownedLines(report, width),
    missingLines(report, width),
    legendLines(meanings, width, options.all ? meanings.length : MEANINGS),
    // Of what has ended, and was not kept, nothing more can be asked.
    report.target === "" ? [] : hintLines(report, width),
  ];
  return joinSections(sections);
}

/** Sections with a blank line between them; empty ones leave no trace. */
export function joinSections(sections: readonly (readonly TextLine[])[]): TextLine[] {
  return sections
    .filter((section) => section.length > 0)
    .flatMap((section, at) => (at === 0 ? section : [BLANK, ...section]));
}

function answerOf(report: Report, width: number): TextLine[] {
  if (report.verdicts.length > 0) return answerLines(report.verdicts, width);
  const text = goroutineAnswer(report, width) ?? noVerdictText(report);
  return wrapText(text, width).map((line) => [span(line, "strong")]);
}

function noVerdictText(report: Report): string {
  if (isEmptyLedger(report))
    return "There is too little to go by for a verdict; what is known stands below.";
  return "Nothing that was read is large enough for a finding; what is known stands below.";
}

/** A goroutine profile alone says where they are, and nothing of memory. */
function goroutineAnswer(report: Report, width: number): string | undefined {
  const { goroutines } = report;
  if (goroutines === undefined || !isEmptyLedger(report)) return undefined;
  return shortenPlaces(goroutineSentence(goroutines), width);
}

function isEmptyLedger({ ledger }: Report): boolean {
  return [...eachLine(ledger)].every(({ bytes }) => bytes === null);
}

/**
 * Each word once. What is not in memory is seldom the question, so its words are the first to be
 * left out.
 */
function meaningsOf(report: Report, ledger: LedgerTable, options: TextOptions): Meaning[] {
  const words = wordsOf(report.verdicts, (at) => isBrief(report, at, options));
  if (ledger.isExplained) return words;
  const root = findLine(report.ledger, "not-resident");
  const aside = new Set(root === undefined ? [] : [...eachLine(root)].map(({ id }) => id));
  return [
    ...lineMeanings(ledger.rows.filter(({ id }) => !aside.has(id))),
    ...words,
    ...lineMeanings(ledger.rows.filter(({ id }) => aside.has(id))),
  ];
}

/** VIRT means little and is in every report: beside other findings a sentence will do. */
function isBrief({ verdicts }: Report, at: number, { all }: TextOptions): boolean {
  return at > 0 && !all && verdicts[at]!.id === "virtual-only";
}

function verdictLines(report: Report, options: TextOptions): TextLine[] {
  const { width } = options;
  const rss = findLine(report.ledger, "rss")?.bytes ?? null;
  const blocks = report.verdicts.map((verdict, at) =>
    verdictBlock(verdict, {
      number: at + 1,
      isAnswer: at === 0,
      forecast: at === 0 ? toldInSum(report.verdicts) : (verdict.forecast ?? []),
      isBrief: isBrief(report, at, options),
      width,
      rss,
    }),
  );
  return joinSections(blocks);
}
