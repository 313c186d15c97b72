/** A level in time as few points: of those that lie close to each other, the highest. */
import type { RunSeries } from "../../model/run.ts";

/** A picture is hardly wider, and a record of hours stays small. */
const MOST_POINTS = 500;

/** @param at ascending; entries of `bytes` that are NaN are left out */
export function thinSeries(
  at: ArrayLike<number>,
  bytes: ArrayLike<number>,
  most = MOST_POINTS,
): RunSeries {
  const kept = Array.from(at, (_, i) => i).filter(
    (i) => !Number.isNaN(at[i]!) && !Number.isNaN(bytes[i]!),
  );
  if (kept.length > most) return thin(kept, at, bytes, most);
  return { at: kept.map((i) => round(at[i]!)), bytes: kept.map((i) => bytes[i]!) };
}

/** The highest of each of `most` equal parts of the time. */
function thin(
  kept: readonly number[],
  at: ArrayLike<number>,
  bytes: ArrayLike<number>,
  most: number,
): RunSeries {
  const start = at[kept[0]!]!;
  const span = at[kept.at(-1)!]! - start || 1;
  const best = new Map<number, number>();
  for (const i of kept) {
    const part = Math.min(most - 1, Math.floor(((at[i]! - start) / span) * most));
    const before = best.get(part);
    if (before === undefined || bytes[i]! > bytes[before]!) best.set(part, i);
  }
  const chosen = [...best.values()];
  return { at: chosen.map((i) => round(at[i]!)), bytes: chosen.map((i) => bytes[i]!) };
}

/** Milliseconds are as fine as anything here is known. */
function round(seconds: number): number {
  return Math.round(seconds * 1000) / 1000;
}
