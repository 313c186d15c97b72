/** Allocated since the last collection: the collector has not been asked to run yet. */
import { formatBytes } from "../../../base/units.ts";
import { isAtLeast } from "../../../model/go-version.ts";
import { findLine } from "../../../model/ledger.ts";
import type { Action, Evidence } from "../../../model/verdict.ts";
import { forecastGarbage } from "../../scavenger/forecast-garbage.ts";
import type { VerdictContext } from "../rule/context.ts";
import { bytesOf, isWorthTelling, residentOf, sinceLastGc } from "../rule/context.ts";
import { commandWithGc, evidenceOf, rssEvidence } from "../rule/evidence.ts";
import type { Finding, VerdictRule } from "../rule/rule.ts";
import { collectionRhythm } from "./collection-rhythm.ts";
import { cpuText, gcCpu, MUCH_CPU } from "./collector-cpu.ts";
import { type GogcInForce, gogcInForce } from "./gogc-in-force.ts";
import { bytesInRam, inRamSentence, notableInRam } from "./in-ram.ts";
import { liveAge } from "./live-age.ts";
import { growthOfLive } from "./live-growth.ts";
import {
  allocatorAction,
  allocatorEvidence,
  allocatorSentence,
  type MainAllocator,
  mainAllocator,
} from "./main-allocator.ts";
import { goalWith, roomToCollection } from "./pacer-facts.ts";
import { scavengerFacts } from "./scavenger-facts.ts";

export const gcHeadroom: VerdictRule = {
  id: "gc-headroom",
  says: "allocated since the last GC, which has not been asked to run yet",
  mendable: false,
  judge: (context) => {
    const { stats } = context;
    if (stats === undefined) return undefined;
    const id = findLine(context.ledger, "allocated") === undefined ? "since-gc" : "allocated";
    const bytes = bytesOf(context, id);
    const resident = residentOf(context, id);
    if (!isWorthTelling(context, resident)) return undefined;
    const allocator = allocatorOf(context, id);
    const sentence =
      id === "allocated" ? unknownHeadline(context, bytes) : headline(context, bytes);
    const inRam = notableInRam(context, id);
    return {
      headline: sentence + inRamSentence(context, inRam) + allocatorSentence(allocator),
      ...bytesInRam(bytes, resident, inRam),
      owns: [id],
      resident,
      evidence: [
        ...evidenceOf(context, id),
        {
          what: "next collection at (NextGC)",
          value: goalText(stats.NextGC),
          source: `MemStats (${stats.source})`,
        },
        gogcEvidence(context, gogcOf(context)),
        ...allocatorEvidence(allocator),
        ...rssEvidence(context),
      ],
      actions: [...(id === "allocated" ? tellLive(context) : []), ...actions(context, allocator)],
      ...rangeOf(context, gogcOf(context)),
      confidence:
        id === "allocated" ? "low" : gogcOf(context).known === "doubt" ? "medium" : "high",
      ...forecastOf(context, resident),
    };
  },
};

/**
 * Until the first collection a heap profile has all that was allocated. Later it has nothing of what was
 * allocated since the last one, and who made the garbage of before need not have made this.
 */
function allocatorOf(context: VerdictContext, id: string): MainAllocator | undefined {
  return context.stats?.NumGC === 0 ? mainAllocator(context, id, "alloc") : undefined;
}

function unknownHeadline(context: VerdictContext, bytes: number): string {
  return `${fillsLimit(context)}${formatBytes(bytes)} are allocated objects, live or garbage; nothing read here tells which.`;
}

function headline(context: VerdictContext, bytes: number): string {
  const { NextGC, NumGC } = context.stats!;
  const [since, next] =
    NumGC === 0
      ? ["since the start, and no collection has run yet", "the first one"]
      : ["since the last collection", "the next one"];
  const { range } = rangeOf(context, gogcOf(context));
  const amount = range === undefined ? formatBytes(bytes) : range.map(formatBytes).join(" to ");
  const fact = `${fillsLimit(context)}${amount} were allocated ${since}`;
  if (context.hasEnded) return `${fact}.`;
  if (Number.isFinite(NextGC)) return `${fact}; ${next} ${roomText(context)}${timer(context)}.`;
  return `${fact}; with GOGC=off none comes until a memory limit is near.`;
}

/** What is not live: where one look cannot tell that, from the least to the most. */
function rangeOf(context: VerdictContext, { known }: GogcInForce): Pick<Finding, "range"> {
  const live = findLine(context.ledger, "live")?.range;
  if (known !== "doubt" || live === undefined) return {};
  const { HeapAlloc } = context.stats!;
  return { range: [Math.max(0, HeapAlloc - live[1]), Math.max(0, HeapAlloc - live[0])] };
}

/** Without GOGC nothing but the limit makes it collect: garbage fills that by design. */
function fillsLimit(context: VerdictContext): string {
  const { limit } = context;
  if (limit === undefined || !isOffByLimit(context)) return "";
  return `With GOGC=off garbage may fill the memory limit of ${formatBytes(limit)}: `;
}

function isOffByLimit(context: VerdictContext): boolean {
  const isOff = !Number.isFinite(context.gogc.percent);
  return context.limit !== undefined && isOff && gogcOf(context).known !== "own";
}

