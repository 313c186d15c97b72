/**
 * How old the knowledge of what is live is: a collection marks it, and what the program drops after
 * that looks alive until the next one. A program that collects all the time has it fresh; one that
 * is idle may hold nothing of it any more.
 */
import { formatBytes, formatSeconds } from "../../../base/units.ts";
import type { Evidence } from "../../../model/verdict.ts";
import { costOfAsking } from "../../cost-of-asking.ts";
import { FORCED_GC_SECONDS } from "../../heap-model/sysmon-clock.ts";
import type { VerdictContext } from "../rule/context.ts";
import { bytesOf, sinceLastGc } from "../rule/context.ts";
import { collectionRhythm } from "./collection-rhythm.ts";

export interface LiveAge {
  /** Seconds since the collection; undefined where not known. */
  readonly seconds: number | undefined;
  /** ", 62 s ago", for after "found live"; empty where not known. */
  readonly ago: string;
  /** True where the collection is long ago, or the next one is not in sight. */
  readonly isDoubtful: boolean;
}

/** What was marked so long ago may be dropped since. */
const OLD_SECONDS = 10;
/** From one collection to the next: longer than this is no work to speak of. */
const SOON_SECONDS = 75;
/** Less than this would be said as 0 s. */
const MOMENT = 0.1;
/** Over less than this what was allocated tells no rate. */
const SHORTEST = 1;

export function liveAge(context: VerdictContext): LiveAge {
  const seconds = sinceLastGc(context);
  if (seconds === undefined) {
    return { seconds, ago: "", isDoubtful: false };
  }
  return {
    seconds,
    ago: `, ${seconds < MOMENT ? "a moment" : formatSeconds(seconds)} ago`,
    // Of a program that has ended no collection will tell.
    isDoubtful:
      !context.hasEnded &&
      ((seconds >= OLD_SECONDS && !isJudgedSoon(context)) || hasHardlyAllocated(context, seconds)),
  };
}

/** A program at work collects as before, and each time what it dropped until then goes. */
function isJudgedSoon(context: VerdictContext): boolean {
  const rhythm = collectionRhythm(context);
  return rhythm !== undefined && rhythm.longest < SOON_SECONDS;
}

/** At its rate since the last collection it would be the timer that brings the next one. */
function hasHardlyAllocated(context: VerdictContext, seconds: number): boolean {
  const { stats, last } = context;
  if (stats === undefined || seconds < SHORTEST) return false;
  const allocated = Math.max(0, bytesOf(context, "since-gc") - costOfAsking(last));
  const room = stats.NextGC - stats.HeapAlloc;
  return (allocated / seconds) * FORCED_GC_SECONDS < room;
}

export function ageEvidence(context: VerdictContext, live: number, age: LiveAge): Evidence[] {
  if (age.seconds === undefined) return [];
  const source = `MemStats.LastGC (${context.stats?.source ?? ""})`;
  const found = {
    what: "since the collection that found it live",
    value: formatSeconds(age.seconds),
    source,
  };
  if (!age.isDoubtful) return [found];
  const bounds = `0 B to ${formatBytes(live)}`;
  const unknown = "unknown until the next collection";
  return [found, { what: "of it garbage by now", value: bounds, source: unknown }];
}
