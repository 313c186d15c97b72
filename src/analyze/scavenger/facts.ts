/** What is known of a heap, from which it is told when its free pages go back to the OS. */
import type { GoVersion } from "../../model/go-version.ts";
import type { ScavengerRules } from "../heap-model/rules/heap-rules.ts";
import { heapRules } from "../heap-model/rules/pick-heap-rules.ts";

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
  /** True where only earlier collections tell that: the program may stop at any time. */
  readonly isByRhythm?: boolean;
  /** Bytes that it may allocate until then: of the free pages first. 0 unless given. */
  readonly roomToGoal?: number;
  /**
   * Bytes a second that the program takes of its free pages at the most, for objects and stacks; infinite where its
   * collections say that it goes on, undefined where nothing is known of it.
   */
  readonly taking?: number | undefined;
  /** True where looking may itself have filled the heap to its goal. */
  readonly lookCollects?: boolean;
  /** What went back between the last two snapshots; undefined: nothing, or not known. */
  readonly returning?: Returning | undefined;
  readonly gcOff: boolean;
  /** True where none has run: the timer counts from the last one, and so never brings the first. */
  readonly isBeforeFirst?: boolean;
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

export function scavengerOf(go: GoVersion | undefined): ScavengerRules {
  return heapRules(go).scavenger;
}
