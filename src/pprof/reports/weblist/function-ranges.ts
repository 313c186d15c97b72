/** Which lines of a file to show: those with code, in pieces of one function each, with context. */
import type { CodeFile, CodeIndex } from "./code-index.ts";

export interface FunctionRange {
  readonly name: string;
  /** Lines from `begin` to the one before `end`. */
  readonly begin: number;
  readonly end: number;
  readonly flat: number;
  readonly cum: number;
}

/** Lines of one function that are further apart are two pieces. */
const MERGED = 20;
const CONTEXT = 5;

export function functionRanges(
  file: CodeFile,
  { code }: CodeIndex,
  printedNames: ReadonlyMap<string, string>,
): FunctionRange[] {
  const ranges: FunctionRange[] = [];
  for (const line of [...file.lines.keys()].sort((a, b) => a - b)) {
    const name = file.functions.get(line) ?? "";
    let flat = 0;
    let cum = 0;
    for (const { address } of file.lines.get(line)!) {
      flat += code.get(address)!.flat;
      cum += code.get(address)!.cum;
    }
    const printed = printedNames.get(name) ?? name;
    addLine(ranges, { name: printed, begin: line, end: line + 1, flat, cum });
  }
  return withContext(ranges);
}

function addLine(ranges: FunctionRange[], one: FunctionRange): void {
  const last = ranges.at(-1);
  if (last === undefined || one.begin - last.end >= MERGED || last.name !== one.name) {
    ranges.push(one);
    return;
  }
  const { end } = one;
  ranges[ranges.length - 1] = {
    ...last,
    end,
    flat: last.flat + one.flat,
    cum: last.cum + one.cum,
  };
}

/** Neighbours share the lines between them. Line 0 stands for unknown ones and has no context. */
function withContext(ranges: readonly FunctionRange[]): FunctionRange[] {
  const shown = ranges.map((range) => ({ ...range }));
  shown.forEach((range, i) => {
    const before = shown[i - 1];
    if (before === undefined) {
      range.begin = range.begin > CONTEXT ? range.begin - CONTEXT : Math.min(range.begin, 1);
      return;
    }
    const half = Math.min(Math.trunc((range.begin - before.end) / 2), CONTEXT);
    before.end += half;
    range.begin -= half;
  });
  const last = shown.at(-1);
  if (last !== undefined) last.end += CONTEXT;
  return shown;
}
