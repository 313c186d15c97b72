/** What may fall of the live heap: what of it is garbage by now, only the next collection tells. */
import type { Forecast } from "../../model/verdict.ts";
import { CHUNK_PAGES } from "../heap-model/pages/chunk-density.ts";
import { FORCED_GC_SECONDS } from "../heap-model/sysmon-clock.ts";
import { returnsAtOnce, type ScavengerFacts, scavengerOf } from "./facts.ts";
import {
  bytesOfCase,
  hasNoTimer,
  type NextCollection,
  nextCollections,
  SCAVENGE_SLACK,
  SYSMON_SLEEPS_SECONDS,
  secondsOf,
} from "./next-collections.ts";

/** Less of what may fall is not worth a time of its own. */
const HARDLY = 0.25;

/**
 * What the last collection found live may be garbage by now; the next one frees that. From Go 1.21
 * on its pages then wait for one collection more, but for those in chunks that had some pages free:
 * how much lies in such, one look can only bound. Up to Go 1.11 they wait for five idle minutes.
 * @param live bytes that are in RAM
 * @returns nothing where no collection comes, or where RSS does not show it
 */
export function forecastGarbage(facts: ScavengerFacts, live: number): Forecast[] {
  const isOff = hasNoTimer(facts) && facts.untilGoal === undefined;
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
