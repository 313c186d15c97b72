/**
 * When a target is looked at: once an interval, at a moment of it that a hash of the target's name picks, so
 * that the looks of many targets are spread evenly and each keeps its moment over restarts of Resident. Pure.
 */
import { createHash } from "node:crypto";

/** A look that begins later than this share of its interval after it was due is late. */
const LATE_SHARE = 0.1;

/** Seconds into the interval. */
export function phaseOf(name: string, every: number): number {
  const hash = createHash("md5").update(name).digest().readUInt32BE(0);
  return (hash / 2 ** 32) * every;
}

/** The first moment of that phase that is not before `from`. Seconds. */
export function nextMoment(from: number, phase: number, every: number): number {
  const turns = Math.ceil((from - phase) / every);
  return turns * every + phase;
}

export function isLate(due: number, began: number, every: number): boolean {
  return began - due > LATE_SHARE * every;
}
