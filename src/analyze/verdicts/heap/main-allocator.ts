/**
 * The line of code that made what is no longer in use, as far as heap profiles tell. Their counters do not
 * know which peak an allocation belonged to, and come up to two collections late: a line that allocates a
 * little all the time wins over any peak, the longer one counts. So a line is named only where nothing else
 * can have made most of the bytes in question: the runtime counts exactly how much was freed in all, and
 * what of it is not the line's has to be little beside them.
 */
import { formatBytes, formatShare } from "../../../base/units.ts";
import { findLine } from "../../../model/ledger.ts";
import type { MemStats } from "../../../model/mem-stats.ts";
import type { Action, Evidence } from "../../../model/verdict.ts";
import { type Counter, type DominantLine, dominantLine } from "../../code/dominant-line.ts";
import type { Moment, VerdictContext } from "../rule/context.ts";
import { commandOn, describePlace, sourcePattern } from "../rule/evidence.ts";

/** Of the bytes in question: the line has to have allocated so much, and all others less. */
const MOST = 0.5;

export interface MainAllocator {
  readonly line: DominantLine;
  readonly counter: Counter;
  readonly since: "the first snapshot" | "the start";
}

/** @param id of the ledger's line in question: what is idle, or was allocated */
export function mainAllocator(
  context: VerdictContext,
  id: string,
  counter: Counter,
): MainAllocator | undefined {
  const [first] = context.moments;
  const isFirst = first!.snapshot === context.last;
  const seen = isFirst ? undefined : madeSince(context, first, id, counter);
  if (seen !== undefined) return { line: seen, counter, since: "the first snapshot" };
  const line = madeSince(context, undefined, id, counter);
  return line === undefined ? undefined : { line, counter, since: "the start" };
}

/** @param before undefined: since the start, when there was nothing */
function madeSince(
  { last, ledger, go }: VerdictContext,
  before: Moment | undefined,
  id: string,
  counter: Counter,
): DominantLine | undefined {
  const { heap, memStats } = last;
  const earlier = before?.snapshot;
  if (heap === undefined || memStats === undefined) return undefined;
  if (earlier !== undefined && (earlier.heap === undefined || earlier.memStats === undefined)) {
    return undefined;
  }
  const bytes = findLine(ledger, id)?.bytes ?? 0;
  const line = dominantLine(heap, earlier?.heap, go, counter);
  if (bytes <= 0 || line === undefined) return undefined;
  const wasThere = before === undefined ? 0 : (findLine(before.ledger, id)?.bytes ?? 0);
  const counted = countedBy(memStats, counter) - countedBy(earlier?.memStats, counter);
  return isMostOf(bytes, line, wasThere + counted) ? line : undefined;
}

/** NaN where the source has no counters: then nothing is most of it. */
function countedBy(stats: MemStats | undefined, counter: Counter): number {
  if (stats === undefined) return 0;
  return counter === "alloc" ? stats.TotalAlloc : stats.TotalAlloc - stats.HeapAlloc;
}

/**
 * @param all that may be among these bytes, by the runtime's own count: what no profile has yet too.
 * Chance has to be smaller than what it could hide.
 */
function isMostOf(bytes: number, line: DominantLine, all: number): boolean {
  const [low, high] = line.bytesRange;
  const isCertain = high - low <= 2 * MOST * bytes;
  return low >= MOST * bytes && isCertain && all - line.bytes <= MOST * bytes;
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
  context: VerdictContext,
  allocator: MainAllocator | undefined,
  aim: string,
): Action {
  if (allocator === undefined) {
    return {
      text: `${aim}: these lines allocated most.`,
      ...commandOn(context, "top", "-alloc_space"),
    };
  }
  const { line } = allocator;
  return {
    text: `${aim}: look at what ${describePlace(line)} allocates.`,
    ...commandOn(context, `list '${sourcePattern(line)}'`, "-alloc_space"),
  };
}

function whatOf({ counter }: MainAllocator): string {
  return counter === "freed" ? "what was freed" : "all";
}
