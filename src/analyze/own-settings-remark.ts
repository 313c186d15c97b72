/**
 * Said where the next collection's goal does not follow from the settings that were read: the program
 * has set its own. From outside only what they were at the start can be seen, and a low goal may be
 * GOGC's or a memory limit's.
 */
import { formatBytes } from "../base/units.ts";
import type { GoVersion } from "../model/go-version.ts";
import { findLine } from "../model/ledger.ts";
import type { MemStats } from "../model/mem-stats.ts";
import { limitForGoal } from "./heap-model/pacer/limit-for-goal.ts";
import { limitState } from "./heap-model/pacer/limit-state.ts";
import { pacerRules } from "./heap-model/pacer/pick-pacer-rules.ts";
import { gogcInForce } from "./verdicts/heap/gogc-in-force.ts";
import type { Moment } from "./verdicts/rule/context.ts";

export function ownSettingsRemark(moment: Moment, go: GoVersion | undefined): string[] {
  const { underOtherGogc, ledger, snapshot } = moment;
  if (underOtherGogc === undefined) return doubtRemark(moment);
  const live = findLine(ledger, "live")?.bytes ?? 0;
  const { isLower } = gogcInForce(moment);
  const limit = isLower ? limitOf(snapshot.memStats, go) : undefined;
  const own =
    limit === undefined
      ? `${isLower ? "a lower" : "a higher"} one itself (debug.SetGCPercent), which goes before the environment's`
      : `its own: a lower GOGC (debug.SetGCPercent), or a memory limit of about ${formatBytes(limit)} (debug.SetMemoryLimit)`;
  return [
    `GOGC is not what the environment says: ${formatBytes(underOtherGogc)} would be live then, and the heap profile has ${formatBytes(live)}. The program seems to have set ${own}.`,
  ];
}

/** One look cannot tell a heap that grew, or fell, from a goal that another GOGC made. */
function doubtRemark(moment: Moment): string[] {
  const { perhapsUnderOtherGogc: byGoal, ledger } = moment;
  const range = findLine(ledger, "live")?.range;
  if (byGoal === undefined || range === undefined) return [];
  const [profile, moved, own] = gogcInForce(moment).isLower
    ? [`${formatBytes(range[1])} at most`, "fell", "GOGC or a memory limit"]
    : [`${formatBytes(range[0])} at least`, "grew", "GOGC"];
  return [
    `The heap profile, a collection old, has ${profile}; by the environment's GOGC ${formatBytes(byGoal)} would be live now. Either the live heap ${moved} in the last collection, or the program has set ${own} itself. A look after the next collection tells.`,
  ];
}

/** The memory limit that would make this goal. */
function limitOf(stats: MemStats | undefined, go: GoVersion | undefined): number | undefined {
  if (stats === undefined || !Number.isFinite(stats.NextGC)) return undefined;
  return limitForGoal(pacerRules(go), limitState(stats).nonHeap, stats.NextGC);
}
