/** Why a condition that is not known to be met may be met all the same. */
import { isHeapPart } from "../../analyze/ledger/heap-parts.ts";
import { formatBytes, formatSeconds } from "../../base/units.ts";
import { findLine, type LedgerLine } from "../../model/ledger.ts";
import type { Report } from "../../model/report.ts";
import type { FailCondition } from "./conditions.ts";
import { knownBytes, untoldBy, untoldHeap } from "./known-bytes.ts";

/** Why it can't be said whether a condition that is not known to be met is, or undefined. */
export function doubtOf(report: Report, condition: FailCondition): string | undefined {
  const { id } = condition;
  return condition.kind === "threshold" ? doubtOfLine(report, id) : doubtOfVerdict(report, id);
}

function doubtOfLine(report: Report, id: string): string | undefined {
  const { ledger } = report;
  if (report.isCopy === true && isHeapPart(id)) return COPY;
  if (knownBytes(ledger, id) !== undefined) return undefined;
  return whyUnknown(report, id, findLine(ledger, id) ?? untoldBy(ledger, id));
}

/** In the words of the line that is not known, or that holds its part undivided. */
function whyUnknown({ missing }: Report, what: string, line: LedgerLine | undefined): string {
  const unread = missing.find(({ source }) => source === "proc/smaps");
  const told = line?.id === "unattributed" ? unread : line?.missing;
  const reason = told?.reason ?? line?.note ?? "its source is missing";
  return `${what} is not known: ${reason}${told?.remedy === undefined ? "" : ` (${told.remedy})`}.`;
}

function doubtOfVerdict(report: Report, id: string): string | undefined {
  if (id === "goroutine-leak") return doubtOfLeak(report);
  const untold = untoldSource(report.ledger, id);
  if (untold !== undefined) return whyUnknown(report, "What it is judged by", untold);
  if (report.isCopy === true && isOfTheProgram(id)) return COPY;
  return id === "live-heap-growing" ? doubtOfGrowth(report) : undefined;
}

const COPY = "The program's own numbers are answered from a copy, whose age is not known.";

function isOfTheProgram(id: string): boolean {
  return OF_LIVE.has(id) || OF_THE_HEAP.has(id);
}

/** Leaks show in time: one snapshot can find some, and rules none out. */
const ONE_SNAPSHOT = "One snapshot cannot tell; add --for 30s.";

function doubtOfLeak({ goroutines, snapshots }: Report): string | undefined {
  if (goroutines === undefined) return "A goroutine profile was not read.";
  return snapshots.length > 1 ? undefined : ONE_SNAPSHOT;
}

/** A heap that grows between two collections may be a leak, or garbage; one that goes up and down may stay. */
function doubtOfGrowth({ snapshots, untoldGrowth }: Report): string | undefined {
  if (snapshots.length === 1) return ONE_SNAPSHOT;
  if (untoldGrowth === undefined) return undefined;
  const { bytes, seconds, of } = untoldGrowth;
  const grew = `grew by ${formatBytes(bytes)} in ${formatSeconds(seconds)}`;
  return of === "live heap"
    ? `The live heap ${grew}, but went up and down; look for longer.`
    : `The heap in use ${grew}, with too few collections to tell how much of that is live; look for longer.`;
}

/** The line that would have to be known, or known in its parts, for the verdict to be ruled out. */
function untoldSource(ledger: LedgerLine, id: string): LedgerLine | undefined {
  const live = findLine(ledger, "live");
  if (OF_LIVE.has(id)) return live?.bytes === null ? live : undefined;
  if (OF_THE_HEAP.has(id)) return untoldHeap(ledger);
  const rss = findLine(ledger, "rss");
  if (OF_RSS.has(id) || OF_MAPPINGS.has(id)) {
    if (rss?.bytes === null) return rss;
    return OF_MAPPINGS.has(id) ? findLine(ledger, "unattributed") : undefined;
  }
  return undefined;
}

const OF_LIVE: ReadonlySet<string> = new Set(["live-heap", "live-heap-growing", "gc-thrash"]);
const OF_THE_HEAP: ReadonlySet<string> = new Set([
  "gc-headroom",
  "idle-not-returned",
  "fragmentation",
  "goroutine-stacks",
  "dead-goroutines",
]);
const OF_RSS: ReadonlySet<string> = new Set(["near-limit"]);
const OF_MAPPINGS: ReadonlySet<string> = new Set([
  "released-not-reclaimed",
  "outside-go",
  "global-variables",
  "shared-memory",
  "mapped-files",
  "runtime-metadata",
  "huge-pages",
  "never-touched",
  "swapped",
  "virtual-only",
]);
