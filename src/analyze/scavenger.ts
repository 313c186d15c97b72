/**
 * When free heap goes back to the OS, by the rules of each Go version's scavenger, which the heap
 * model holds (heap-model/heap-rule-table.ts, heap-model/sysmon-clock.ts):
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
import { formatBytes, formatSeconds } from "../base/units.ts";
import type { GoVersion } from "../model/go-version.ts";
import type { Forecast } from "../model/verdict.ts";
import { CHUNK_PAGES } from "./heap-model/pages/chunk-density.ts";
import type { ScavengerRules } from "./heap-model/rules/heap-rules.ts";
import { heapRules } from "./heap-model/rules/pick-heap-rules.ts";
import { FORCED_GC_SECONDS, SYSMON_SLEEP_SECONDS } from "./heap-model/sysmon-clock.ts";

/**
 * Where nothing runs, sysmon sleeps twice: before it starts the collection, and before it wakes the
 * scavenger when the sweep is done. Measured in idle programs: collections 120 to 162 s after the
 * one before, and their memory 1 to 60 s later.
 */
const SYSMON_SLEEPS_SECONDS = 2 * SYSMON_SLEEP_SECONDS;
/** Less of what may fall is not worth a time of its own. */
const HARDLY = 0.25;
/** Measured: once awake, the scavenger returns 600 MiB within 5 s. */
const SCAVENGE_SLACK = 5;

/** By then the scavenger is awake and done, wherever sysmon was in its sleep. */
const WOKEN_SECONDS = SYSMON_SLEEP_SECONDS + SCAVENGE_SLACK;

export interface Returning {
  readonly bytes: number;
  readonly seconds: number;
}

export interface ScavengerFacts {
  readonly go: GoVersion | undefined;
  /** HeapIdle − HeapReleased, as far as it is in RAM. */
  readonly idle: number;
  readonly heapInuse: number;
  /** All that is free of the heap's address space, in RAM or not. */
  readonly heapIdle: number;
  /** Seconds since the last collection, undefined where not known. */
  readonly sinceGc: number | undefined;
  /**
   * Seconds until the heap reaches its goal at the present rate, at the least and at the most;
   * undefined: no rate known.
   */
  readonly untilGoal: readonly [number, number] | undefined;
  /** Bytes that it may allocate until then: of the free pages first. 0 unless given. */
  readonly roomToGoal?: number;
  /** True where looking may itself have filled the heap to its goal. */
  readonly lookCollects?: boolean;
  /** What went back between the last two snapshots; undefined: nothing, or not known. */
  readonly returning?: Returning | undefined;
  readonly gcOff: boolean;
  /** GODEBUG=madvdontneed=1 or =0; undefined: the version's default. */
  readonly dontNeed: boolean | undefined;
  /** True where it collects so often that free pages are used again before they can go back. */
  readonly busy?: boolean;
  /** Seconds for which this much has been idle for certain. */
  readonly idleFor: number;
  /** The most that it can have been idle: since the start, or since a snapshot without it. */
  readonly idleAtMost: number | undefined;
}

/** True where returned memory leaves RSS at once: MADV_DONTNEED, not MADV_FREE. */
export function returnsAtOnce(go: GoVersion | undefined, dontNeed: boolean | undefined): boolean {
  return dontNeed ?? !scavengerOf(go).lazy;
}

function scavengerOf(go: GoVersion | undefined): ScavengerRules {
  return heapRules(go).scavenger;
}

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
  return {
    what: "falls",
    bytes: facts.idle,
    earliest: Math.round(Math.max(0, idleSeconds - oldest)),
    latest: Math.round(Math.max(0, idleSeconds + lookSeconds - facts.idleFor)),
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
  if (facts.gcOff && facts.untilGoal === undefined && facts.returning === undefined) {
    return [waitsForever(bytes)];
  }
  const isUnknown = facts.sinceGc === undefined && facts.untilGoal === undefined;
  const isNow = isUnknown || facts.returning !== undefined;
  const next = isNow ? nextCollections(facts) : withScavengerNow(facts, nextCollections(facts));
  return next.map((collection, i) => ({
    what: "falls",
    bytes: bytesOfCase(bytes, i, next.length),
    ...(next.length === 1 ? {} : { range: [0, bytes] }),
    ...secondsOf(isNow ? { ...collection, earliest: 0 } : collection),
    waitsFor: waitsFor(facts, bytes, collection),
  }));
}

/** When the pages go back that wait for a collection; `latest` null: never, or not known. */
interface NextCollection {
  readonly earliest: number;
  readonly latest: number | null;
  /** `look`: by what looking has itself allocated, if at all; `last`: it has been already. */
  readonly by: "look" | "heap" | "last";
}

/**
 * The next collection, by the goal or by the timer; before it the one that looking may have brought
 * on, which is a case of its own: between the two nothing happens.
 */
