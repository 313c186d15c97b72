/**
 * A program that answers slowly is asked less often than the kernel: between two of its answers RSS goes
 * on and its own numbers are not known. They are drawn as a line from one to the next, as they would be if
 * nobody had looked in between. A restart, or an answer that stayed out, is a gap all the same.
 */
import type { TimeTable } from "../../model/page.ts";
import { GAP_FACTOR } from "./chart-rows.ts";

type Column = readonly (number | null)[];

/** Answers by which it is told how far apart they are, on either side. */
const NEIGHBOURS = 5;

/** @param column of the table, null where the program was not asked */
export function bridged(
  { times, rss, restarts }: Pick<TimeTable, "times" | "rss" | "restarts">,
  column: Column,
): Column {
  const known = [...column.keys()].filter((row) => column[row] !== null);
  const steps = known.slice(1).map((row, i) => times[row]! - times[known[i]!]!);
  const drawn = [...column];
  for (const [i, step] of steps.entries()) {
    const [from, to] = [known[i]!, known[i + 1]!];
    const around = [
      ...steps.slice(Math.max(0, i - NEIGHBOURS), i),
      ...steps.slice(i + 1, i + 1 + NEIGHBOURS),
    ];
    const isMissed = around.length > 0 && step > GAP_FACTOR * Math.max(...around);
    const isBroken =
      restarts.some((row) => row >= from && row < to) ||
      rss.slice(from + 1, to).some((value) => value === null);
    if (isMissed || isBroken) continue;
    const [a, b] = [column[from]!, column[to]!];
    for (let row = from + 1; row < to; row++) {
      drawn[row] = a + ((b - a) * (times[row]! - times[from]!)) / step;
    }
  }
  return drawn;
}
