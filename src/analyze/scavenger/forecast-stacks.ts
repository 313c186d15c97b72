/**
 * What may fall of the stacks of goroutines that came back from deep calls: a collection halves each stack
 * of which less than a quarter is used (runtime, shrinkstack), down to the smallest, and what it frees
 * goes back like other free spans. How much of a stack is used, no profile says.
 */
import type { Forecast } from "../../model/verdict.ts";
import { FORCED_GC_SECONDS } from "../heap-model/sysmon-clock.ts";
import { returnsAtOnce, type ScavengerFacts, scavengerOf } from "./facts.ts";
import {
  bytesOfCase,
  hasNoTimer,
  nextCollections,
  SYSMON_SLEEPS_SECONDS,
  secondsOf,
} from "./next-collections.ts";

export interface ShrinkingStacks {
  /** Bytes in RAM beyond what the smallest stacks would take. */
  readonly most: number;
  /** Collections until the average stack is as small as can be. */
  readonly halvings: number;
}

const WAITS_FOR =
  "the next collections: at each, a stack shrinks by half of which less than a quarter is used";

/** @returns nothing where no collection comes, or where RSS does not show it */
export function forecastStacks(
  facts: ScavengerFacts,
  { most, halvings }: ShrinkingStacks,
): Forecast[] {
  const isOff = hasNoTimer(facts) && facts.untilGoal === undefined;
  if (isOff || !returnsAtOnce(facts.go, facts.dontNeed)) return [];
  const cases = nextCollections(facts);
  return cases.map((next, i) => ({
    what: "falls",
    bytes: bytesOfCase(most, i, cases.length),
    range: [0, most],
    ...secondsOf(next, [0, lastDelay(facts, halvings)]),
    waitsFor: WAITS_FOR,
  }));
}

/** From the first of the collections until what the last of them freed is gone. */
function lastDelay({ go }: ScavengerFacts, halvings: number): number {
  const { kind, idleSeconds, lookSeconds, densePages } = scavengerOf(go);
  const more = halvings - 1 + (densePages > 0 ? 1 : 0);
  const aged = kind === "age" ? idleSeconds + lookSeconds : 0;
  return more * FORCED_GC_SECONDS + SYSMON_SLEEPS_SECONDS + aged;
}