function nextCollections(facts: ScavengerFacts): NextCollection[] {
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
function withScavengerNow(
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
  const latest = Math.min(forced, slowest + SCAVENGE_SLACK);
  return { earliest, latest: Number.isFinite(latest) ? latest : null, by: "heap" };
}

/** What falls in one of several cases is counted in the last of them, so that their sum is right. */
function bytesOfCase(bytes: number, at: number, cases: number): number {
  return at === cases - 1 ? bytes : 0;
}

function secondsOf(
  { earliest, latest }: Pick<NextCollection, "earliest" | "latest">,
  [soonest, slowest]: readonly [number, number] = [0, 0],
): Pick<Forecast, "earliest" | "latest"> {
  return {
    earliest: Math.round(earliest + soonest),
    latest: latest === null ? null : Math.round(latest + slowest),
  };
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

/**
 * What the last collection found live may be garbage by now; the next one frees that. From Go 1.21
 * on its pages then wait for one collection more, but for those in chunks that had some pages free:
 * how much lies in such, one look can only bound. Up to Go 1.11 they wait for five idle minutes.
 * @param live bytes that are in RAM
 * @returns nothing where no collection comes, or where RSS does not show it
 */
export function forecastGarbage(facts: ScavengerFacts, live: number): Forecast[] {
  const isOff = facts.gcOff && facts.untilGoal === undefined;
  if (isOff || live <= 0 || !returnsAtOnce(facts.go, facts.dontNeed)) return [];
  const parts = garbageParts(facts, live);
  const cases = nextCollections(facts).flatMap((next) => parts.map((part) => ({ next, part })));
  return cases.map(({ next, part: { most, delay, later } }, i) => ({
    what: "falls",
    bytes: bytesOfCase(live, i, cases.length),
    range: [0, most],
    ...secondsOf(next, delay),
    waitsFor: garbageText(next, later),
  }));
}

function garbageText({ by }: NextCollection, later: string): string {
  const own = by === "look" ? ", which this look may itself bring on" : "";
  return `the next collection${own}: only that tells how much of it is garbage by now${later}`;
}

/** What goes back at one time after the next collection. */
interface GarbagePart {
  /** Bytes; how much of them nobody knows. */
  readonly most: number;
  /** Seconds from when the pages could be gone that were free before, at the least and at the most. */
  readonly delay: readonly [number, number];
  readonly later: string;
}

function garbageParts(facts: ScavengerFacts, live: number): GarbagePart[] {
  const { kind, idleSeconds, lookSeconds, densePages } = scavengerOf(facts.go);
  const all = { most: live, later: "" };
  if (kind === "age") return [{ ...all, delay: [idleSeconds, idleSeconds + lookSeconds] }];
  if (densePages === 0) return [{ ...all, delay: [0, SCAVENGE_SLACK] }];
  const dense = {
    ...all,
    delay: oneCollectionMore(facts),
    later: "; what it frees goes back after one more",
  };
  const sparse = sparseBytes(facts, densePages, live);
  if (sparse < HARDLY * live) return [dense];
  const later = "; this much at most lies where enough pages are free to go back at once";
  return [{ most: sparse, delay: [0, 0], later }, dense];
}

/**
 * The timer brings the second collection two minutes after the first: sysmon begins to sleep when that
 * is done, so that its second look is in time (measured: 120.0 to 122.4 s). Its sleep before it
 * wakes the scavenger is counted with the first. Where the program allocates, its goal may be reached
 * sooner, or sysmon may look at any time.
 */
function oneCollectionMore({ untilGoal }: ScavengerFacts): readonly [number, number] {
  if (untilGoal === undefined) return [FORCED_GC_SECONDS, FORCED_GC_SECONDS];
  return [0, FORCED_GC_SECONDS + SYSMON_SLEEPS_SECONDS];
}

/** The most that can lie in chunks that are not dense: in them a certain share of the pages is free. */
function sparseBytes({ heapIdle }: ScavengerFacts, densePages: number, live: number): number {
  const leastFree = 1 - densePages / CHUNK_PAGES;
  return Math.min(live, Math.round(heapIdle / leastFree));
}

/** Seconds until the two-minute timer, undefined where GOGC is off or nothing is known. */
function nextTimer(facts: ScavengerFacts): number | undefined {
  if (facts.gcOff) return undefined;
  if (facts.sinceGc === undefined) return FORCED_GC_SECONDS;
  return Math.max(0, FORCED_GC_SECONDS - facts.sinceGc);
}

function waitsForever(bytes: number): Forecast {
  return staysUntil("a collection, which GOGC=off prevents until the memory limit is near", bytes);
}

function keptForNextAllocations(bytes: number): Forecast {
  return staysUntil(
    "a smaller heap: Go keeps a tenth of what is in use for the next allocations",
    bytes,
  );
}
