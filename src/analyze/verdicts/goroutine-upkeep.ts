/**
 * What goroutines take in the heap besides their stacks: the g struct of each (runtime.malg) and the
 * records of what they wait for (sudogs). The runtime keeps both; no code of the program has a
 * reference to drop, so they belong to the goroutines' verdict and to none of their own.
 */
import type { LedgerLine } from "../../model/ledger.ts";
import { findLine } from "../../model/ledger.ts";
import type { CodeLine } from "../../model/report.ts";
import type { Evidence } from "../../model/verdict.ts";
import type { VerdictContext } from "./context.ts";
import { residentOf } from "./context.ts";
import { codeEvidence } from "./live-heap.ts";
import { isUpkeep, MALG } from "./service-code.ts";

/** More g structs than this many times the goroutines are of goroutines that have ended. */
const MOST_TIMES = 2;

export interface Upkeep {
  readonly bytes: number;
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
  return {
    bytes,
    resident: Math.round(residentOf(context, "live") * Math.min(1, share)),
    owns: lines.map((line) => line.id),
    evidence: lines.flatMap((line) => codeOf(context, line).map(codeEvidence)),
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
