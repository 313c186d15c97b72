/**
 * When free heap goes back to the OS, by the rules of each Go version's scavenger:
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
import { isAtLeast } from "../model/go-version.ts";
import type { Forecast } from "../model/verdict.ts";

/** sysmon forces a collection when the last one is older; it looks with some delay. */
export const FORCED_GC_SECONDS = 120;
/**
 * Where nothing runs, sysmon sleeps for up to half that period (runtime/proc.go), twice: before it
 * starts the collection, and before it wakes the scavenger when the sweep is done. Measured in idle
 * programs: collections 120 to 162 s after the one before, and their memory 1 to 60 s later.
 */
const SYSMON_SLEEPS_SECONDS = 2 * (FORCED_GC_SECONDS / 2);
/** Measured: once awake, the scavenger returns 100 MiB within 3 s. */
const SCAVENGE_SLACK = 5;
/** Share of what is in use that Go keeps free for the next allocations. */
const RETAIN_SHARE = 0.1;

export interface Returning {
  readonly bytes: number;
  readonly seconds: number;
}

export interface ScavengerFacts {
  readonly go: GoVersion | undefined;
  /** HeapIdle − HeapReleased, as far as it is in RAM. */
  readonly idle: number;
  readonly heapInuse: number;
  /** Seconds since the last collection, undefined where not known. */
  readonly sinceGc: number | undefined;
  /**
   * Seconds until the heap reaches its goal at the present rate, at the least and at the most;
   * undefined: no rate known.
   */
  readonly untilGoal: readonly [number, number] | undefined;
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
  if (dontNeed !== undefined) return dontNeed;
  return go === undefined || !isAtLeast(go, 12) || isAtLeast(go, 16);
}

export function forecastIdle(facts: ScavengerFacts): Forecast[] {
  if (!returnsAtOnce(facts.go, facts.dontNeed)) return [untilPressure(facts)];
  if (facts.busy === true) return [usedAgain(facts)];
  if (facts.go !== undefined && !isAtLeast(facts.go, 13)) return [afterFiveMinutes(facts)];
  return afterNextGc(facts);
}

/**
 * The scavenger aims at what was in use when marking ended, which a busy program fills each time.
 * Where the goal swings, Go 1.13 to 1.20 return much within seconds, and get it again at the next
 * burst: measured with Go 1.19, 172 MiB to 55 and back every 3 s. No fall lasts.
 */
function usedAgain(facts: ScavengerFacts): Forecast {
  return {
    what: "stays",
    bytes: facts.idle,
    earliest: 0,
    latest: null,
    waitsFor:
      "the program to allocate less: from one collection to the next it uses these pages again, also where some went back in between",
  };
}

function untilPressure(facts: ScavengerFacts): Forecast {
  return {
    what: "stays",
    bytes: facts.idle,
    earliest: 0,
    latest: null,
    waitsFor: "memory pressure: this Go returns memory with MADV_FREE",
  };
}

/** Go ≤ 1.12: 5 idle minutes, and up to 2.5 more until the scavenger looks. */
function afterFiveMinutes(facts: ScavengerFacts): Forecast {
  const oldest = facts.idleAtMost ?? Number.POSITIVE_INFINITY;
  return {
    what: "falls",
    bytes: facts.idle,
    earliest: Math.round(Math.max(0, 300 - oldest)),
    latest: Math.round(Math.max(0, 450 - facts.idleFor)),
    waitsFor: "five minutes without use; any allocation in between starts them anew",
  };
}

function afterNextGc(facts: ScavengerFacts): Forecast[] {
  const kept = Math.min(facts.idle, Math.round(RETAIN_SHARE * facts.heapInuse));
  const forecasts: Forecast[] = [];
  if (facts.idle > kept) forecasts.push(fallsAtNextGc(facts, facts.idle - kept));
  if (kept > 0) forecasts.push(keptForNextAllocations(kept));
  return forecasts;
}

function fallsAtNextGc(facts: ScavengerFacts, bytes: number): Forecast {
  if (facts.gcOff && facts.untilGoal === undefined && facts.returning === undefined) {
    return waitsForever(bytes);
  }
  const [earliest, latest] = nextCollection(facts);
  const mayBeAtWork = mayHappenNow(facts) && facts.untilGoal === undefined;
  return {
    what: "falls",
    bytes,
    earliest: mayBeAtWork || facts.returning !== undefined ? 0 : Math.round(earliest),
    latest: latest === null ? null : Math.round(latest + SCAVENGE_SLACK),
    waitsFor: waitsFor(facts, bytes),
  };
}

