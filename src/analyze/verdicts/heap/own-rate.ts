/**
 * What the program itself allocates a second, between snapshots. Reading a process allocates in it, too: what
 * answering may have taken is left out.
 */
import type { Snapshot } from "../../../model/snapshot.ts";
import { costOfAsking } from "../../cost-of-asking.ts";

/** The model of what asking costs is an upper estimate, up to this many times the truth. */
const OVERESTIMATE = 1.75;
/** A shorter time tells no rate. */
const SHORTEST_SECONDS = 1;

/**
 * A program that was busy and now is not has another rate than both together: so it is that of all snapshots, of the newer
 * half and of the last two, the slowest and the fastest.
 * @returns bytes a second; undefined with one snapshot
 */
export function ownRate(
  snapshots: readonly Snapshot[],
): readonly [slowest: number, fastest: number] | undefined {
  const length = snapshots.length;
  const starts = new Set([0, length >> 1, Math.max(0, length - 2)]);
  const rates = [...starts].flatMap((from) => {
    const rate = length - from < 2 ? undefined : rateOf(snapshots.slice(from));
    return rate === undefined ? [] : [rate];
  });
  if (rates.length === 0) return undefined;
  return [
    Math.min(...rates.map(([slowest]) => slowest)),
    Math.max(...rates.map(([, fastest]) => fastest)),
  ];
}

function rateOf(snapshots: readonly Snapshot[]): readonly [number, number] | undefined {
  const seconds = secondsOf(snapshots);
  const [first, last] = [snapshots[0]!.memStats, snapshots.at(-1)!.memStats];
  if (seconds === undefined || first === undefined || last === undefined) return undefined;
  const allocated = last.TotalAlloc - first.TotalAlloc;
  const asking = snapshots.slice(0, -1).reduce((sum, snapshot) => sum + costOfAsking(snapshot), 0);
  const least = allocated - asking;
  const most = least > 0 ? allocated - asking / OVERESTIMATE : 0;
  return [Math.max(0, least) / seconds, Math.max(0, most) / seconds];
}

/** Bytes a second by which goroutines' stacks grow, for which free pages of the heap are taken; 0: not known. */
export function stackRate(snapshots: readonly Snapshot[]): number {
  const seconds = secondsOf(snapshots);
  const [first, last] = [snapshots[0]?.memStats, snapshots.at(-1)?.memStats];
  if (seconds === undefined || first === undefined || last === undefined) return 0;
  return Math.max(0, last.StackInuse - first.StackInuse) / seconds;
}

function secondsOf(snapshots: readonly Snapshot[]): number | undefined {
  const seconds = (snapshots.at(-1)?.time ?? Number.NaN) - (snapshots[0]?.time ?? Number.NaN);
  return seconds >= SHORTEST_SECONDS ? seconds : undefined;
}
