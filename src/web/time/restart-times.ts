/**
 * When a process was started anew: the start of the new one, where it is known and lies between the looks around
 * it (clocks of two machines may differ), else the first look at it.
 */
import type { TimeTable } from "../../model/page.ts";

export function restartTimes({
  times,
  rss,
  heapAlloc,
  restarts,
  starts,
}: Pick<TimeTable, "times" | "rss" | "heapAlloc" | "restarts" | "starts">): number[] {
  const isGap = (row: number) => rss[row] === null && heapAlloc[row] === null;
  return restarts.map((row, i) => {
    // Behind the last look at the old one stands a moment without values.
    const next = isGap(row + 1) ? row + 2 : row + 1;
    const seen = times[next] ?? times[row]!;
    const start = starts[i] ?? null;
    return start !== null && start >= times[row]! && start <= seen ? start : seen;
  });
}
