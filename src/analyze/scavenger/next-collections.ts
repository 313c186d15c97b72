/** The collections that free heap waits for before it goes back, and when they are done. */
import type { Forecast } from "../../model/verdict.ts";
import { FORCED_GC_SECONDS, SYSMON_SLEEP_SECONDS } from "../heap-model/sysmon-clock.ts";
import { type ScavengerFacts, scavengerOf } from "./facts.ts";

/**
 * Where nothing runs, sysmon sleeps twice: before it starts the collection, and before it wakes the
 * scavenger when the sweep is done. Measured in idle programs: collections 120 to 162 s after the
 * one before, and their memory 1 to 60 s later.
 */
export const SYSMON_SLEEPS_SECONDS = 2 * SYSMON_SLEEP_SECONDS;
/** Measured: once awake, the scavenger returns 600 MiB within 5 s. */
export const SCAVENGE_SLACK = 5;

/** By then the scavenger is awake and done, wherever sysmon was in its sleep. */
const WOKEN_SECONDS = SYSMON_SLEEP_SECONDS + SCAVENGE_SLACK;

/** When the pages go back that wait for a collection; `latest` null: never, or not known. */
export interface NextCollection {
  readonly earliest: number;
  readonly latest: number | null;
  /** `look`: by what looking has itself allocated, if at all; `last`: it has been already. */
  readonly by: "look" | "heap" | "last";
}

/**
 * The next collection, by the goal or by the timer; before it the one that looking may have brought
 * on, which is a case of its own: between the two nothing happens.
 */
export function nextCollections(facts: ScavengerFacts): NextCollection[] {
  const own = ownCollection(facts);
  if (facts.lookCollects !== true) return [own];
  if (own.earliest === 0) return [{ ...own, by: "look" }];
  return [{ earliest: 0, latest: WOKEN_SECONDS, by: "look" }, own];
}

/**
 * Up to Go 1.20 the scavenger returns at once what a collection freed, but sysmon may sleep before it
 * wakes it. Measured with Go 1.19, 600 MiB freed by runtime.GC(): gone 60 s later, or when a look
 * over HTTP woke sysmon.
 */
export function withScavengerNow(
  { go, sinceGc = Number.POSITIVE_INFINITY, untilGoal }: ScavengerFacts,
  next: NextCollection[],
): NextCollection[] {
  const isEager = scavengerOf(go).densePages === 0;
  if (!isEager || untilGoal !== undefined || sinceGc >= WOKEN_SECONDS) return next;
  if (next[0]?.by === "look") return next;
  const latest = Math.max(SCAVENGE_SLACK, WOKEN_SECONDS - sinceGc);
  return [{ earliest: 0, latest, by: "last" }, ...next];
}

/**
 * By the goal or by the timer. Of the timer's, both sleeps of sysmon are the longest there can be:
 * the scavenger's seconds of work are within them.
 */
function ownCollection(facts: ScavengerFacts): NextCollection {
  const timer = nextTimer(facts);
  const [soonest, slowest] = facts.untilGoal ?? [timer ?? 0, Number.POSITIVE_INFINITY];
  const earliest = Math.max(0, Math.min(timer ?? soonest, soonest));
  const forced = timer === undefined ? Number.POSITIVE_INFINITY : timer + SYSMON_SLEEPS_SECONDS;
  const byGoal = facts.isByRhythm === true && timer !== undefined ? forced : slowest;
  const latest = Math.min(forced, byGoal + SCAVENGE_SLACK);
  return { earliest, latest: Number.isFinite(latest) ? latest : null, by: "heap" };
}

/** Seconds until the two-minute timer, undefined where it brings none. */
export function nextTimer(facts: ScavengerFacts): number | undefined {
  if (hasNoTimer(facts)) return undefined;
  if (facts.sinceGc === undefined) return FORCED_GC_SECONDS;
  return Math.max(0, FORCED_GC_SECONDS - facts.sinceGc);
}

export function hasNoTimer({ gcOff, isBeforeFirst = false }: ScavengerFacts): boolean {
  return gcOff || isBeforeFirst;
}

/** What falls in one of several cases is counted in the last of them, so that their sum is right. */
export function bytesOfCase(bytes: number, at: number, cases: number): number {
  return at === cases - 1 ? bytes : 0;
}

export function secondsOf(
  { earliest, latest }: Pick<NextCollection, "earliest" | "latest">,
  [soonest, slowest]: readonly [number, number] = [0, 0],
): Pick<Forecast, "earliest" | "latest"> {
  return {
    earliest: Math.round(earliest + soonest),
    latest: latest === null ? null : Math.round(latest + slowest),
  };
}
