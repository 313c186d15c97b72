/** Freed, but Go still keeps it: how much goes back to the OS, and when. */
import { formatBytes, formatSeconds } from "../../base/units.ts";
import type { Action, Forecast } from "../../model/verdict.ts";
import { forecastIdle } from "../scavenger.ts";
import type { VerdictContext } from "./context.ts";
import { bytesOf, isWorthTelling, residentOf, series, sinceLastGc } from "./context.ts";
import { evidenceOf, rssEvidence } from "./evidence.ts";
import {
  allocatorAction,
  allocatorEvidence,
  allocatorSentence,
  type MainAllocator,
  mainAllocator,
} from "./main-allocator.ts";
import type { VerdictRule } from "./rule.ts";

export const idleNotReturned: VerdictRule = {
  id: "idle-not-returned",
  says: "freed, Go still keeps it; back to the OS at …",
  mendable: false,
  judge: (context) => {
    const { stats } = context;
    if (stats === undefined) return undefined;
    const bytes = bytesOf(context, "idle");
    const resident = residentOf(context, "idle");
    if (!isWorthTelling(context, resident)) return undefined;
    const forecast = forecastOf(context, resident);
    const allocator = mainAllocator(context, bytes, "freed");
    return {
      headline: headline(bytes, forecast) + allocatorSentence(allocator),
      bytes,
      owns: ["idle"],
      resident,
      evidence: [
        ...evidenceOf(context, "idle"),
        ...gcEvidence(context),
        ...allocatorEvidence(allocator),
        ...rssEvidence(context),
      ],
      actions: actions(context, allocator),
      confidence: context.go === undefined ? "medium" : "high",
      forecast,
    };
  },
};

function headline(bytes: number, forecast: readonly Forecast[]): string {
  const start = `${formatBytes(bytes)} are free, but Go still keeps them`;
  const falls = forecast.find((entry) => entry.what === "falls");
  if (falls === undefined) {
    const [stays] = forecast;
    return stays === undefined ? `${start}.` : `${start}, waiting for ${stays.waitsFor}.`;
  }
  const until = falls.latest === null ? "" : ` in ${formatSeconds(falls.latest)} at the latest`;
  return `${start}; ${formatBytes(falls.bytes)} go back to the OS${until}.`;
}

export function forecastOf(context: VerdictContext, resident: number): Forecast[] {
  const { stats } = context;
  if (stats === undefined || resident <= 0) return [];
  const idle = series(context, ({ snapshot: { memStats } }) =>
    memStats === undefined ? undefined : memStats.HeapIdle - memStats.HeapReleased,
  );
  const now = context.last.time;
  const since = idleSince(idle, resident);
  const start = context.last.meta.processStart;
  return forecastIdle({
    go: context.go,
    idle: resident,
    heapInuse: stats.HeapInuse,
    sinceGc: sinceLastGc(context),
    untilGoal: untilGoal(context),
    busy: isBusy(context),
    gcOff: !Number.isFinite(context.gogc.percent),
    dontNeed: dontNeed(context.last.environment?.GODEBUG),
    idleFor: now === undefined || since === undefined ? 0 : Math.max(0, now - since),
    idleAtMost: now === undefined || start === undefined ? undefined : Math.max(0, now - start),
  });
}

/** Five collections within this time, and the next one not overdue: the program works all the time. */
const BUSY_SECONDS = 30;
/** A program younger than this is just starting: its collections say nothing of later. */
const STARTING_SECONDS = 30;

/** By the ends of the last collections: in the ring, that of collection n is at (n + 255) % 256. */
function isBusy(context: VerdictContext): boolean {
  const { PauseEnd, NumGC = 0 } = context.stats ?? {};
  const start = context.last.meta.processStart;
  const now = context.last.time;
  if (PauseEnd === undefined || now === undefined || start === undefined || NumGC < 5) return false;
  if (now - start < STARTING_SECONDS) return false;
  const newest = PauseEnd[(NumGC + 255) % 256]! / 1e9;
  const fifth = PauseEnd[(NumGC + 251) % 256]! / 1e9;
  const isOverdue = now - newest > (2 * (newest - fifth)) / 4;
  return fifth > 0 && now - fifth < BUSY_SECONDS && !isOverdue;
}

/** Time of the oldest snapshot from which on at least this much was idle. */
function idleSince(
  points: readonly { t: number; value: number }[],
  bytes: number,
): number | undefined {
  let since: number | undefined;
  for (let i = points.length - 1; i >= 0 && points[i]!.value >= 0.9 * bytes; i--)
    since = points[i]!.t;
  return since;
}

/** Seconds until the heap reaches its goal at the rate of allocation between the snapshots. */
function untilGoal(context: VerdictContext): number | undefined {
  const total = series(context, ({ snapshot }) => snapshot.memStats?.TotalAlloc);
  const [first, last] = [total[0], total[total.length - 1]];
  const { NextGC, HeapAlloc } = context.stats!;
  if (first === undefined || last === undefined || last.t <= first.t) return undefined;
  const rate = (last.value - first.value) / (last.t - first.t);
  if (rate <= 0 || !Number.isFinite(NextGC)) return undefined;
  return Math.max(0, NextGC - HeapAlloc) / rate;
}

function dontNeed(godebug: string | undefined): boolean | undefined {
  const match = /(?:^|,)madvdontneed=([01])/.exec(godebug ?? "");
  return match === null ? undefined : match[1] === "1";
}

function gcEvidence(context: VerdictContext) {
  const since = sinceLastGc(context);
  if (since === undefined) return [];
  const value = `${formatSeconds(since)} before the snapshot`;
  return [{ what: "last collection", value, source: "MemStats.LastGC" }];
}

function actions(context: VerdictContext, allocator: MainAllocator | undefined): Action[] {
  return [
    { text: "It is no leak: Go uses it again, or gives it back as said above." },
    {
      text: "To have it back at once after a known peak, call this (it also forces a collection):",
      code: "debug.FreeOSMemory()",
    },
    allocatorAction(context, allocator, "Make the peak smaller"),
  ];
}
