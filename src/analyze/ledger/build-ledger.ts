/**
 * The ledger of one snapshot, from VIRT down to lines of code. Four cases: the kernel's list of
 * mappings is there (the full tree), what a recorder kept of it is, only totals are (status or
 * /metrics), or nothing of the kernel is (virt and rss are null and the tree goes on below them).
 */
import { formatBytes } from "../../base/units.ts";
import type { LedgerLine } from "../../model/ledger.ts";
import { goHeapLine } from "./go-heap-lines.ts";
import { keptLedger } from "./kept-lines.ts";
import type { LedgerInput } from "./ledger-input.ts";
import { metadataSys } from "./ledger-input.ts";
import { makeLine, missingLine, sumOf } from "./make-line.ts";
import { missingMappings } from "./missing.ts";
import { namedVariables, variablesText } from "./named-variables.ts";
import { notResidentLine } from "./not-resident-lines.ts";
import type { Owner, TotalsByOwner } from "./owners.ts";
import { spreadResidency } from "./spread-residency.ts";

const SMAPS = "/proc/PID/smaps";

export function buildLedger(input: LedgerInput): LedgerLine {
  if (input.totals !== undefined) return fromMappings(input, input.totals);
  const { status, prometheus, keptMappings } = input.snapshot;
  const rss = status?.vmRss ?? prometheus?.residentBytes;
  if (keptMappings !== undefined && rss !== undefined) return keptLedger(input, keptMappings, rss);
  return rss === undefined ? withoutKernel(input) : fromTotals(input, rss);
}

function fromMappings(input: LedgerInput, totals: TotalsByOwner): LedgerLine {
  const children = [
    goHeapLine(input),
    metadataLine(input, totals),
    programLine(input, totals),
    outsideGoLine(input, totals),
    rssLine(totals, "mapped-files"),
    rssLine(totals, "shared-memory"),
    restLine(totals),
  ];
  const rss = makeLine("rss", { bytes: sumOf(children), source: SMAPS, children });
  const rest = notResidentLine(input, totals);
  return makeLine("virt", {
    bytes: rest.bytes! + rss.bytes!,
    source: SMAPS,
    formula: "Σ Size without [vsyscall]",
    children: [rest, rss],
  });
}

function rssLine(totals: TotalsByOwner, owner: Owner): LedgerLine {
  return makeLine(owner, { bytes: totals[owner].rss, source: SMAPS });
}

/** Pages of the executable that were written are no page cache any more: its variables are there. */
function programLine({ snapshot }: LedgerInput, totals: TotalsByOwner): LedgerLine {
  const { rss, anonymous } = totals["program-file"];
  const written = Math.min(rss, anonymous);
  const children = [
    makeLine("program-code", { bytes: rss - written, source: SMAPS, formula: "Rss − Anonymous" }),
    makeLine("program-globals", {
      bytes: written,
      source: SMAPS,
      formula: "Anonymous",
      note: snapshot.globals && variablesText(namedVariables(snapshot.globals, written)),
    }),
  ].filter((line) => line.bytes !== 0);
  return makeLine("program-file", { bytes: rss, source: SMAPS, children });
}

function restLine(totals: TotalsByOwner): LedgerLine {
  const bytes = totals.rest.rss + totals["go-heap-reserved"].rss;
  return makeLine("rest", { bytes, source: SMAPS });
}

function metadataLine(input: LedgerInput, totals: TotalsByOwner): LedgerLine {
  const { stats } = input;
  return makeLine("go-metadata", {
    bytes: totals["go-metadata"].rss,
    basis: "derived",
    source: SMAPS,
    formula: "Rss of the runtime's own mappings, bounded by what MemStats says it has",
    note: stats === undefined ? undefined : metadataNote(input),
  });
}

function metadataNote(input: LedgerInput): string {
  const { MSpanSys, MCacheSys, BuckHashSys, GCAndOtherSys } = input.stats!;
  return `address space of it: MSpanSys ${formatBytes(MSpanSys)}, MCacheSys ${formatBytes(MCacheSys)}, BuckHashSys ${formatBytes(BuckHashSys)}, GCSys + OtherSys ${formatBytes(GCAndOtherSys)}`;
}

/** Without MemStats nothing bounds Go's tables, so what is left of the anonymous rest can be theirs. */
function anonymousLine(input: LedgerInput, totals: TotalsByOwner): LedgerLine {
  const line = rssLine(totals, "other-anonymous");
  const names = input.snapshot.addressSpace?.name ?? [];
  if (input.stats !== undefined || names.some((name) => name.startsWith("[anon: Go: ")))
    return line;
  return {
    ...line,
    title: "Go's tables or other mmap",
    basis: "estimated",
    note: "they can't be told apart without MemStats",
  };
}

