/**
 * How the last collections followed each other, by the ends of their pauses: of a program that goes on
 * like that, this says when the next one comes, also where there is one look only, or where answering the
 * looks may be all that was allocated between them.
 */
import { FORCED_GC_SECONDS } from "../../heap-model/sysmon-clock.ts";
import type { VerdictContext } from "../rule/context.ts";

export interface Rhythm {
  /** Seconds from one collection to the next, of the last ones. */
  readonly shortest: number;
  readonly longest: number;
  readonly mean: number;
  /** Seconds since the last one. */
  readonly since: number;
}

const INTERVALS = 4;
/** A collection that comes so late is the timer's. */
const BY_TIMER = 0.9 * FORCED_GC_SECONDS;
/** One that is later than so many times the mean distance does not come: the program has stopped. */
const OVERDUE = 2;

/** @returns undefined where they are too few, the timer's, or do not go on */
export function collectionRhythm({ stats, last }: VerdictContext): Rhythm | undefined {
  const { PauseEnd, NumGC = 0 } = stats ?? {};
  const now = last.time;
  if (PauseEnd === undefined || now === undefined || NumGC <= INTERVALS) return undefined;
  // In the ring that of collection n is at (n + 255) % 256.
  const end = (back: number) => PauseEnd[(NumGC - back + 255) % 256]! / 1e9;
  if (!(end(INTERVALS) > 0)) return undefined;
  const distances = Array.from({ length: INTERVALS }, (_, back) => end(back) - end(back + 1));
  const [shortest, longest] = [Math.min(...distances), Math.max(...distances)];
  const mean = (end(0) - end(INTERVALS)) / INTERVALS;
  const since = Math.max(0, now - end(0));
  if (longest >= BY_TIMER || since > OVERDUE * mean) return undefined;
  return { shortest, longest, mean, since };
}
