/**
 * `--explain`: from what a user read in a report (a title, an id, a place in code, the number of a
 * finding) to the thing it names. What is said of it is built in explanations.ts.
 */
import { LINE_DOCS } from "../analyze/ledger/line-docs.ts";
import { RULES } from "../analyze/verdicts/rules.ts";
import type { ResidentError } from "../base/errors.ts";
import { eachLine, type LedgerLine } from "../model/ledger.ts";
import type { CodeLine, Report } from "../model/report.ts";
import { elideTypes, shortFunction } from "../report/text/function-name.ts";
import { fileLine, placeText } from "../report/text/place.ts";
import { ALL_WORDS } from "../report/text/report/words.ts";
import {
  absentLine,
  codeExplanation,
  type Explanation,
  lineExplanation,
  verdictExplanation,
  wordExplanation,
} from "./explanations.ts";
import { usageError } from "./options/values.ts";

interface Part {
  /** What it is called in a list. */
  readonly label: string;
  /** In lower case. */
  readonly names: readonly string[];
  /** Searched for words when no name fits. */
  readonly sentence: string;
  readonly explain: () => Explanation;
}

/** @throws ResidentError RES_USAGE with what the report has, or with all that the words may mean */
export function explainPart(report: Report, words: string): Explanation {
  const wanted = words.trim().toLowerCase();
  if (/^(?:… )?\d+ smaller lines$/.test(wanted)) {
    throw usageError(`--explain: "${words}" stands for several`, "--all shows them one by one.");
  }
  const parts = partsOf(report);
  for (const from of [parts, absentParts(report), wordParts(report)]) {
    for (const text of readings(wanted)) {
      const found = match(from, text);
      const both = lineAndFinding(report, found, text);
      if (both !== undefined) return both;
      if (found.length > 1) throw severalParts(words, found);
      if (found.length === 1) return found[0]!.explain();
    }
  }
  throw unknownPart(words, report);
}

/** An id that a line and a finding share can't be said more exactly: it stands for both. */
function lineAndFinding(
  { verdicts }: Report,
  found: readonly Part[],
  id: string,
): Explanation | undefined {
  if (found.length !== 2 || !verdicts.some((verdict) => verdict.id === id)) return undefined;
  const [line, finding] = found.map((part) => part.explain());
  return line?.format === "resident.line/1" && finding?.format === "resident.verdict/1"
    ? { ...line, finding }
    : undefined;
}

/** As typed; and without the `…` of a name that was cut at its start or end for want of columns. */
function readings(text: string): Set<string> {
  const tail = text.replace(/^…/, "");
  const cut = tail.indexOf("…");
  return new Set([text, tail, cut > 0 ? tail.slice(0, cut).trim() : tail]);
}

/** The first of these that fits any: a whole name, the beginning of one, words of a sentence. */
function match(parts: readonly Part[], wanted: string): readonly Part[] {
  if (wanted === "") return [];
  const words = wanted.split(/ +/);
  const ways: ((part: Part) => boolean)[] = [
    ({ names }) => names.includes(wanted),
    ({ names }) => names.some((name) => name.startsWith(wanted)),
    ({ sentence }) => {
      const its = new Set(sentence.toLowerCase().split(/[^\p{L}\p{N}_-]+/u));
      return words.every((word) => its.has(word));
    },
  ];
  return ways.map((way) => parts.filter(way)).find((found) => found.length > 0) ?? [];
}

function partsOf(report: Report): Part[] {
  const lines = [...eachLine(report.ledger)];
  const places = new Set(lines.flatMap(({ place }) => (place ? [placeText(place)] : [])));
  const code = report.code.filter((line) => !places.has(placeText(line)));
  return [
    ...lines.map((line) => linePart(report, line)),
    ...code.map((line) => codePart(report, line)),
    ...report.verdicts.map((_, at) => verdictPart(report, at)),
  ];
}

/** Lines that other targets have: the documentation can still say what they are. */
function absentParts(report: Report): Part[] {
  const here = new Set([...eachLine(report.ledger)].map(({ id }) => id));
  return Object.keys(LINE_DOCS)
    .filter((id) => !here.has(id))
    .map((id) => linePart(report, absentLine(id)));
}

/** Findings that this report does not have, and words that reports use: each has its sentence. */
function wordParts(report: Report): Part[] {
  const here = new Set(report.verdicts.map(({ id }) => id));
  const findings = RULES.filter(({ id }) => !here.has(id));
  return [
    ...findings.map(({ id, says }) => wordPart(id, () => wordExplanation(report, id, says))),
    ...ALL_WORDS.map(([word, meaning]) =>
      wordPart(word, () => wordExplanation(report, word, meaning, WORD)),
    ),
  ];
}

const WORD = "a word that reports use, not a line with a figure";

function wordPart(word: string, explain: () => Explanation): Part {
  return { label: word, names: lower([word]), sentence: "", explain };
}

function linePart(report: Report, line: LedgerLine): Part {
  const { id, title, place } = line;
  return {
    label: place === undefined ? title : placeText(place),
    names: lower([id, title, ...(place === undefined ? [] : placeNames(place))]),
    sentence: place === undefined ? `${title} ${id}` : "",
    explain: () => lineExplanation(report, line),
  };
}

function codePart(report: Report, line: CodeLine): Part {
  return {
    label: placeText(line),
    names: lower(placeNames(line)),
    sentence: "",
    explain: () => codeExplanation(report, line),
  };
}

/** Every way in which a report writes a place, its line number alone, and its whole names. */
function placeNames(place: Pick<CodeLine, "function" | "file" | "line">): string[] {
  const short = shortFunction(place.function);
  const parts = elideTypes(short).split(".");
  return [
    placeText(place),
    fileLine(place),
    `${place.line}`,
    `:${place.line}`,
    `${place.file}:${place.line}`,
    place.function,
    short,
    // Narrow tables leave out the package and the type.
    ...parts.map((_, at) => parts.slice(at).join(".")),
  ];
}

function verdictPart(report: Report, at: number): Part {
  const { id, headline } = report.verdicts[at]!;
  return {
    label: id,
    names: lower([id, `${at + 1}`, `[${at + 1}]`, headline]),
    sentence: headline,
    explain: () => verdictExplanation(report, at),
  };
}

function lower(names: readonly string[]): string[] {
  return names.map((name) => name.toLowerCase());
}

function severalParts(words: string, found: readonly Part[]): ResidentError {
  const list = found.map(({ label, names }) =>
    label === names[0] ? label : `${label} (${names[0]})`,
  );
  return usageError(`--explain: "${words}" may mean several`, `Say which: ${list.join("; ")}.`);
}

function unknownPart(words: string, report: Report): ResidentError {
  const lines = [...eachLine(report.ledger)].filter(({ bytes, place }) => bytes && !place);
  const titles = new Set(lines.map(({ title }) => title));
  const code = report.code.map(placeText);
  const findings = report.verdicts.map(({ id }) => id);
  const list = [...titles, ...code, ...findings].join("; ");
  return usageError(`--explain: nothing in this report is called "${words}"`, `It has: ${list}.`);
}
