/**
 * Makes a history out of snapshots: oldest first, and all of one process. What does not fit is
 * said and left out, for a difference between two processes is no growth.
 */
import type { Snapshot } from "../../model/snapshot.ts";

/** Start times are computed from ticks since boot, and differ by rounding and by clock changes. */
const SAME_START_SECONDS = 2;

export interface OrderedSnapshots {
  readonly snapshots: readonly Snapshot[];
  readonly remarks: readonly string[];
}

/** By time where each tells it, else as they came; then only those of the last one's process. */
export function orderSnapshots(snapshots: readonly Snapshot[]): OrderedSnapshots {
  const remarks: string[] = [];
  const ordered = sortByTime(snapshots, remarks);
  const last = ordered.at(-1);
  const kept = ordered.filter((snapshot) => {
    const difference = last === undefined ? undefined : otherProcess(snapshot, last);
    if (difference !== undefined) {
      remarks.push(
        `Snapshot ${snapshot.name} is left out: it is of another process (${difference}).`,
      );
    }
    return difference === undefined;
  });
  return { snapshots: kept, remarks };
}

function sortByTime(snapshots: readonly Snapshot[], remarks: string[]): readonly Snapshot[] {
  const timed = snapshots.filter((snapshot) => snapshot.time !== undefined);
  for (const [index, snapshot] of timed.entries()) {
    const before = timed[index - 1];
    if (before !== undefined && snapshot.time! < before.time!) {
      remarks.push(`Time goes back from snapshot ${before.name} to ${snapshot.name}.`);
    }
  }
  const allTimed = timed.length === snapshots.length;
  return allTimed ? timed.toSorted((a, b) => a.time! - b.time!) : snapshots;
}

/** How the two differ, or undefined where nothing says that they do. */
function otherProcess(snapshot: Snapshot, last: Snapshot): string | undefined {
  const [pid, lastPid] = [snapshot.status?.pid, last.status?.pid];
  if (pid !== undefined && lastPid !== undefined && pid !== lastPid) {
    return `PID ${pid}, the last one is of PID ${lastPid}`;
  }
  const [start, lastStart] = [startOf(snapshot), startOf(last)];
  if (start === undefined || lastStart === undefined) return undefined;
  if (Math.abs(start - lastStart) <= SAME_START_SECONDS) return undefined;
  if (wasRunning(snapshot, lastStart)) return undefined;
  return `it started ${Math.abs(Math.round(start - lastStart))} s ${start < lastStart ? "earlier" : "later"}`;
}

/** Then a start that is told earlier or later is the clock that was set, not another process. */
function wasRunning(snapshot: Snapshot, lastStart: number): boolean {
  return snapshot.time !== undefined && lastStart < snapshot.time - SAME_START_SECONDS;
}

function startOf(snapshot: Snapshot): number | undefined {
  return snapshot.meta.processStart ?? snapshot.prometheus?.startTime;
}
