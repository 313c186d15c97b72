/** VIRT without RSS, by owner: what is mapped and has no page of RAM behind it. */
import type { LedgerLine } from "../../model/ledger.ts";
import type { LedgerInput } from "./ledger-input.ts";
import { makeLine, sumOf } from "./make-line.ts";
import type { Owner, TotalsByOwner } from "./owners.ts";
import { OWNERS } from "./owners.ts";

const SMAPS = "/proc/PID/smaps";

export function notResidentLine(input: LedgerInput, totals: TotalsByOwner): LedgerLine {
  const heap = absent(totals, "go-heap");
  const returned = Math.min(heap, returnedBytes(input, totals));
  const outside = absent(totals, "c-heap", "thread-stacks", "other-anonymous");
  const lines = [
    line("heap-reserved", absent(totals, "go-heap-reserved")),
    { ...line("heap-released", returned), source: `${SMAPS}, MemStats.HeapReleased` },
    line("heap-untouched", heap - returned),
    line("metadata-reserved", absent(totals, "go-metadata")),
    line("outside-untouched", outside),
    line("files-unread", absent(totals, "program-file", "mapped-files", "file-copies")),
    line("swapped", swappedBytes(totals)),
    line("rest-untouched", absent(totals, "rest", "shared-memory")),
  ];
  return makeLine("not-resident", {
    bytes: sumOf(lines),
    basis: "derived",
    source: SMAPS,
    formula: "VIRT − RSS",
    resident: 0,
    children: lines,
  });
}

function line(id: string, bytes: number): LedgerLine {
  return makeLine(id, { bytes, basis: "derived", source: SMAPS, resident: 0 });
}

/** Size − Rss − Swap; a mapping of huge or shared pages may count more swap than it lacks. */
function absent(totals: TotalsByOwner, ...owners: Owner[]): number {
  return owners.reduce((sum, owner) => sum + lacking(totals, owner) - swapOf(totals, owner), 0);
}

function lacking(totals: TotalsByOwner, owner: Owner): number {
  return totals[owner].size - totals[owner].rss;
}

function swapOf(totals: TotalsByOwner, owner: Owner): number {
  return Math.max(0, Math.min(totals[owner].swap, lacking(totals, owner)));
}

function swappedBytes(totals: TotalsByOwner): number {
  const counted = OWNERS.filter((owner) => owner !== "not-counted");
  return counted.reduce((sum, owner) => sum + swapOf(totals, owner), 0);
}

/** HeapReleased less what of it is still here because it was released lazily. */
function returnedBytes(input: LedgerInput, totals: TotalsByOwner): number {
  const released = input.stats?.HeapReleased ?? 0;
  return Math.max(0, released - totals["go-heap"].lazyFree);
}
