/**
 * What of a line that Go counts is in RAM. Nobody counts which pages are missing, so it is known only within
 * bounds: where the kernel has fewer pages than Go has handed out, other lines may lack as many of them as
 * they have, and what they cannot lack, this line does. Findings say "at most" by these.
 */
import { formatBytes } from "../../../base/units.ts";
import type { LedgerLine } from "../../../model/ledger.ts";
import { findLine } from "../../../model/ledger.ts";
import { isWorthTelling, type VerdictContext } from "../rule/context.ts";

/** Lines of memory that Go counts, whether the kernel has given it or not. */
const COUNTED_BY_GO = [
  "live",
  "since-gc",
  "allocated",
  "free-slots",
  "idle",
  "stacks",
  "gc-bitmap",
  "released-here",
];

/** Bytes in RAM, at the least and at the most. */
export interface InRam {
  readonly least: number;
  readonly most: number;
}

/**
 * What these lines together lack in RAM, at the least and at the most; zeros where the kernel counts as much
 * as Go does, or was not asked.
 */
export function lackingInRam(ledger: LedgerLine, ids: readonly string[]): InRam {
  const heap = findLine(ledger, "heap-difference");
  const difference = heap ?? findLine(ledger, "unattributed");
  const missing = Math.max(0, -(difference?.bytes ?? 0));
  // Without mappings the difference is one of all of Go's memory: its tables are in it.
  const all = heap === undefined ? [...COUNTED_BY_GO, "go-metadata"] : COUNTED_BY_GO;
  const others = all.filter((id) => !ids.includes(id));
  return {
    least: Math.max(0, missing - countedIn(ledger, others) - estimateError(ledger)),
    most: Math.min(missing, countedIn(ledger, ids)),
  };
}

/** Without MemStats the live objects are a profile's estimate, and all that Go is known to have counted. */
function estimateError(ledger: LedgerLine): number {
  const isAlone = ["since-gc", "allocated"].every((id) => findLine(ledger, id) === undefined);
  const live = findLine(ledger, "live");
  return isAlone && live?.range !== undefined ? (live.bytes ?? 0) - live.range[0] : 0;
}

function countedIn(ledger: LedgerLine, ids: readonly string[]): number {
  return ids.reduce((sum, id) => sum + Math.max(0, findLine(ledger, id)?.bytes ?? 0), 0);
}

/** What of a line is in RAM. */
export function inRamOf(ledger: LedgerLine, id: string): InRam {
  const bytes = countedIn(ledger, [id]);
  const lacking = lackingInRam(ledger, [id]);
  return { least: bytes - lacking.most, most: Math.min(bytes - lacking.least, heapBound(ledger)) };
}

/** No part of the heap is larger than what the kernel has of all of it, or of the process. */
function heapBound(ledger: LedgerLine): number {
  const isCounted = findLine(ledger, "heap-difference") !== undefined;
  const rss = findLine(ledger, "rss")?.bytes ?? Number.POSITIVE_INFINITY;
  return isCounted ? (findLine(ledger, "go-heap")?.bytes ?? rss) : rss;
}

/**
 * The same where it has to be said: so much of the line is certainly not in RAM that its bytes would be
 * taken for more of RSS than they are. Undefined elsewhere.
 */
export function notableInRam(context: VerdictContext, id: string): InRam | undefined {
  if (!context.hasRss) return undefined;
  const inRam = inRamOf(context.ledger, id);
  const absent = countedIn(context.ledger, [id]) - inRam.most;
  return isWorthTelling(context, absent) ? inRam : undefined;
}

/** Why they are not there: a page that was written once is in RAM or in swap. */
export function whyNotInRam({ ledger, last: { status } }: VerdictContext): string {
  const swap = findLine(ledger, "swapped")?.bytes ?? status?.vmSwap;
  return swap === 0 ? "was never written" : "is in swap or was never written";
}

/** A sentence of its own after one that counts bytes, with a space before it; empty where all are in RAM. */
export function inRamSentence(context: VerdictContext, inRam: InRam | undefined): string {
  if (inRam === undefined) return "";
  return ` At most ${formatBytes(inRam.most)} of them are in RAM: the rest ${whyNotInRam(context)}.`;
}

/** Bytes and interval of a finding: what it speaks of is in RAM, as far as it is known not to be all. */
export function bytesInRam(
  bytes: number,
  resident: number,
  inRam: InRam | undefined,
): { readonly bytes: number; readonly range?: readonly [number, number] } {
  return inRam === undefined
    ? { bytes }
    : { bytes: resident, range: [inRam.least, inRam.most] as const };
}
