/** What collecting costs: the share of the CPU, and how often. Several verdicts ask. */
import type { VerdictContext } from "../rule/context.ts";
import { series, sinceLastGc } from "../rule/context.ts";

/**
 * Share of the CPU that no program spends on collecting for long unless it has to. It counts from
 * the program's start, and of all processors: one that has to share them reaches less.
 */
export const MUCH_CPU = 0.15;

/**
 * Between the snapshots where runtime/metrics say it, else since the start: that says nothing of a
 * collector that is at rest by now.
 */
export function gcCpuShare(context: VerdictContext): number | undefined {
  const total = metricDelta(context, "/cpu/classes/total:cpu-seconds");
  const gc = metricDelta(context, "/cpu/classes/gc/total:cpu-seconds");
  if (total !== undefined && gc !== undefined && total > 0) return gc / total;
  return isAtRest(context) ? undefined : context.stats?.GCCPUFraction;
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
