/**
 * What the pacer of this Go version makes of the last snapshot: where the next collection starts,
 * and what other settings would let the heap grow to. The live heap is the ledger's.
 */
import { MiB } from "../../../base/units.ts";
import { findLine } from "../../../model/ledger.ts";
import type { MemStats } from "../../../model/mem-stats.ts";
import { gogcGoal } from "../../heap-model/pacer/goal.ts";
import { limitForGoal } from "../../heap-model/pacer/limit-for-goal.ts";
import { limitState } from "../../heap-model/pacer/limit-state.ts";
import type { PacerState } from "../../heap-model/pacer/pacer-state.ts";
import { pacerRules } from "../../heap-model/pacer/pick-pacer-rules.ts";
import { triggerBounds } from "../../heap-model/pacer/trigger-bounds.ts";
import { mayHaveNewer } from "../../ledger/live/early-profile.ts";
import { type Limit, roomIn } from "../../limits.ts";
import type { VerdictContext } from "../rule/context.ts";

export type Bounds = readonly [least: number, most: number];

/**
 * Bytes that the program can still allocate before the next collection starts, at the least and at
 * the most; [0, 0] where it is due. Undefined with GOGC=off, or where nothing is known of it.
 */
export function roomToCollection(context: VerdictContext): Bounds | undefined {
  const { stats, gogc, limit } = context;
  const state = pacerState(context);
  if (stats === undefined || state === undefined || !Number.isFinite(stats.NextGC))
    return undefined;
  const rules = pacerRules(context.go);
  const roomTo = (heap: number) => Math.max(0, heap - stats.HeapAlloc);
  if (rules.nextGc === "trigger") return [roomTo(stats.NextGC), roomTo(stats.NextGC)];
  const settings = { gogc: finite(gogc.percent), memlimit: limit ?? null };
  const [lowest, highest] = triggerBounds(rules, state, stats.NextGC, settings);
  return [roomTo(lowest), roomTo(Math.min(highest, stats.NextGC))];
}

/**
 * Bytes by which RSS may still grow before the next collection is done: to the goal, less the pages
 * that are free already. Undefined where nothing bounds the heap, or nothing is known of it.
 */
export function growthToGoal({ stats, go }: VerdictContext): number | undefined {
  if (stats === undefined || !Number.isFinite(stats.NextGC)) return undefined;
  if (pacerRules(go).nextGc === "trigger") return undefined;
  const free = stats.HeapIdle - stats.HeapReleased;
  return Math.max(0, stats.NextGC - stats.HeapAlloc - free);
}

/**
 * The heap's goal under another GOGC, the memory limit as it is; undefined where what is live is not
 * known, as before the first collection.
 */
export function goalWith(context: VerdictContext, percent: number): number | undefined {
  const state = context.stats?.NumGC === 0 ? undefined : pacerState(context);
  return state === undefined ? undefined : gogcGoal(pacerRules(context.go), state, percent);
}

/** A collection after every half of the live heap is what most programs bear. */
export const ENOUGH_ROOM = 1.5;

/**
 * True where the heap may grow by enough above what is live before the next collection. With GOGC=off
 * a program is always near its memory limit, and that is no trouble while this holds.
 */
export function hasRoomToCollect({ stats, ledger }: VerdictContext): boolean {
  if (stats === undefined) return false;
  if (stats.NumGC === 0) return true;
  const live = findLine(ledger, "live")?.bytes ?? null;
  // So few collections are no sign of too little room.
  if (live === null && mayHaveNewer(stats)) return true;
  return live !== null && stats.NextGC >= ENOUGH_ROOM * live;
}

/**
 * Bytes by which the live heap may grow until nothing is left of a limit. To GOMEMLIMIT garbage and
 * free pages give way; whether they do to a cgroup's limit, which Go does not know, is another matter.
 */
export function roomForLive({ stats, ledger }: VerdictContext, limit: Limit): number {
  const live = findLine(ledger, "live")?.bytes ?? null;
  if (limit.kind === "cgroup" || stats === undefined || live === null) return roomIn(limit);
  return limit.bytes - limitState(stats).nonHeap - live;
}

/** The GOMEMLIMIT, in whole MiB, that lets the heap grow to so many times what is live. */
export function limitForGrowth(context: VerdictContext, times: number): number | undefined {
  const state = pacerState(context);
  if (state === undefined) return undefined;
  const bytes = limitForGoal(pacerRules(context.go), state.nonHeap, times * state.marked);
  return bytes === undefined ? undefined : Math.ceil(bytes / MiB) * MiB;
}

function pacerState(context: VerdictContext): PacerState | undefined {
  const { stats, ledger, last } = context;
  const marked = findLine(ledger, "live")?.bytes ?? null;
  if (stats === undefined || marked === null) return undefined;
  const stackScan = last.runtimeMetrics?.get("/gc/scan/stack:bytes");
  return {
    marked,
    stackScan: stackScan ?? stacksByGoal(context, stats, marked),
    globalsScan: last.runtimeMetrics?.get("/gc/scan/globals:bytes") ?? 0,
    heapLive: stats.HeapAlloc,
    ...limitState(stats),
  };
}

/**
 * What of the stacks has counted, as the goal tells it where the live heap is known: with many
 * goroutines they make most of it.
 */
function stacksByGoal({ gogc, go }: VerdictContext, stats: MemStats, marked: number): number {
  const growth = gogc.percent / 100;
  const isTold = pacerRules(go).roots !== "none" && Number.isFinite(stats.NextGC);
  if (!isTold || !Number.isFinite(growth) || growth <= 0) return 0;
  const roots = (stats.NextGC - marked) / growth - marked;
  return Math.min(stats.StackInuse, Math.max(0, Math.round(roots)));
}

function finite(percent: number): number | null {
  return Number.isFinite(percent) ? percent : null;
}
