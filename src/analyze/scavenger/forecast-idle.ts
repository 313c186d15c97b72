/**
 * When free heap goes back to the OS, by the rules of each Go version's scavenger, which the heap
 * model holds (heap-model/rules/heap-rule-table.ts, heap-model/sysmon-clock.ts):
 *
 *   1.4–1.12   spans idle for more than 5 minutes, looked for every 2.5 minutes
 *   1.13–1.20  in the background after each collection, down to a goal of 1.1 × what was in use
 *              at the last collection, scaled by how the goal moved
 *   ≥ 1.21     as before, but a chunk that was dense when the collection began waits for the next
 *              one: what a collection freed goes back after the following collection
 *
 * An idle program collects when two to four minutes have passed since the last collection, unless
 * GOGC is off. Go 1.12 to 1.15 returns with MADV_FREE: RSS stays until the kernel needs the memory.
 */
import { formatBytes, formatSeconds } from "../../base/units.ts";
import type { Forecast } from "../../model/verdict.ts";
import { returnsAtOnce, type ScavengerFacts, scavengerOf } from "./facts.ts";
import {
  bytesOfCase,
  hasNoTimer,
  type NextCollection,
  nextCollections,
  nextTimer,
  secondsOf,
  withScavengerNow,
} from "./next-collections.ts";

export function forecastIdle(facts: ScavengerFacts): Forecast[] {
  if (!returnsAtOnce(facts.go, facts.dontNeed)) return [untilPressure(facts)];
  if (facts.busy === true) return [usedAgain(facts, facts.idle)];
  if (scavengerOf(facts.go).kind === "age") return [afterFiveMinutes(facts)];
  return afterNextGc(facts);
}

/**
 * The scavenger aims at what was in use when marking ended, which a busy program fills each time.
 * Where the goal swings, Go 1.13 to 1.20 return much within seconds, and get it again at the next
 * burst: measured with Go 1.19, 172 MiB to 55 and back every 3 s. No fall lasts.
 */
function usedAgain(facts: ScavengerFacts, bytes: number): Forecast {
  const also = facts.busy === true ? ", also where some went back in between" : "";
  return staysUntil(
    `the program to allocate less: from one collection to the next it uses these pages again${also}`,
    bytes,
  );
}

function untilPressure(facts: ScavengerFacts): Forecast {
  return staysUntil("memory pressure: this Go returns memory with MADV_FREE", facts.idle);
}

function staysUntil(waitsFor: string, bytes: number): Forecast {
  return { what: "stays", bytes, earliest: 0, latest: null, waitsFor };
}

/** Go ≤ 1.12: 5 idle minutes, and up to 2.5 more until the scavenger looks. */
function afterFiveMinutes(facts: ScavengerFacts): Forecast {
  const oldest = facts.idleAtMost ?? Number.POSITIVE_INFINITY;
  const { idleSeconds, lookSeconds } = scavengerOf(facts.go);
  const latest = Math.round(Math.max(0, idleSeconds + lookSeconds - facts.idleFor));
  return {
    what: "falls",
    bytes: facts.idle,
    ...rangeOf(facts, facts.idle, latest),
    earliest: Math.round(Math.max(0, idleSeconds - oldest)),
    latest,
    waitsFor: "five minutes without use; any allocation in between starts them anew",
  };
}

function afterNextGc(facts: ScavengerFacts): Forecast[] {
  const used = Math.min(facts.idle, usedUntilGc(facts));
  const left = facts.idle - used;
  const retained = scavengerOf(facts.go).retainShare * (facts.heapInuse + used);
  const kept = Math.min(left, Math.round(retained));
  const forecasts: Forecast[] = [];
  if (left > kept) forecasts.push(...fallsAtNextGc(facts, left - kept));
  if (used > 0) forecasts.push(usedAgain(facts, used));
  if (kept > 0) forecasts.push(keptForNextAllocations(kept));
  return forecasts;
}

/**
 * Where it is the goal that brings the next collection, the heap grows to it first, into pages that
 * are free now; where it is the timer, hardly anything is allocated until then.
 */
function usedUntilGc(facts: ScavengerFacts): number {
  const { untilGoal, roomToGoal = 0, returning } = facts;
  if (untilGoal === undefined || returning !== undefined) return 0;
  const timer = nextTimer(facts) ?? Number.POSITIVE_INFINITY;
  return untilGoal[1] <= timer ? roomToGoal : 0;
}

function fallsAtNextGc(facts: ScavengerFacts, bytes: number): Forecast[] {
  if (hasNoTimer(facts) && facts.untilGoal === undefined && facts.returning === undefined) {
    return [waitsForever(facts, bytes)];
  }
  const isUnknown = facts.sinceGc === undefined && facts.untilGoal === undefined;
  const isNow = isUnknown || facts.returning !== undefined;
  const next = isNow ? nextCollections(facts) : withScavengerNow(facts, nextCollections(facts));
  return next.map((collection, i) => ({
    what: "falls",
    bytes: bytesOfCase(bytes, i, next.length),
    ...(next.length === 1 ? rangeOf(facts, bytes, collection.latest) : { range: [0, bytes] }),
    ...secondsOf(isNow ? { ...collection, earliest: 0 } : collection),
    waitsFor: waitsFor(facts, bytes, collection),
  }));
}

/** A part of it this small is within what is said of the whole. */
const HARDLY = 0.1;

/**
 * Free pages may be used again before they go back, and no rate tells a burst that comes anew. So much goes back
 * for certain only where this much has been free for as long a time as is still to come; what the program
 * takes of it until then does not go back.
 */
export function leastReturned(
  { taking = 0, idleFor }: ScavengerFacts,
  { bytes, latest }: Pick<Forecast, "bytes" | "latest">,
): number {
  if (latest === null || idleFor < latest) return 0;
  const taken = taking === 0 ? 0 : taking * latest;
  if (taken <= HARDLY * bytes) return bytes;
  const least = Math.round(bytes - taken);
  return least < HARDLY * bytes ? 0 : least;
}

function rangeOf(facts: ScavengerFacts, bytes: number, latest: number | null) {
  const least = leastReturned(facts, { bytes, latest });
  return least === bytes ? {} : { range: [least, bytes] as const };
}

function waitsFor(facts: ScavengerFacts, bytes: number, collection: NextCollection): string {
  const next = collectionText(collection);
  if (facts.returning === undefined) return next;
  const { bytes: went, seconds } = facts.returning;
  const done = formatSeconds((bytes * seconds) / went);
  return `the scavenger, which is at work (${formatBytes(went)} went back in the last ${formatSeconds(seconds)}; at that pace all is gone in ${done}), and for what the last collection freed ${next}`;
}

function collectionText({ by }: NextCollection): string {
  if (by === "last") return "the scavenger, which wakes within a minute of the last collection";
  const own = by === "look" ? ", which this look may itself bring on" : "";
  return `the next collection${own}: after two to four minutes without one at the latest`;
}

function waitsForever({ gcOff, lookCollects = false }: ScavengerFacts, bytes: number): Forecast {
  if (gcOff) {
    const why = "a collection, which GOGC=off prevents until the memory limit is near";
    return staysUntil(why, bytes);
  }
  const own = lookCollects ? ", if looking has not brought it on" : "";
  return staysUntil(
    `the first collection, which an idle program never has${own}: it comes when the heap has reached its goal`,
    bytes,
  );
}

function keptForNextAllocations(bytes: number): Forecast {
  return staysUntil(
    "a smaller heap: Go keeps a tenth of what is in use for the next allocations",
    bytes,
  );
}
