/** What each line of a file holds by itself, and with what is called from it, in one function's file. */
import type { CodeModel } from "./code-model.ts";
import type { SampleRows } from "./sample-rows.ts";

export interface LineSum {
  readonly line: number;
  self: number;
  total: number;
  /** Of the moment that is compared with. */
  selfBase: number;
  totalBase: number;
}

/** The lines of a function that hold something, in order; those of one stack count once. */
export function lineSums(
  model: CodeModel,
  rows: SampleRows,
  base: SampleRows | null,
  name: string,
): LineSum[] {
  const sums = new Map<number, LineSum>();
  const linesOf = stackLines(model, name);
  const add = ({ stack, value }: SampleRows, isBase: boolean) => {
    for (let i = 0; i < stack.length; i++) {
      if (stack[i]! < 0 || value[i] === 0) continue;
      const { own, lines } = linesOf(stack[i]!);
      for (const line of lines) {
        const sum = sumOf(sums, line);
        sum[isBase ? "totalBase" : "total"] += value[i]!;
        if (line === own) sum[isBase ? "selfBase" : "self"] += value[i]!;
      }
    }
  };
  add(rows, false);
  if (base !== null) add(base, true);
  return [...sums.values()].sort((a, b) => a.line - b.line);
}

function sumOf(sums: Map<number, LineSum>, line: number): LineSum {
  let sum = sums.get(line);
  if (sum === undefined) {
    sum = { line, self: 0, total: 0, selfBase: 0, totalBase: 0 };
    sums.set(line, sum);
  }
  return sum;
}

interface StackLines {
  /** Where the stack ends, if in this function; else -1. */
  readonly own: number;
  /** All lines of the function that the stack goes through. */
  readonly lines: ReadonlySet<number>;
}

function stackLines(model: CodeModel, name: string): (stack: number) => StackLines {
  const { frames, frame, prefix } = model;
  const known = new Map<number, StackLines>();
  return (stack) => {
    let found = known.get(stack);
    if (found === undefined) {
      const lines = new Set<number>();
      for (let row = stack; row >= 0; row = prefix[row]!) {
        if (frames.name[frame[row]!] === name) lines.add(frames.line[frame[row]!]!);
      }
      const last = frame[stack]!;
      found = { own: frames.name[last] === name ? frames.line[last]! : -1, lines };
      known.set(stack, found);
    }
    return found;
  };
}
