/**
 * Live objects and the lines of code that hold them, with what the profile cannot say. Before the
 * first collection nothing is known to be live: then the profile is of all that was allocated.
 */
import type { LedgerLine } from "../../model/ledger.ts";
import type { CodeLine } from "../../model/report.ts";
import type { CodeEstimate, LedgerInput } from "./ledger-input.ts";
import { mayHaveNewer } from "./live/early-profile.ts";
import type { LiveHeap } from "./live/live-estimate.ts";
import { makeLine, missingLine, sumOf } from "./make-line.ts";
import { missingMemStats } from "./missing.ts";

/** Lines of code shown one by one; the others are summed up. */
const SHOWN = 8;
/** Nothing below this share of the live heap is worth a line of its own. */
const SMALLEST_SHARE = 0.01;

export function liveLine(input: LedgerInput): LedgerLine {
  const { live, code } = input;
  if (live !== undefined) {
    return makeLine("live", {
      bytes: live.bytes,
      range: live.range[0] === live.range[1] ? undefined : live.range,
      basis: live.isEstimate ? "estimated" : live.formula === undefined ? "counted" : "derived",
      source: live.source,
      formula: live.formula,
      children: code === undefined || !isCollected(input) ? [] : codeChildren(input, code, live),
    });
  }
  if (code === undefined || input.stats !== undefined) {
    return missingLine("live", whyUnknown(input), "MemStats, gctrace");
  }
  const children = linesOf(code, code.bytes);
  return makeLine("live", {
    bytes: sumOf(children),
    range: code.range,
    basis: "estimated",
    source: "heap profile",
    note: "as of the collection before the last one",
    children,
  });
}

function whyUnknown(input: LedgerInput): { reason: string; remedy?: string } {
  if (input.stats === undefined) return missingMemStats(input.snapshot);
  return {
    reason: "nothing read here tells what the last GC marked",
    remedy: "run the program with GODEBUG=gctrace=1 and pass its output with --gctrace FILE",
  };
}

/** The parts of what was allocated since the last collection: known only where there was none. */
export function sinceGcChildren(input: LedgerInput, bytes: number): LedgerLine[] {
  const { code } = input;
  if (code === undefined || isCollected(input)) return [];
  const lines = linesOf(code, bytes);
  return [...lines, differenceLine("sampling-difference", bytes - sumOf(lines), "HeapAlloc")];
}

function isCollected({ stats }: LedgerInput): boolean {
  return stats?.NumGC !== 0;
}

function codeChildren(input: LedgerInput, code: CodeEstimate, live: LiveHeap): LedgerLine[] {
  const lines = linesOf(code, live.bytes);
  const since = sinceProfile(input, code, live.bytes, live.bytes - sumOf(lines));
  const all = since > 0 ? [...lines, sinceProfileLine(since)] : lines;
  const isMore = leastByFar(code) > live.range[1];
  const isNewer = input.stats !== undefined && mayHaveNewer(input.stats);
  const id = isMore
    ? isNewer
      ? "newer-in-profile"
      : "freed-since-profile"
    : "sampling-difference";
  return [...all, differenceLine(id, live.bytes - sumOf(all), "live objects")];
}

/**
 * The 95 % interval is missed once in 20 looks, on this side in 40, and where runtime.GC() was called the profile is
 * of the last collection: what was freed is told from twice as far off, which chance reaches once in 20,000.
 */
function leastByFar({ bytes, range }: CodeEstimate): number {
  return bytes - 2 * (bytes - range[0]);
}

/** Why the lines of code and what they are parts of do not agree. */
function differenceLine(id: string, bytes: number, whole: string): LedgerLine {
  return makeLine(id, {
    bytes,
    basis: "estimated",
    source: `heap profile, ${whole === "live objects" ? "live heap" : "MemStats"}`,
    formula: `${whole} − Σ lines of code`,
  });
}

function linesOf(code: CodeEstimate, whole: number): LedgerLine[] {
  const shown = code.lines.slice(0, SHOWN).filter((line) => line.bytes >= SMALLEST_SHARE * whole);
  const lines = shown.map((line, i) => codeLine(line, i));
  const other = Math.round(code.bytes) - sumOf(lines);
  if (other <= 0) return lines;
  const rest = makeLine("live-other", { bytes: other, basis: "estimated", source: "heap profile" });
  return [...lines, rest];
}

function codeLine(line: CodeLine, rank: number): LedgerLine {
  return {
    ...makeLine(`live.${rank + 1}`, {
      bytes: Math.round(line.bytes),
      range: [Math.round(line.bytesRange[0]), Math.round(line.bytesRange[1])],
      basis: "estimated",
      source: "heap profile",
    }),
    title: line.file === "" ? line.function : `${shortFile(line.file)}:${line.line}`,
    place: { function: line.function, file: line.file, line: line.line },
  };
}

function shortFile(file: string): string {
  return file.slice(file.lastIndexOf("/") + 1);
}

/**
 * What is live and in no line. As much as gctrace says was marked since the profile's cycle; where
 * there is no trace, all of it if it is more than sampling can explain (the 95 % interval).
 */
function sinceProfile(
  input: LedgerInput,
  code: CodeEstimate,
  live: number,
  unexplained: number,
): number {
  if (unexplained <= 0) return 0;
  if (input.gcLog !== undefined) return Math.min(markedSinceProfile(input, live), unexplained);
  return live > code.range[1] ? unexplained : 0;
}

/**
 * How much the live heap grew in the last collection, by gctrace: the most that the profile can
 * lack for being a cycle older. Whether it does, only its sum tells.
 */
function markedSinceProfile(input: LedgerInput, live: number): number {
  const { gcLog, stats } = input;
  if (gcLog === undefined || stats?.NumGC === undefined) return 0;
  const row = gcLog.cycles.n.lastIndexOf(stats.NumGC);
  if (row < 1) return 0;
  const before = gcLog.cycles.live[row - 1]!;
  const after = gcLog.cycles.live[row]!;
  const grown = after - before;
  return Number.isFinite(grown) && grown > 0 ? Math.min(grown, live) : 0;
}

function sinceProfileLine(bytes: number): LedgerLine {
  return makeLine("live-since-profile", {
    bytes,
    basis: "derived",
    source: "live heap, heap profile",
  });
}
