/**
 * How often to ask. Answering costs the program time and memory, so what took long or allocated much
 * is asked for less often: a budget, not a fixed interval. Pure.
 */
import { KiB } from "../../base/units.ts";

/** What a look has cost. */
export interface LookCost {
  /** From the first question to the last answer: an upper bound of what the program spent on it. */
  readonly askedSeconds: number;
  /** That the kernel took to list the mappings, in Resident's own time. */
  readonly readSeconds: number;
  /** That the program allocated to answer, as an upper estimate. */
  readonly bytes: number;
}

/** Of one core, in the program and in Resident: the budget of recording. */
const MOST_IN_PROGRAM = 0.005;
const MOST_IN_RESIDENT = 0.02;
/** Garbage made by asking, in bytes a second: a program at rest collects every 4 MiB. */
const MOST_GARBAGE = 128 * KiB;
/** However much it costs, the picture must not become history. */
const LONGEST = 600;

const LEAST_FOR_MEM_STATS = 2;
const LEAST_FOR_PROFILES = 15;
/** The second one comes sooner, whatever it costs: growth is told from the second on. */
const SECOND_PROFILES = { least: 5, most: 30 } as const;

const REMEMBERED = 3;

/**
 * What looks of one kind cost. Of times the shortest of the last few counts: a program that was busy,
 * stopped or far away for a moment made a look wait, which is no cost of its own.
 */
export class CostMemory {
  private looks: readonly LookCost[] = [];

  /** The cost to go by, with this look in it. */
  add(cost: LookCost): LookCost {
    this.looks = [...this.looks, cost].slice(-REMEMBERED);
    return {
      askedSeconds: Math.min(...this.looks.map(({ askedSeconds }) => askedSeconds)),
      readSeconds: Math.min(...this.looks.map(({ readSeconds }) => readSeconds)),
      bytes: cost.bytes,
    };
  }
}

/** Seconds from one look at MemStats and mappings to the next. */
export function secondsToMemStats(cost: LookCost, everySeconds: number): number {
  return secondsWithin(cost, Math.max(LEAST_FOR_MEM_STATS, everySeconds));
}

/** Seconds from one whole look to the next. @param taken whole looks so far */
export function secondsToProfiles(cost: LookCost, everySeconds: number, taken: number): number {
  const wanted = secondsWithin(cost, Math.max(LEAST_FOR_PROFILES, everySeconds));
  if (taken >= 2) return wanted;
  const soon = secondsWithin(cost, Math.max(SECOND_PROFILES.least, everySeconds));
  return Math.min(soon, Math.max(SECOND_PROFILES.most, everySeconds));
}

/** Seconds until what costs so much may be done again, at the least so many. */
export function secondsWithin(
  { askedSeconds, readSeconds, bytes }: LookCost,
  least: number,
): number {
  const wanted = Math.max(
    askedSeconds / MOST_IN_PROGRAM,
    readSeconds / MOST_IN_RESIDENT,
    bytes / MOST_GARBAGE,
  );
  return Math.max(least, Math.min(wanted, LONGEST));
}
