/**
 * What goroutines take in the heap besides their stacks: the g struct of each (runtime.malg) and the
 * records of what they wait for (sudogs). The runtime keeps both; no code of the program has a
 * reference to drop, so they belong to the goroutines' verdict and to none of their own.
 */
import { formatBytes, formatCount } from "../../../base/units.ts";
import type { LedgerLine } from "../../../model/ledger.ts";
import { findLine } from "../../../model/ledger.ts";
import type { CodeLine } from "../../../model/report.ts";
import type { Evidence } from "../../../model/verdict.ts";
import { isUpkeep, MALG } from "../../code/service-code.ts";
import { codeEvidence } from "../heap/live-heap.ts";
import type { VerdictContext } from "../rule/context.ts";
import { residentOf } from "../rule/context.ts";

/** More g structs than this many times the goroutines are of goroutines that have ended. */
const MOST_TIMES = 2;

export interface Upkeep {
  /** Of the lines that it owns: as far as the profile has seen it. */
  readonly bytes: number;
  /** Of all goroutines that are there, also of those that are younger than the profile. */
  readonly total: number;
  readonly resident: number;
  /** Lines of code in the ledger. */
  readonly owns: readonly string[];
  readonly evidence: readonly Evidence[];
}

/** @param count goroutines that are there, undefined where nobody counted them */
export function goroutineUpkeep(
  context: VerdictContext,
  claimed: ReadonlySet<string>,
  count: number | undefined,
): Upkeep {
  const live = findLine(context.ledger, "live");
  const lines = (live?.children ?? []).filter(
    (line) => !claimed.has(line.id) && isUpkeepOf(context, line, count),
  );
  const bytes = lines.reduce((sum, line) => sum + (line.bytes ?? 0), 0);
  const share = bytes / Math.max(1, live?.bytes ?? 0);
  const unseen = unseenStructs(context, lines, count);
  return {
    bytes,
    total: bytes + (unseen?.bytes ?? 0),
    resident: Math.round(residentOf(context, "live") * Math.min(1, share)),
    owns: lines.map((line) => line.id),
    evidence: [
      ...lines.flatMap((line) => codeOf(context, line).map(codeEvidence)),
      ...(unseen?.evidence ?? []),
    ],
  };
}

/**
 * Each goroutine has a struct, and the profile knows their size exactly, their number only from samples
 * and as of a collection or two ago: what those take that it lacks. Evidence where it has certainly not
 * seen them.
 */
function unseenStructs(
  context: VerdictContext,
  lines: readonly LedgerLine[],
  count: number | undefined,
): { bytes: number; evidence: Evidence[] } | undefined {
  const line = lines.find(({ place }) => place?.function === MALG);
  const [code] = line === undefined ? [] : codeOf(context, line);
  if (code === undefined || count === undefined || code.objects >= count) return undefined;
  const size = code.bytes / Math.max(1, code.objects);
  const bytes = Math.round((count - code.objects) * size);
  if (code.objectsRange[1] >= count) return { bytes, evidence: [] };
  const what = `bookkeeping of ${formatCount(count - code.objects)} goroutines that the profile has not seen yet, ${formatBytes(size)} each`;
  return {
    bytes,
    evidence: [{ what, value: formatBytes(bytes), source: "goroutine profile, heap profile" }],
  };
}

function isUpkeepOf(context: VerdictContext, line: LedgerLine, count: number | undefined): boolean {
  if (line.place === undefined || !isUpkeep(line.place)) return false;
  if (line.place.function !== MALG) return true;
  const objects = codeOf(context, line).reduce((sum, code) => sum + code.objects, 0);
  return count === undefined || objects <= MOST_TIMES * count;
}

function codeOf(context: VerdictContext, { place }: LedgerLine): CodeLine[] {
  return context.code.filter(
    (code) => code.function === place?.function && code.line === place.line,
  );
}
