/** The text of a source file for the page, from where it lies on this machine: of a function, its part. */
import { findSource, type SourceOptions } from "../collect/source/find-source.ts";
import type { SourceText } from "../model/fleet.ts";

/** Generated sources can be much longer, and nobody reads them. */
const MOST_LINES = 30_000;
/** Shown before and behind the lines of a function that are known. */
const AROUND = 12;
/** A generated file can be one line of a MiB. */
const MOST_LETTERS = 1000;

/**
 * @param file as a profile recorded it: whether it may be asked for is the caller's to know
 * @param known lines that the answer is to have, rising; none: all of the file
 */
export async function sourceText(
  file: string,
  options: SourceOptions,
  known: readonly number[] = [],
): Promise<SourceText> {
  const search = await findSource(file, options);
  if (!search.found) {
    const missing = `${file === "" ? "The file" : file} was not found here. ${search.hint}`;
    return noSource(file, missing);
  }
  const { path, exact, lines } = search;
  const { first, end } = partWith(known, lines.length);
  return {
    format: "resident.source/1",
    file,
    source: { path, isExact: exact },
    first,
    lines: lines.slice(first - 1, end).map(shortLine),
    missing: null,
  };
}

/** Only from below these folders, wherever links lead. */
export async function sourceWithin(
  file: string,
  roots: readonly string[],
  known: readonly number[],
): Promise<SourceText> {
  const [cwd, ...sourcePath] = roots;
  if (cwd === undefined) {
    return noSource(file, "No folder of sources is served here. Name one: --source-root DIR.");
  }
  const options = { cwd, sourcePath, within: roots, goRoots: [], moduleCaches: [] };
  const text = await sourceText(file, options, known);
  if (text.source !== null) return text;
  return { ...text, missing: `${file} is in none of the folders of --source-root.` };
}

function noSource(file: string, missing: string): SourceText {
  return { format: "resident.source/1", file, source: null, first: 1, lines: [], missing };
}

/** First and last line to show. */
function partWith(known: readonly number[], length: number): { first: number; end: number } {
  const lines = known.filter((line) => line >= 1 && line <= length);
  if (lines.length === 0) return { first: 1, end: Math.min(length, MOST_LINES) };
  const first = Math.max(1, lines[0] - AROUND);
  return { first, end: Math.min(length, lines.at(-1)! + AROUND, first + MOST_LINES - 1) };
}

function shortLine(line: string): string {
  return line.length > MOST_LETTERS ? `${line.slice(0, MOST_LETTERS)}…` : line;
}
