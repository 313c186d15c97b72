/** The collector burns CPU because the limit leaves no room between live heap and goal. */
import { formatBytes, formatShare } from "../../base/units.ts";
import { findLine } from "../../model/ledger.ts";
import type { Evidence } from "../../model/verdict.ts";
import type { VerdictContext } from "./context.ts";
import { bytesOf, series } from "./context.ts";
import { evidenceOf } from "./evidence.ts";
import type { VerdictRule } from "./rule.ts";

/**
 * Share of the CPU that no program spends on collecting for long unless it has to. It counts from
 * the program's start, and of all processors: one that has to share them reaches less.
 */
const MUCH_CPU = 0.15;
/**
 * Goal within this factor of the live heap: every small allocation starts a collection. Or it is
 * above the limit, which it is only where more than that was marked: what is allocated while the
 * collector marks counts as live until the next time, and no profile has it.
 */
const TIGHT_GOAL = 1.1;
/** Collections a second that only a tight goal explains. */
const OFTEN = 2;
/** A heap this many times its goal: while the collector runs, more is allocated than it can free. */
const BEHIND_GOAL = 1.5;

export const gcThrash: VerdictRule = {
  id: "gc-thrash",
  says: "the GC burns this share of CPU because the limit is too near",
  mendable: false,
  judge: (context) => {
    const { stats, limit } = context;
    if (stats === undefined || limit === undefined) return undefined;
    const tight = stats.NextGC <= TIGHT_GOAL * mostLive(context) || stats.NextGC > limit;
    const cpu = gcCpuShare(context);
    const often = collectionsPerSecond(context) ?? 0;
    const limited = limiterStruck(context);
    const behind = isBehind(context);
    const burns = (cpu ?? 0) >= MUCH_CPU || often >= OFTEN || limited || behind;
    if (!burns || !(tight || limited)) return undefined;
    return {
      headline: behind ? behindHeadline(context) : headline(context, cpu, often),
      bytes: null,
      owns: [],
      resident: 0,
      severity: "critical",
      evidence: evidence(context, cpu, often),
      actions: [
        { text: "Raise GOMEMLIMIT, or lower the live heap: there must be room between the two." },
        {
          text: "Where the limit cannot be raised, prefer a restart to this: the program hardly gets on.",
        },
      ],
      confidence: cpu === undefined ? "medium" : "high",
    };
  },
};

/** With GOGC=off the live heap is known from samples only: then as much as it can be. */
function mostLive(context: VerdictContext): number {
  const line = findLine(context.ledger, "live");
  return line?.range?.[1] ?? line?.bytes ?? 0;
}

function headline(context: VerdictContext, cpu: number | undefined, often: number): string {
  const share = cpu === undefined ? "much of" : formatShare(cpu);
  const rate = often >= 0.1 ? `, ${often.toFixed(1)} collections a second` : "";
  return `The collector takes ${share} of the CPU${rate}: GOMEMLIMIT (${formatBytes(context.limit!)}) leaves no room above the ${formatBytes(bytesOf(context, "live"))} of live objects.`;
}

/** A collection that does not end is in no number yet: neither its CPU nor its count. */
function isBehind({ stats }: VerdictContext): boolean {
  return stats !== undefined && stats.HeapAlloc > BEHIND_GOAL * stats.NextGC;
}

function behindHeadline(context: VerdictContext): string {
  const { HeapAlloc, NextGC } = context.stats!;
  return `The collector can't keep up: the heap is ${formatBytes(HeapAlloc)}, its goal ${formatBytes(NextGC)}; GOMEMLIMIT (${formatBytes(context.limit!)}) leaves no room above the ${formatBytes(bytesOf(context, "live"))} of live objects.`;
}

/** Between the snapshots where runtime/metrics say it, else since the start. */
function gcCpuShare(context: VerdictContext): number | undefined {
  const total = metricDelta(context, "/cpu/classes/total:cpu-seconds");
  const gc = metricDelta(context, "/cpu/classes/gc/total:cpu-seconds");
  if (total !== undefined && gc !== undefined && total > 0) return gc / total;
  return context.stats?.GCCPUFraction;
}

function metricDelta(context: VerdictContext, name: string): number | undefined {
  const points = series(context, ({ snapshot }) => snapshot.runtimeMetrics?.get(name));
  return points.length < 2 ? undefined : points[points.length - 1]!.value - points[0]!.value;
}

function collectionsPerSecond(context: VerdictContext): number | undefined {
  const points = series(context, ({ snapshot }) => snapshot.memStats?.NumGC);
  const [first, last] = [points[0], points[points.length - 1]];
  if (first === undefined || last === undefined || last.t <= first.t) return undefined;
  return (last.value - first.value) / (last.t - first.t);
}

/** Go's own limiter of GC CPU was switched on in one of the last collections. */
function limiterStruck(context: VerdictContext): boolean {
  const at = context.last.runtimeMetrics?.get("/gc/limiter/last-enabled:gc-cycle") ?? 0;
  const now = context.stats?.NumGC ?? 0;
  return at > 0 && now - at <= 10;
}

function evidence(context: VerdictContext, cpu: number | undefined, often: number): Evidence[] {
  const { stats, limit } = context;
  const list: Evidence[] = [
    ...evidenceOf(context, "live"),
    {
      what: "goal (NextGC)",
      value: formatBytes(stats!.NextGC),
      source: `MemStats (${stats!.source})`,
    },
    { what: "GOMEMLIMIT", value: formatBytes(limit!), source: "runtime/metrics or environment" },
  ];
  if (cpu !== undefined)
    list.push({
      what: "GC share of CPU",
      value: formatShare(cpu),
      source: "GCCPUFraction or /cpu/classes",
    });
  if (often > 0)
    list.push({ what: "collections a second", value: often.toFixed(1), source: "MemStats.NumGC" });
  return list;
}
