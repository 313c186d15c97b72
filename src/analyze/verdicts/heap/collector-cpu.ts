/** What collecting costs: the share of the CPU, and how often. Several verdicts ask. */
import { formatShare } from "../../../base/units.ts";
import type { MemStats } from "../../../model/mem-stats.ts";
import type { VerdictContext } from "../rule/context.ts";
import { series, sinceLastGc } from "../rule/context.ts";

/**
 * Share of the CPU that no program spends on collecting for long unless it has to. It counts from
 * the program's start, and of all processors: one that has to share them reaches less.
 */
export const MUCH_CPU = 0.15;

/** A share of all processors' time. */
export interface GcCpu {
  readonly share: number;
  /** True where it is of all time since the program's start: what it is now may be far from that. */
  readonly isSinceStart: boolean;
}

/**
 * Between the snapshots where runtime/metrics say it, or where collections ended between them; else since
 * the start, which says nothing of a collector that is at rest by now.
 */
export function gcCpu(context: VerdictContext): GcCpu | undefined {
  const between = shareByMetrics(context) ?? shareByFractions(context);
  if (between !== undefined) return { share: between, isSinceStart: false };
  const fraction = isAtRest(context) ? undefined : context.stats?.GCCPUFraction;
  return fraction === undefined ? undefined : { share: fraction, isSinceStart: true };
}

export function cpuText({ share, isSinceStart }: GcCpu): string {
  const [took, when] = isSinceStart ? ["has taken", " since the start"] : ["takes", ""];
  return `${took} ${formatShare(share)} of the CPU${when}`;
}

function shareByMetrics(context: VerdictContext): number | undefined {
  const total = metricDelta(context, "/cpu/classes/total:cpu-seconds");
  const gc = metricDelta(context, "/cpu/classes/gc/total:cpu-seconds");
  return total !== undefined && gc !== undefined && total > 0 ? gc / total : undefined;
}

/** Over less time than this one collection more or less decides. */
const SHORTEST = 1;

/** GCCPUFraction is of the time from the start to the end of the last collection. */
function shareByFractions({ moments }: VerdictContext): number | undefined {
  const points = moments.flatMap(({ snapshot: { memStats, meta, time } }) => {
    const spent = spentUntilLast(memStats, meta.processStart);
    return spent === undefined || time === undefined ? [] : [{ time, spent }];
  });
  const [first, last] = [points[0], points[points.length - 1]];
  const seconds = first === undefined ? 0 : last!.time - first.time;
  if (seconds < SHORTEST) return undefined;
  return Math.min(1, Math.max(0, (last!.spent - first!.spent) / seconds));
}

/** Seconds of all processors that collecting took. */
function spentUntilLast(stats: MemStats | undefined, start: number | undefined) {
  const { GCCPUFraction: fraction, LastGC, NumGC } = stats ?? {};
  if (NumGC === 0) return 0;
  return fraction === undefined || !LastGC || start === undefined
    ? undefined
    : fraction * (LastGC - start);
}

/** Longer than this, and than so many times the longest of the last intervals, without a collection. */
const REST_SECONDS = 1;
const REST_INTERVALS = 3;
const LAST_INTERVALS = 4;

function isAtRest(context: VerdictContext): boolean {
  const { PauseEnd, NumGC = 0 } = context.stats ?? {};
  const since = sinceLastGc(context);
  if (PauseEnd === undefined || since === undefined || NumGC <= LAST_INTERVALS) return false;
  const end = (back: number) => PauseEnd[(NumGC - back + 255) % 256]! / 1e9;
  const backs = Array.from({ length: LAST_INTERVALS }, (_, back) => back);
  const longest = Math.max(...backs.map((back) => end(back) - end(back + 1)));
  return since > Math.max(REST_SECONDS, REST_INTERVALS * longest);
}

function metricDelta(context: VerdictContext, name: string): number | undefined {
  const points = series(context, ({ snapshot }) => snapshot.runtimeMetrics?.get(name));
  return points.length < 2 ? undefined : points[points.length - 1]!.value - points[0]!.value;
}

export function collectionsPerSecond(context: VerdictContext): number | undefined {
  const points = series(context, ({ snapshot }) => snapshot.memStats?.NumGC);
  const [first, last] = [points[0], points[points.length - 1]];
  if (first === undefined || last === undefined || last.t <= first.t) return undefined;
  return (last.value - first.value) / (last.t - first.t);
}
