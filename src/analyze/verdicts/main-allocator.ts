/**
 * The line of code that made what is no longer in use, as far as heap profiles tell: the one that
 * allocated most of what was freed (or of all), and only where that is most for certain and enough
 * to matter beside the bytes in question. It is named with the time since when, because a counter
 * does not know which peak an allocation belonged to.
 */
import { formatBytes, formatShare } from "../../base/units.ts";
import type { Action, Evidence } from "../../model/verdict.ts";
import { type Counter, type DominantLine, dominantLine } from "../code/dominant-line.ts";
import type { VerdictContext } from "./context.ts";
import { describePlace, escapePattern } from "./evidence.ts";

/** A line that allocated less than this share of the bytes in question explains too little. */
const ENOUGH = 0.5;

export interface MainAllocator {
  readonly line: DominantLine;
  readonly counter: Counter;
  readonly since: "the first snapshot" | "the start";
}

/** @param bytes in question: what is idle, or was allocated since the last collection */
export function mainAllocator(
  context: VerdictContext,
  bytes: number,
  counter: Counter,
): MainAllocator | undefined {
  const after = context.last.heap;
  const before = context.moments[0]!.snapshot.heap;
  if (after === undefined || bytes <= 0) return undefined;
  if (before !== undefined && before !== after) {
    const line = dominantLine(after, before, context.go, counter);
    if (isEnough(line, bytes)) return { line, counter, since: "the first snapshot" };
  }
  const line = dominantLine(after, undefined, context.go, counter);
  return isEnough(line, bytes) ? { line, counter, since: "the start" } : undefined;
}

function isEnough(line: DominantLine | undefined, bytes: number): line is DominantLine {
  return line !== undefined && line.bytesRange[0] >= ENOUGH * bytes;
}

/** A sentence of its own, with a space before it; nothing where no line is known. */
export function allocatorSentence(allocator: MainAllocator | undefined): string {
  if (allocator === undefined) return "";
  const { line, since } = allocator;
  return ` ${describePlace(line)} allocated ${formatShare(line.share)} of ${whatOf(allocator)} since ${since}.`;
}

export function allocatorEvidence(allocator: MainAllocator | undefined): Evidence[] {
  if (allocator === undefined) return [];
  const { line, counter, since } = allocator;
  const [low, high] = line.bytesRange;
  const samples = `${line.samples} ${line.samples === 1 ? "sample" : "samples"}`;
  const values = counter === "freed" ? "alloc_space − inuse_space" : "alloc_space";
  return [
    {
      what: `${counter === "freed" ? "allocated and freed" : "allocated"} since ${since} at ${describePlace(line)}`,
      value: `${formatBytes(line.bytes)} (${formatBytes(low)} to ${formatBytes(high)}), ${formatShare(line.share)} of all`,
      source: `heap profile, ${values}, ${samples}`,
    },
  ];
}

/** Where to look: the line's code, or without it all lines in the order of what they allocated. */
export function allocatorAction(
  { recording: { target } }: VerdictContext,
  allocator: MainAllocator | undefined,
  aim: string,
): Action {
  if (allocator === undefined) {
    return {
      text: `${aim}: these lines allocated most.`,
      code: `resident top ${target} -alloc_space`,
    };
  }
  const { line } = allocator;
  return {
    text: `${aim}: look at what ${describePlace(line)} allocates.`,
    code: `resident list '${escapePattern(line.function)}' ${target} -alloc_space`,
  };
}

function whatOf({ counter }: MainAllocator): string {
  return counter === "freed" ? "what was freed" : "all";
}
