/**
 * The ledger of a look whose mappings nobody kept, but what each line below RSS had in RAM (resident-parts.ts): what
 * a recorder's store has of it. Whole lines are as they were; what they were made of is not known, so they have no
 * parts, but for the Go heap, which MemStats divide.
 */
import type { LedgerLine } from "../../model/ledger.ts";
import type { MemStats } from "../../model/mem-stats.ts";
import type { KeptMappings } from "../../model/snapshot.ts";
import { goHeapLine } from "./go-heap-lines.ts";
import type { LedgerInput } from "./ledger-input.ts";
import { makeLine, sumOf } from "./make-line.ts";
import { emptyTotals } from "./owners.ts";

const SMAPS = "/proc/PID/smaps";
/** Of these the kernel alone tells. */
const WHOLE = [
  "go-metadata",
  "program-file",
  "outside-go",
  "mapped-files",
  "shared-memory",
  "rest",
] as const;

/** @param rssBytes what the parts of `kept` add up to, but for rounding */
export function keptLedger(input: LedgerInput, kept: KeptMappings, rssBytes: number): LedgerLine {
  const whole = WHOLE.map((id) => makeLine(id, { bytes: keptOf(kept, id), source: SMAPS }));
  const heap = goHeapLine(withHeap(input, kept, rssBytes - sumOf(whole)));
  const rss = makeLine("rss", { bytes: rssBytes, source: SMAPS, children: [heap, ...whole] });
  const rest = makeLine("not-resident", {
    bytes: kept.virt - rssBytes,
    basis: "derived",
    source: SMAPS,
    formula: "VIRT − RSS",
    resident: 0,
  });
  return makeLine("virt", { bytes: kept.virt, source: SMAPS, children: [rest, rss] });
}

/** As if the heap's mappings had been read: as large as what is known to lie in them. */
function withHeap(input: LedgerInput, kept: KeptMappings, rss: number): LedgerInput {
  const { stats } = input;
  const bitmapSize = stats === undefined ? 0 : bitmapOf(kept, stats);
  const size = bitmapSize + (stats === undefined ? rss : stats.HeapSys + stats.StackSys);
  const totals = emptyTotals();
  totals["go-heap"] = { ...totals["go-heap"], rss, size, lazyFree: keptOf(kept, "released-here") };
  return { ...input, totals, bitmapSize };
}

/** What is spread over untouched memory is taken off the bitmap in the same proportion as off spans in use. */
const SPANS_IN_USE = ["live", "since-gc", "allocated", "free-slots"] as const;

function bitmapOf(kept: KeptMappings, { HeapInuse }: MemStats): number {
  const inRam = keptOf(kept, "gc-bitmap");
  const spans = SPANS_IN_USE.reduce((sum, id) => sum + keptOf(kept, id), 0);
  const isAllThere = keptOf(kept, "heap-difference") > 0 || spans <= 0 || spans >= HeapInuse;
  return isAllThere ? inRam : Math.round((inRam * HeapInuse) / spans);
}

function keptOf({ resident }: KeptMappings, id: string): number {
  return resident.get(id) ?? 0;
}
