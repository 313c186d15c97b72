/**
 * How large a line is. A ledger leaves out what is nothing, and what the sources that were read can't
 * tell: the two must not be confused.
 */
import { isHeapPart } from "../../analyze/ledger/heap-parts.ts";
import { findLine, type LedgerLine } from "../../model/ledger.ts";

/** In bytes; undefined: what was read doesn't say. */
export function knownBytes(ledger: LedgerLine, id: string): number | undefined {
  const line = findLine(ledger, id);
  if (line !== undefined) return line.bytes ?? undefined;
  if (id === "allocated") return liveAndSinceGc(ledger);
  return untoldBy(ledger, id) === undefined ? 0 : undefined;
}

/** A ledger that can tell them apart has these two in its place. */
function liveAndSinceGc(ledger: LedgerLine): number | undefined {
  const [live, sinceGc] = [knownBytes(ledger, "live"), knownBytes(ledger, "since-gc")];
  return live === undefined || sinceGc === undefined ? undefined : live + sinceGc;
}

/** The line for want of whose parts a line that is left out may be more than nothing. */
export function untoldBy(ledger: LedgerLine, id: string): LedgerLine | undefined {
  if (isNull(findLine(ledger, "rss"))) return findLine(ledger, "rss");
  if (isHeapPart(id)) return untoldHeap(ledger, id);
  return findLine(ledger, "unattributed");
}

/** That which holds the parts of the Go heap undivided. */
export function untoldHeap(ledger: LedgerLine, id?: string): LedgerLine | undefined {
  const live = findLine(ledger, "live");
  if (isNull(live)) return live;
  if (id === "since-gc") return findLine(ledger, "allocated");
  return isHeapDivided(ledger) ? undefined : findLine(ledger, "go-heap");
}

/** MemStats of a running program have one of these, whatever else is nothing. */
function isHeapDivided(ledger: LedgerLine): boolean {
  return ["stacks", "free-slots", "since-gc", "allocated", "idle"].some(
    (id) => findLine(ledger, id) !== undefined,
  );
}

function isNull(line: LedgerLine | undefined): boolean {
  return line?.bytes === null;
}
