/** `resident list`: functions that a pattern names, their lines joined with the source text. */
import { type ListedFunction as FoundFunction, listFunctions } from "../analyze/code/list.ts";
import { amountOf, profileFor, topOfRecording } from "../analyze/top-of-recording.ts";
import { ResidentError } from "../base/errors.ts";
import type { Regexp } from "../base/regexp.ts";
import {
  findSource,
  type SourceOptions,
  type SourceSearch,
} from "../collect/source/find-source.ts";
import type { HeapValueName, ListedFunction, ListedLine, ListResult } from "../model/results.ts";
import type { Recording } from "../model/snapshot.ts";

/** Lines of source shown before and after one that holds something. */
const CONTEXT = 3;

export interface ListOptions {
  readonly pattern: Regexp;
  readonly value: HeapValueName;
  readonly limit: number;
  readonly source: SourceOptions;
}

/** @throws ResidentError RES_NO_DATA where no function of that name holds anything */
export async function listResult(recording: Recording, options: ListOptions): Promise<ListResult> {
  const { pattern, value, limit, source } = options;
  const profile = profileFor(recording, value);
  const found = listFunctions(profile, pattern, recording.go, value);
  const { total } = topOfRecording(recording, { value, granularity: "functions", limit: 0 });
  if (found.length === 0) {
    throw new ResidentError(
      "RES_NO_DATA",
      `no function that holds anything matches ${cut(pattern.pattern)}`,
      {
        hint: "`resident top` shows the names; the pattern may match any part of one.",
      },
    );
  }
  return {
    format: "resident.list/1",
    target: recording.target,
    go: recording.go?.raw ?? null,
    pattern: pattern.pattern,
    value,
    total,
    functionCount: found.length,
    functions: await Promise.all(
      found.slice(0, limit).map(async (one) => joinSource(one, await findSource(one.file, source))),
    ),
  };
}

/** A slip with quotes can make a pattern of a whole file. */
function cut(text: string): string {
  return text.length > 200 ? `${text.slice(0, 199)}…` : text;
}

function joinSource(found: FoundFunction, search: SourceSearch): ListedFunction {
  return {
    function: found.function,
    file: found.file,
    flat: amountOf(found.flat),
    cum: amountOf(found.cum),
    lines: linesWithText(found, search),
    source: search.found ? { path: search.path, isExact: search.exact } : null,
    sourceMissing: search.found
      ? null
      : `${found.file === "" ? "the file" : found.file} was not found here. ${search.hint}`,
  };
}

function linesWithText(found: FoundFunction, search: SourceSearch): ListedLine[] {
  const held = new Map(found.lines.map((line) => [line.line, line]));
  return shownNumbers([...held.keys()], search).map((line) => {
    const one = held.get(line);
    const text = search.found ? (search.lines[line - 1] ?? null) : null;
    const flat = one === undefined || one.flat.samples === 0 ? null : amountOf(one.flat);
    return { line, text, flat, cum: one === undefined ? null : amountOf(one.cum) };
  });
}

function shownNumbers(held: readonly number[], search: SourceSearch): number[] {
  if (!search.found) return [...held];
  const shown = new Set<number>();
  for (const line of held) {
    const last = Math.min(line + CONTEXT, search.lines.length);
    for (let at = Math.max(1, line - CONTEXT); at <= last; at++) shown.add(at);
    shown.add(line);
  }
  return [...shown].sort((a, b) => a - b);
}
