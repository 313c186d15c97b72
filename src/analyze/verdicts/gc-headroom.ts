/** Allocated since the last collection: the collector has not been asked to run yet. */
import { formatBytes } from "../../base/units.ts";
import { isAtLeast } from "../../model/go-version.ts";
import { findLine } from "../../model/ledger.ts";
import type { Action } from "../../model/verdict.ts";
import type { Counter } from "../code/dominant-line.ts";
import type { VerdictContext } from "./context.ts";
import { bytesOf, isWorthTelling, residentOf } from "./context.ts";
import { evidenceOf, rssEvidence } from "./evidence.ts";
import {
  allocatorAction,
  allocatorEvidence,
  allocatorSentence,
  type MainAllocator,
  mainAllocator,
} from "./main-allocator.ts";
import type { VerdictRule } from "./rule.ts";

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
    const allocator = mainAllocator(context, bytes, counterOf(context));
    const sentence = id === "allocated" ? unknownHeadline(bytes) : headline(context, bytes);
    return {
      headline: sentence + allocatorSentence(allocator),
      bytes,
      owns: [id],
      resident,
      evidence: [
        ...evidenceOf(context, id),
        {
          what: "next collection at (NextGC)",
          value: goalText(stats.NextGC),
          source: `MemStats (${stats.source})`,
        },
        { what: "GOGC", value: gogcText(context), source: context.gogc.source },
        ...allocatorEvidence(allocator),
        ...rssEvidence(context),
      ],
      actions: actions(context, allocator),
      confidence: id === "allocated" ? "low" : "high",
    };
  },
};

/**
 * A heap profile ends with a collection, so it has nothing of what was allocated since: who made
 * the garbage of before is the best guess. Before the first one it has all, and nothing is freed.
 */
function counterOf({ stats }: VerdictContext): Counter {
  return stats?.NumGC === 0 ? "alloc" : "freed";
}

function unknownHeadline(bytes: number): string {
  return `${formatBytes(bytes)} are allocated objects, live or garbage: nothing read here tells which.`;
}

function headline(context: VerdictContext, bytes: number): string {
  const size = formatBytes(bytes);
  const { NextGC, HeapAlloc } = context.stats!;
  if (!Number.isFinite(NextGC)) {
    return `${size} were allocated since the last collection, and with GOGC=off none comes until a memory limit is near.`;
  }
  const room = formatBytes(Math.max(0, NextGC - HeapAlloc));
  return `${size} were allocated since the last collection; the next one comes after ${room} more${timer(context)}.`;
}

/** Without allocation the two-minute timer collects. */
function timer({ gogc, stats }: VerdictContext): string {
  const hasTimer = Number.isFinite(gogc.percent) && (stats?.NumGC ?? 0) > 0;
  return hasTimer ? ", or two to four minutes after the last one if the program stays idle" : "";
}

function goalText(goal: number): string {
  return Number.isFinite(goal) ? formatBytes(goal) : "never (GOGC=off)";
}

function gogcText(context: VerdictContext): string {
  return Number.isFinite(context.gogc.percent) ? `${context.gogc.percent}` : "off";
}

/** Go 1.19 and later. */
function memoryLimitAction({ go }: VerdictContext): Action[] {
  if (go !== undefined && !isAtLeast(go, 19)) return [];
  const text = "Or keep GOGC and set a limit that makes Go collect in time, for peaks only.";
  return [{ text, code: "GOMEMLIMIT=…MiB" }];
}

function actions(context: VerdictContext, allocator: MainAllocator | undefined): Action[] {
  const percent = context.gogc.percent;
  const lower = Number.isFinite(percent) ? Math.max(25, Math.round(percent / 2)) : 100;
  return [
    {
      text: "Collect more often: less memory for more CPU.",
      code: `GOGC=${lower}`,
    },
    ...memoryLimitAction(context),
    allocatorAction(context, allocator, "Allocate less"),
  ];
}
