/**
 * Says how much of each Go line is in RAM, where the kernel counts less than Go: memory that was
 * handed out but never touched. Which line the untouched pages belong to nobody counts, so they
 * are spread over those that can be untouched, in proportion; in Go 1.11, which maps arenas of
 * 64 MiB as idle at once, the idle line takes them first.
 */
import type { GoVersion } from "../../model/go-version.ts";
import type { LedgerLine } from "../../model/ledger.ts";
import { sumOf } from "./make-line.ts";

/** Lines that may hold pages nobody ever wrote. */
const CAN_BE_UNTOUCHED = new Set([
  "live",
  "since-gc",
  "allocated",
  "free-slots",
  "idle",
  "gc-bitmap",
]);

export function spreadResidency(
  lines: readonly LedgerLine[],
  rss: number,
  go: GoVersion | undefined,
): LedgerLine[] {
  let missing = sumOf(lines) - rss;
  if (missing <= 0) return [...lines];
  const resident = new Map(lines.map((line) => [line.id, line.bytes ?? 0]));
  if (go?.major === 1 && go.minor === 11) missing -= take(resident, ["idle"], missing);
  missing -= take(resident, [...CAN_BE_UNTOUCHED], missing);
  take(resident, [...resident.keys()], missing);
  return lines.map((line) => withResident(line, resident.get(line.id)!));
}

/** The parts of a line are as much in RAM as the line is: nobody counts which of them. */
function withResident(line: LedgerLine, resident: number): LedgerLine {
  const share = line.bytes === null || line.bytes === 0 ? 0 : resident / line.bytes;
  const children = line.children.map((child) =>
    child.bytes === null ? child : withResident(child, Math.round(child.bytes * share)),
  );
  return { ...line, resident, children };
}

/** Takes up to `bytes` from these lines in proportion; returns how much it took. */
function take(resident: Map<string, number>, ids: readonly string[], bytes: number): number {
  const sum = ids.reduce((total, id) => total + (resident.get(id) ?? 0), 0);
  if (sum <= 0 || bytes <= 0) return 0;
  const share = Math.min(1, bytes / sum);
  for (const id of ids) {
    const before = resident.get(id);
    if (before !== undefined) resident.set(id, Math.round(before * (1 - share)));
  }
  return Math.min(bytes, sum);
}
