/**
 * The GOGC that a program has set itself (debug.SetGCPercent), which only a whole look can tell, by its heap profile:
 * looks at MemStats alone are read with it, else the live heap would jump between the two.
 */
import { MiB } from "../../base/units.ts";
import { findLine, type LedgerLine } from "../../model/ledger.ts";
import type { Snapshot } from "../../model/snapshot.ts";

/** What differs by no more is the same: stacks count for a part that is not known. */
const NEAR = 0.1;

/**
 * @param whole the ledger of the report, of all looks with the profiles
 * @param alone that of the same look by its goal and the GOGC that was read
 * @returns percent; undefined where the two agree
 */
export function ownGogc(
  { memStats }: Snapshot,
  whole: LedgerLine,
  alone: LedgerLine,
): number | undefined {
  const live = findLine(whole, "live")?.bytes;
  const byGoal = rangeOf(alone);
  if (memStats === undefined || live == null || byGoal === undefined) return undefined;
  const isSame = live >= (1 - NEAR) * byGoal[0] && live <= (1 + NEAR) * byGoal[1];
  const { NextGC, StackInuse } = memStats;
  if (isSame || live <= 0 || !Number.isFinite(NextGC) || NextGC <= live) return undefined;
  // Of the stacks mostly a fraction is scanned.
  return Math.round((100 * (NextGC - live)) / (live + (StackInuse + MiB) / 4));
}

function rangeOf(ledger: LedgerLine): readonly [number, number] | undefined {
  const line = findLine(ledger, "live");
  if (line?.bytes == null) return undefined;
  return line.range ?? [line.bytes, line.bytes];
}

/** As if the program had been started with it. */
export function withGogc(snapshot: Snapshot, percent: number | undefined): Snapshot {
  if (percent === undefined) return snapshot;
  return { ...snapshot, environment: { ...snapshot.environment, GOGC: `${percent}` } };
}