function tellLive(context: VerdictContext): Action[] {
  const command = commandWithGc(context);
  if (command.code === undefined) return [];
  return [
    { text: "See what of it is live: this look forces a collection (it costs CPU).", ...command },
  ];
}

/** It starts before the goal, so that it can be done there: how far before is the pacer's. */
function roomText(context: VerdictContext): string {
  const { NextGC, HeapAlloc } = context.stats!;
  const goal = Math.max(0, NextGC - HeapAlloc);
  const [least, most] = (roomToCollection(context) ?? [goal, goal]).map(formatBytes);
  if (least === most) return `comes after ${least} more`;
  return least === formatBytes(0)
    ? `comes within ${most} more`
    : `comes after ${least} to ${most} more`;
}

/** Without allocation the two-minute timer collects. */
function timer(context: VerdictContext): string {
  const { gogc, stats } = context;
  const isAtWork = collectionRhythm(context) !== undefined;
  const hasTimer = !isAtWork && Number.isFinite(gogc.percent) && (stats?.NumGC ?? 0) > 0;
  return hasTimer ? ", or two to four minutes after the last one if the program stays idle" : "";
}

function goalText(goal: number): string {
  return Number.isFinite(goal) ? formatBytes(goal) : "never (GOGC=off)";
}

function gogcOf({ moments }: VerdictContext): GogcInForce {
  return gogcInForce(moments[moments.length - 1]!);
}

function gogcEvidence({ gogc }: VerdictContext, { known }: GogcInForce): Evidence {
  const read = Number.isFinite(gogc.percent) ? `${gogc.percent}` : "off";
  const values = { read, own: "set by the program", doubt: `${read}, or set by the program` };
  const source = known === "own" ? "NextGC, heap profile" : gogc.source;
  return { what: "GOGC", value: values[known], source };
}

/** What the environment says counts only where the program has not set its own. */
function lowerGogcAction(context: VerdictContext, { known, isLower }: GogcInForce): Action {
  const more = "Collect more often: less memory for more CPU";
  if (known === "own") {
    const own = isLower
      ? "GOGC or a memory limit itself (debug.SetGCPercent, SetMemoryLimit)"
      : "GOGC itself (debug.SetGCPercent)";
    return { text: `${more}. The program sets ${own}, so that the environment does not count.` };
  }
  if (known === "doubt") {
    const text = `${more}. First see, after the next collection, which GOGC is in force: where the program sets its own (debug.SetGCPercent), the environment does not count.`;
    return { text };
  }
  const { percent } = context.gogc;
  const lower = Number.isFinite(percent) ? Math.max(25, Math.round(percent / 2)) : 100;
  return { text: `${more}${heapWith(context, lower)}.`, code: `GOGC=${lower}` };
}

/** Go 1.19 and later, where none is set yet, or nothing but the limit makes it collect. */
function memoryLimitAction(context: VerdictContext, force: GogcInForce): Action[] {
  // What makes the goal lower than GOGC would may be a limit that the program has set.
  if (force.isLower) return [];
  const { go, limit } = context;
  if (isOffByLimit(context)) {
    return [{ text: "Or keep GOGC=off and lower GOMEMLIMIT: garbage fills it, whatever it is." }];
  }
  if (limit !== undefined || (go !== undefined && !isAtLeast(go, 19))) return [];
  const text = "Or keep GOGC and set a limit that makes Go collect in time, for peaks only.";
  return [{ text, code: "GOMEMLIMIT=…MiB" }];
}

function actions(context: VerdictContext, allocator: MainAllocator | undefined): Action[] {
  const allocateLess = allocatorAction(context, allocator, "Allocate less");
  const cpu = gcCpu(context);
  if (cpu !== undefined && cpu.share >= MUCH_CPU) {
    const text = `Collecting ${cpuText(cpu)}: a lower GOGC, or a lower memory limit, would make it more.`;
    return [allocateLess, { text }];
  }
  const force = gogcOf(context);
  return [lowerGogcAction(context, force), ...memoryLimitAction(context, force), allocateLess];
}

/** Of a program that is idle no allocation says when it is collected. */
function forecastOf(context: VerdictContext, resident: number): Pick<Finding, "forecast"> {
  if (!liveAge(context).isDoubtful) return {};
  const garbage = resident - grownSince(context);
  const forecast = isWorthTelling(context, garbage)
    ? forecastGarbage(scavengerFacts(context, 0), garbage)
    : [];
  return forecast.length === 0 ? {} : { forecast };
}

/** Where the live heap grows, some of what was allocated since the last collection has come to stay. */
function grownSince(context: VerdictContext): number {
  const growth = growthOfLive(context);
  return growth === undefined ? 0 : Math.round(growth.range[0] * (sinceLastGc(context) ?? 0));
}

/** What the heap then grows to before each collection is done, as far as the live heap is known. */
function heapWith(context: VerdictContext, percent: number): string {
  const goal = goalWith(context, percent);
  const now = context.stats?.NextGC ?? 0;
  if (goal === undefined || goal >= now) return "";
  const instead = Number.isFinite(now) ? ` instead of ${formatBytes(now)}` : "";
  return `; the heap then grows to ${formatBytes(goal)}${instead}`;
}
