/** The collector burns CPU because the limit leaves no room between live heap and goal. */
import { formatBytes, formatShare } from "../../../base/units.ts";
import { formatMemoryLimit } from "../../../model/go-settings.ts";
import { findLine } from "../../../model/ledger.ts";
import type { MemStats } from "../../../model/mem-stats.ts";
import type { Action, Evidence } from "../../../model/verdict.ts";
import { limitState } from "../../heap-model/pacer/limit-state.ts";
import { isTightGoal } from "../../heap-model/pacer/tight-goal.ts";
import { findLimits } from "../../limits.ts";
import type { VerdictContext } from "../rule/context.ts";
import { bytesOf } from "../rule/context.ts";
import { evidenceOf } from "../rule/evidence.ts";
import type { Finding, VerdictRule } from "../rule/rule.ts";
import { collectionsPerSecond, cpuText, type GcCpu, gcCpu, MUCH_CPU } from "./collector-cpu.ts";
import { ENOUGH_ROOM, limitForGrowth } from "./pacer-facts.ts";

/** Collections a second that only a tight goal explains. */
const OFTEN = 2;
/** A heap this many times its goal: while the collector runs, more is allocated than it can free. */
const BEHIND_GOAL = 1.5;

/** It is about time: no memory is its own, and whatever else is found matters less. */
const NO_MEMORY = { bytes: null, owns: [], resident: 0, severity: "critical" } as const;

const LOOK_FOR_SETTINGS: Action = {
  text: "Look for debug.SetMemoryLimit and debug.SetGCPercent in the program and what it imports, and raise what they set; or lower the live heap.",
};
/** A heap can be past its goal for its rate of allocation alone. */
const WITHOUT_SETTINGS: Action = {
  text: "Where the program calls neither: raise GOGC, or allocate less.",
};

export const gcThrash: VerdictRule = {
  id: "gc-thrash",
  says: "the GC burns this share of CPU because the limit is too near",
  mendable: false,
  judge: (context) => {
    const { stats, limit } = context;
    if (stats === undefined) return undefined;
    if (limit === undefined) return underOwnGoal(context);
    // Above the limit a goal is only where more than that was marked: what is allocated while the
    // collector marks counts as live until the next time, and no profile has it.
    const tight = isTightGoal(stats.NextGC, mostLive(context)) || stats.NextGC > limit;
    const cpu = gcCpu(context);
    const often = collectionsPerSecond(context) ?? 0;
    const limited = limiterStruck(context);
    const behind = isBehind(context);
    const burns = (cpu?.share ?? 0) >= MUCH_CPU || often >= OFTEN || limited || behind;
    if (!burns || !((tight && isByLimit(stats, limit)) || limited)) return undefined;
    return {
      ...NO_MEMORY,
      headline: behind ? behindHeadline(context) : headline(context, cpu, often),
      evidence: evidence(context, cpu, often),
      actions: [
        raiseAction(context),
        {
          text: "Where the limit cannot be raised, a restart gains time: what collecting takes, the program lacks.",
        },
      ],
      confidence: cpu === undefined ? "medium" : "high",
    };
  },
};

/**
 * No limit was read. The program may have set one or GOGC itself, which is in nothing that was read but its
 * goal: that is known where the profile has more than GOGC would let live. Where what is live is not clear,
 * as of a heap that grows while it is marked, a goal that is passed at every look says enough.
 */
function underOwnGoal(context: VerdictContext): Finding | undefined {
  const cpu = gcCpu(context);
  if (cpu === undefined || cpu.share < MUCH_CPU) return undefined;
  const goal = formatBytes(context.stats!.NextGC);
  const own = `the goal that the program has set itself (${goal}, by debug.SetMemoryLimit or debug.SetGCPercent) leaves no room above its live objects`;
  const passed = `the heap is past its goal (${goal}) at every look`;
  const isOwn = hasOwnTightGoal(context);
  if (!isOwn && !isPastGoal(context)) return undefined;
  const often = collectionsPerSecond(context) ?? 0;
  return {
    ...NO_MEMORY,
    headline: `The collector ${cpuText(cpu)}${rateText(often)}: ${isOwn ? own : passed}.`,
    evidence: evidence(context, cpu, often),
    actions: isOwn ? [LOOK_FOR_SETTINGS] : [LOOK_FOR_SETTINGS, WITHOUT_SETTINGS],
    confidence: "medium",
  };
}

function hasOwnTightGoal(context: VerdictContext): boolean {
  const { underOtherGogc } = context.moments[context.moments.length - 1]!;
  const isLower = underOtherGogc !== undefined && underOtherGogc < bytesOf(context, "live");
  return isLower && isTightGoal(context.stats!.NextGC, mostLive(context));
}

