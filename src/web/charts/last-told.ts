/**
 * The moment whose numbers stand below a chart that nobody points at: the newest one that most series tell
 * of. At the very last one a program that is asked seldom may have told nothing. Pure.
 */
import type { Column } from "./stack-series.ts";

interface Told {
  readonly values: Column;
  /** What is said of it, where that is not what is drawn. */
  readonly said?: Column;
}

/** Moments from the end among which it is. */
const MOST = 60;

/** @param length of the columns; -1 where there is none */
export function lastTold(series: readonly Told[], length: number): number {
  let best = length - 1;
  let most = -1;
  for (let row = length - 1; row >= Math.max(0, length - MOST); row--) {
    const told = series.filter(({ values, said }) => (said ?? values)[row] != null).length;
    if (told > most) [best, most] = [row, told];
  }
  return best;
}