/**
 * Seconds until the next collection, and until what it frees can go back; null: never, or not known.
 * By the goal, by the timer, or because looking has itself filled the heap.
 */
function nextCollection(facts: ScavengerFacts): [earliest: number, latest: number | null] {
  const timer = nextTimer(facts);
  const [soonest, slowest] = facts.untilGoal ?? [timer ?? 0, Number.POSITIVE_INFINITY];
  const earliest = facts.lookCollects === true ? 0 : Math.min(timer ?? soonest, soonest);
  const forced = timer === undefined ? Number.POSITIVE_INFINITY : timer + SYSMON_SLEEPS_SECONDS;
  const latest = Math.min(forced, slowest);
  return [Math.max(0, earliest), Number.isFinite(latest) ? latest : null];
}

function waitsFor(facts: ScavengerFacts, bytes: number): string {
  const own = facts.lookCollects === true ? ", which this look may itself bring on" : "";
  const next = `the next collection${own}: after two to four minutes without one at the latest`;
  if (facts.returning === undefined) return next;
  const { bytes: went, seconds } = facts.returning;
  const done = formatSeconds((bytes * seconds) / went);
  return `the scavenger, which is at work (${formatBytes(went)} went back in the last ${formatSeconds(seconds)}; at that pace all is gone in ${done}), and for what the last collection freed ${next}`;
}

/**
 * What the last collection found live may be garbage by now; the next one frees that. From Go 1.21
 * on its pages then wait for one collection more, up to Go 1.11 for five idle minutes.
 * @param live bytes that are in RAM
 * @returns nothing where no collection comes, or where RSS does not show it
 */
export function forecastGarbage(facts: ScavengerFacts, live: number): Forecast[] {
  const isOff = facts.gcOff && facts.untilGoal === undefined;
  if (isOff || live <= 0 || !returnsAtOnce(facts.go, facts.dontNeed)) return [];
  const [earliest, latest] = nextCollection(facts);
  const [soonest, slowest] = delayAfterGc(facts.go);
  const own = facts.lookCollects === true ? ", which this look may itself bring on" : "";
  return [
    {
      what: "falls",
      bytes: live,
      range: [0, live],
      earliest: Math.round(earliest + soonest),
      latest: latest === null ? null : Math.round(latest + slowest),
      waitsFor: `the next collection${own}: only that tells how much of it is garbage by now`,
    },
  ];
}

/** Seconds from a collection until the pages that it freed are gone, at the least and at the most. */
function delayAfterGc(go: GoVersion | undefined): [number, number] {
  if (go !== undefined && !isAtLeast(go, 13)) return [300, 450];
  if (go !== undefined && !isAtLeast(go, 21)) return [0, SCAVENGE_SLACK];
  return [0, FORCED_GC_SECONDS + SYSMON_SLEEPS_SECONDS + SCAVENGE_SLACK];
}

/** Up to Go 1.20 the background scavenger may still be at work on the last collection. */
function mayHappenNow(facts: ScavengerFacts): boolean {
  if (facts.sinceGc === undefined) return true;
  const eager = facts.go !== undefined && !isAtLeast(facts.go, 21);
  return eager && facts.sinceGc < 10;
}

/** Seconds until the two-minute timer, undefined where GOGC is off or nothing is known. */
function nextTimer(facts: ScavengerFacts): number | undefined {
  if (facts.gcOff) return undefined;
  if (facts.sinceGc === undefined) return FORCED_GC_SECONDS;
  return Math.max(0, FORCED_GC_SECONDS - facts.sinceGc);
}

function waitsForever(bytes: number): Forecast {
  return {
    what: "stays",
    bytes,
    earliest: 0,
    latest: null,
    waitsFor: "a collection, which GOGC=off prevents until the memory limit is near",
  };
}

function keptForNextAllocations(bytes: number): Forecast {
  return {
    what: "stays",
    bytes,
    earliest: 0,
    latest: null,
    waitsFor: "nothing: Go keeps a tenth of the heap in use for the next allocations",
  };
}
