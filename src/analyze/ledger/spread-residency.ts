/**
 * Says how much of each Go line is in RAM, where the kernel counts less than Go: memory that was
 * handed out but never touched. Which line the untouched pages belong to nobody counts, so they
 * are spread over those that can be untouched, in proportion; in Go 1.11, which maps arenas of
 * 64 MiB as idle at once, the idle line takes them first.
 */
import { KiB } from "../../base/units.ts";
import type { GoVersion } from "../../model/go-version.ts";
import type { LedgerLine } from "../../model/ledger.ts";
import { sumOf } from "./make-line.ts";

/** Lines that may hold pages nobody ever wrote; of the metadata only addresses are counted where it is one. */
const CAN_BE_UNTOUCHED = [
  "live",
  "since-gc",
  "allocated",
  "free-slots",
  "idle",
  "gc-bitmap",
  "go-metadata",
];

/**
 * A full stack is copied into one of twice the size, so up to half of it has never been written: where
 * that half is a page at least.
 */
const UNTOUCHED_OF_STACK = 0.5;
const PAGE_SIZE = 4 * KiB;

/** Whose stacks are among the lines. */
export interface StackFacts {
  /** Undefined where nobody counted them. */
  readonly goroutines?: number | undefined;
  /** Of the machine; 4 KiB unless given. */
  readonly pageSize?: number | undefined;
}

export function spreadResidency(
  lines: readonly LedgerLine[],
  rss: number,
  go: GoVersion | undefined,
  stacks: StackFacts = {},
): LedgerLine[] {
  let missing = sumOf(lines) - rss;
  if (missing <= 0) return [...lines];
  const resident = new Map(lines.map((line) => [line.id, line.bytes ?? 0]));
  if (go?.major === 1 && go.minor === 11) missing -= take(resident, { idle: 1 }, missing);
  missing -= take(resident, mayBeUntouched(resident, stacks), missing);
  take(resident, shares([...resident.keys()]), missing);
  return lines.map((line) => withResident(line, resident.get(line.id)!));
}

function mayBeUntouched(
  resident: ReadonlyMap<string, number>,
  { goroutines = Number.POSITIVE_INFINITY, pageSize = PAGE_SIZE }: StackFacts,
) {
  const stack = (resident.get("stacks") ?? 0) / Math.max(1, goroutines);
  const hasWholePages = UNTOUCHED_OF_STACK * stack >= pageSize;
  return { ...shares(CAN_BE_UNTOUCHED), ...(hasWholePages ? { stacks: UNTOUCHED_OF_STACK } : {}) };
}

function shares(ids: readonly string[]): Record<string, number> {
  return Object.fromEntries(ids.map((id) => [id, 1]));
}

/** The parts of a line are as much in RAM as the line is: nobody counts which of them. */
function withResident(line: LedgerLine, resident: number): LedgerLine {
  const share = line.bytes === null || line.bytes === 0 ? 0 : resident / line.bytes;
  const children = line.children.map((child) =>
    child.bytes === null ? child : withResident(child, Math.round(child.bytes * share)),
  );
  return { ...line, resident, children };
}

/**
 * Takes up to `bytes` from these lines, in proportion to the share of each that may be taken; returns
 * how much it took.
 */
function take(resident: Map<string, number>, most: Record<string, number>, bytes: number): number {
  const ids = Object.keys(most).filter((id) => resident.has(id));
  const sum = ids.reduce((total, id) => total + resident.get(id)! * most[id]!, 0);
  if (sum <= 0 || bytes <= 0) return 0;
  const share = Math.min(1, bytes / sum);
  for (const id of ids) {
    resident.set(id, Math.round(resident.get(id)! * (1 - share * most[id]!)));
  }
  return Math.min(bytes, sum);
}