function outsideGoLine(input: LedgerInput, totals: TotalsByOwner): LedgerLine {
  const parts = [
    rssLine(totals, "c-heap"),
    rssLine(totals, "thread-stacks"),
    rssLine(totals, "file-copies"),
  ];
  const children = [...parts, anonymousLine(input, totals)].filter((line) => line.bytes !== 0);
  return makeLine("outside-go", {
    bytes: sumOf(children),
    basis: children.some((line) => line.basis === "estimated") ? "estimated" : "derived",
    source: SMAPS,
    formula: "anonymous memory that the runtime's metadata does not explain",
    children,
  });
}

/** RSS is known as a number only: compare it with what Go counts. */
function fromTotals(input: LedgerInput, rssBytes: number): LedgerLine {
  const { status, prometheus } = input.snapshot;
  const source = status?.vmRss === undefined ? "/metrics" : "/proc/PID/status";
  const known = withinRss(knownLines(input, source), rssBytes, input);
  const children =
    known.length === 0 ? [] : [...known, unattributedLine(rssBytes - sumOf(known), input)];
  const rss = makeLine("rss", { bytes: rssBytes, source, children });
  const virtBytes = status?.vmSize ?? prometheus?.virtualBytes;
  if (virtBytes === undefined)
    return missingLine("virt", missingMappings(input.snapshot), source, [rss]);
  const rest = makeLine("not-resident", {
    bytes: virtBytes - rssBytes,
    basis: "derived",
    source,
    formula: "VIRT − RSS",
    resident: 0,
  });
  return makeLine("virt", { bytes: virtBytes, source, children: [rest, rss] });
}

/** Where Go counts more than the kernel has in all, what is in RAM of its lines fits into RSS. */
function withinRss(lines: readonly LedgerLine[], rss: number, input: LedgerInput): LedgerLine[] {
  const [heap, metadata] = ["go-heap", "go-metadata"].map((id) => lines.find((l) => l.id === id));
  if (heap === undefined || metadata === undefined) return [...lines];
  const others = lines.filter((line) => line !== heap && line !== metadata);
  const room = Math.max(0, rss - sumOf(others));
  const { goroutines, meta } = input.snapshot;
  const spread = spreadResidency([...heap.children, metadata], room, input.go, {
    goroutines: goroutines?.total,
    pageSize: meta.pageSize,
  });
  const children = spread.slice(0, -1);
  if (children.every((line) => line.resident === undefined)) return [...lines];
  const resident = children.reduce((sum, line) => sum + (line.resident ?? line.bytes ?? 0), 0);
  return [{ ...heap, resident, children }, spread[spread.length - 1]!, ...others];
}

function knownLines(input: LedgerInput, source: string): LedgerLine[] {
  const { rssFile, rssShmem } = input.snapshot.status ?? {};
  const lines: LedgerLine[] = [];
  if (input.stats !== undefined) lines.push(goHeapLine(input), countedMetadata(input));
  if (rssFile !== undefined) lines.push(makeLine("mapped-files", filesFacts(rssFile, source)));
  if (rssShmem !== undefined) lines.push(makeLine("shared-memory", { bytes: rssShmem, source }));
  return lines;
}

function filesFacts(bytes: number, source: string) {
  return { bytes, source: `${source} RssFile`, note: "the program's own file included" };
}

function countedMetadata(input: LedgerInput): LedgerLine {
  return makeLine("go-metadata", {
    bytes: metadataSys(input.stats!),
    basis: "derived",
    source: `MemStats (${input.stats!.source})`,
    formula: "MSpanSys + MCacheSys + BuckHashSys + GCSys + OtherSys",
    note: "address space: an upper bound of what is in RAM",
  });
}

function unattributedLine(bytes: number, input: LedgerInput): LedgerLine {
  const missing = missingMappings(input.snapshot);
  return makeLine("unattributed", {
    bytes,
    basis: "derived",
    source: "RSS, MemStats",
    formula: "RSS − the lines above",
    // What it takes off is taken off the lines above already, as not resident.
    ...(bytes < 0 ? { resident: 0 } : {}),
    note: `not attributed: ${missing.reason}`,
  });
}

function withoutKernel(input: LedgerInput): LedgerLine {
  const missing = missingMappings(input.snapshot);
  const children = [goHeapLine(input)];
  if (input.stats !== undefined) children.push(countedMetadata(input));
  const rss = missingLine("rss", missing, SMAPS, children);
  return missingLine("virt", missing, SMAPS, [rss]);
}
