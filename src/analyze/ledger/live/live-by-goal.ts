/** The live heap by the goal that was computed from it. */
import { MiB } from "../../../base/units.ts";
import type { GoVersion } from "../../../model/go-version.ts";
import type { MemStats } from "../../../model/mem-stats.ts";
import type { Snapshot } from "../../../model/snapshot.ts";
import { limitState } from "../../heap-model/pacer/limit-state.ts";
import { goalTellsMarked, markedFromGoal } from "../../heap-model/pacer/marked-from-goal.ts";
import { memoryLimitGoal } from "../../heap-model/pacer/memory-limit-goal.ts";
import type { PacerRules } from "../../heap-model/pacer/pacer-rules.ts";
import { pacerRules } from "../../heap-model/pacer/pick-pacer-rules.ts";
import { gogcPercent, memoryLimit } from "../../settings.ts";
import type { LiveHeap } from "./live-estimate.ts";

/**
 * The goal is computed from the live heap, so it can be turned round where GOGC is known. Not where
 * the memory limit made the goal. A trace of the same collection that disagrees is believed instead.
 */
export function liveByGoal(
  snapshot: Snapshot,
  go: GoVersion | undefined,
  traced: LiveHeap | undefined,
): LiveHeap | undefined {
  const stats = snapshot.memStats;
  const rules = pacerRules(go);
  if (stats === undefined || !goalFollowsLiveHeap(snapshot, stats, rules)) return undefined;
  const gogc = gogcPercent(snapshot).percent;
  const roots = scannedRoots(snapshot, stats);
  const markedWith = (counted: number) => markedFromGoal(rules, stats.NextGC, counted, gogc);
  // Of the stacks only the used part is scanned, which is mostly a fraction of StackInuse.
  const bytes = Math.max(0, Math.round(markedWith(roots / 4)));
  const live: LiveHeap = {
    bytes,
    range: [Math.floor(Math.max(0, markedWith(roots))), Math.ceil(markedWith(0))],
    source: "MemStats.NextGC and GOGC",
    formula:
      rules.roots === "none"
        ? "NextGC / (1 + GOGC/100)"
        : "(NextGC − roots·GOGC/100) / (1 + GOGC/100)",
  };
  return traced !== undefined && !overlaps(live, traced) ? undefined : live;
}

function overlaps(a: LiveHeap, b: LiveHeap): boolean {
  return a.range[0] <= b.range[1] && b.range[0] <= a.range[1];
}

/** Bytes: the stacks and global variables that are scanned, at the most. */
export function scannedRoots(snapshot: Snapshot, stats: MemStats): number {
  const metrics = snapshot.runtimeMetrics;
  const stack = metrics?.get("/gc/scan/stack:bytes");
  const globals = metrics?.get("/gc/scan/globals:bytes");
  if (stack !== undefined && globals !== undefined) return stack + globals;
  return (snapshot.sinceCollection?.stacks ?? stats.StackInuse) + MiB;
}

function goalFollowsLiveHeap(snapshot: Snapshot, stats: MemStats, rules: PacerRules): boolean {
  if (stats.NumGC === 0) return false;
  const { percent } = gogcPercent(snapshot);
  return goalTellsMarked(rules, stats.NextGC, percent) && !limitMadeGoal(snapshot, stats, rules);
}

/** MemStats of /metrics are not of one instant. */
const LIMIT_TOLERANCE = 0.95;

/** With a memory limit in force the goal may be the limit's: then it says nothing of M. */
function limitMadeGoal(snapshot: Snapshot, stats: MemStats, rules: PacerRules): boolean {
  const limit = memoryLimit(snapshot, undefined);
  if (limit === undefined) return false;
  const goal = memoryLimitGoal(rules, { marked: 0, ...limitState(stats) }, limit);
  return stats.NextGC >= LIMIT_TOLERANCE * goal;
}