/** A collector that keeps up ends before the heap has reached its goal; once it may be late. */
function isPastGoal({ moments }: VerdictContext): boolean {
  if (moments.length < 2) return false;
  return moments.every(({ snapshot: { memStats } }) => {
    return memStats !== undefined && memStats.HeapAlloc >= memStats.NextGC;
  });
}

/** Of a limit that makes the goal, this much is taken when the heap has reached it: the rest is headroom. */
const TAKEN_BY_GOAL = 0.75;

/** A small heap has a small goal, and collects often, under any limit. */
function isByLimit(stats: MemStats, limit: number): boolean {
  const { mappedReady, nonHeap } = limitState(stats);
  return mappedReady >= limit || stats.NextGC + nonHeap >= TAKEN_BY_GOAL * limit;
}

function raiseAction(context: VerdictContext): Action {
  const text = "Raise GOMEMLIMIT, or lower the live heap: there must be room between the two";
  const bytes = limitForGrowth(context, ENOUGH_ROOM);
  if (bytes === undefined || bytes <= context.limit!) return { text: `${text}.` };
  const most = findLimits(context.last, context.go).find(({ kind }) => kind === "cgroup")?.bytes;
  if (most !== undefined && bytes > LIMIT_IN_CGROUP * most) {
    return {
      text: `Lower the live heap, or raise GOMEMLIMIT and the cgroup's limit with it: for half as much again as is live GOMEMLIMIT would have to be ${formatBytes(bytes)}, and the cgroup has ${formatBytes(most)} for the whole process.`,
    };
  }
  const code = `GOMEMLIMIT=${formatMemoryLimit(bytes)}`;
  return { text: `${text}. This lets the heap grow by half of what is live.`, code };
}

/** Go's limit does not count what C code and files take, which the cgroup's does. */
const LIMIT_IN_CGROUP = 0.9;

/** With GOGC=off the live heap is known from samples only: then as much as it can be. */
function mostLive(context: VerdictContext): number {
  const line = findLine(context.ledger, "live");
  return line?.range?.[1] ?? line?.bytes ?? 0;
}

function headline(context: VerdictContext, cpu: GcCpu | undefined, often: number): string {
  const takes = cpu === undefined ? "takes much of the CPU" : cpuText(cpu);
  return `The collector ${takes}${rateText(often)}: GOMEMLIMIT (${formatBytes(context.limit!)}) leaves no room above the ${formatBytes(bytesOf(context, "live"))} of live objects.`;
}

function rateText(often: number): string {
  return often >= 0.1 ? `, ${often.toFixed(1)} collections a second` : "";
}

/** A collection that does not end is in no number yet: neither its CPU nor its count. */
function isBehind({ stats }: VerdictContext): boolean {
  return stats !== undefined && stats.HeapAlloc > BEHIND_GOAL * stats.NextGC;
}

function behindHeadline(context: VerdictContext): string {
  const { HeapAlloc, NextGC } = context.stats!;
  return `The collector can't keep up: the heap is ${formatBytes(HeapAlloc)}, its goal ${formatBytes(NextGC)}; GOMEMLIMIT (${formatBytes(context.limit!)}) leaves no room above the ${formatBytes(bytesOf(context, "live"))} of live objects.`;
}

/** Go's own limiter of GC CPU was switched on in one of the last collections. */
function limiterStruck(context: VerdictContext): boolean {
  const at = context.last.runtimeMetrics?.get("/gc/limiter/last-enabled:gc-cycle") ?? 0;
  const now = context.stats?.NumGC ?? 0;
  return at > 0 && now - at <= 10;
}

function evidence(context: VerdictContext, cpu: GcCpu | undefined, often: number): Evidence[] {
  const { stats, limit } = context;
  const list: Evidence[] = [
    ...evidenceOf(context, "live"),
    {
      what: "goal (NextGC)",
      value: formatBytes(stats!.NextGC),
      source: `MemStats (${stats!.source})`,
    },
  ];
  if (limit !== undefined) {
    const source = "runtime/metrics or environment";
    list.push({ what: "GOMEMLIMIT", value: formatBytes(limit), source });
  }
  const cgroup = findLimits(context.last, context.go).find(({ kind }) => kind === "cgroup");
  if (cgroup !== undefined) {
    const { bytes, source } = cgroup;
    list.push({ what: "limit of the cgroup", value: formatBytes(bytes), source });
  }
  if (cpu !== undefined)
    list.push({
      what: cpu.isSinceStart ? "GC share of CPU since the start" : "GC share of CPU",
      value: formatShare(cpu.share),
      source: "GCCPUFraction or /cpu/classes",
    });
  if (often > 0)
    list.push({ what: "collections a second", value: often.toFixed(1), source: "MemStats.NumGC" });
  return list;
}
