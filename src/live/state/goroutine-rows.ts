/** Goroutines by the place where they wait, as rows of the same table that lines of code stand in. */
import { mergeStacks, waitingAt } from "../../analyze/goroutines/goroutine-places.ts";
import type { GoroutineGroup, Goroutines } from "../../model/goroutines.ts";
import type { CodeRow, CodeRows, RowsRequest } from "./rows.ts";

interface Pile {
  readonly count: number;
  /** The stack with most of them. */
  readonly group: GoroutineGroup;
}

export function goroutineRows({ last, before }: RowsRequest): CodeRows {
  const { goroutines } = last;
  if (goroutines === undefined) {
    return { rows: [], total: 0, missing: "There is no goroutine profile." };
  }
  const earlier = before === last ? undefined : before?.goroutines;
  const seconds = (last.time ?? 0) - (before?.time ?? 0);
  const counts = earlier && pilesOf(earlier);
  const rows = [...pilesOf(goroutines)].map(([key, { count, group }]): CodeRow => {
    const change = counts && count - (counts.get(key)?.count ?? 0);
    return {
      ...placeOf(key, group),
      amount: count,
      range: [count, count],
      isRanked: true,
      change,
      isClear: change !== undefined && change !== 0,
      perSecond: change === undefined || seconds <= 0 ? undefined : change / seconds,
    };
  });
  rows.sort((a, b) => b.amount - a.amount);
  return { rows, total: goroutines.total, missing: undefined };
}

function pilesOf(goroutines: Goroutines): Map<string, Pile> {
  const piles = new Map<string, Pile>();
  for (const group of mergeStacks(goroutines)) {
    const place = waitingAt(group);
    const key = place === undefined ? "" : `${place.function}\n${place.file}:${place.line}`;
    const known = piles.get(key);
    // mergeStacks has the largest first, so the first stack of a place is its largest.
    piles.set(key, { count: group.count + (known?.count ?? 0), group: known?.group ?? group });
  }
  return piles;
}

function placeOf(key: string, group: GoroutineGroup) {
  const place = waitingAt(group);
  const callers = place === undefined ? [] : group.frames.slice(group.frames.indexOf(place) + 1);
  return {
    key,
    function: place?.function ?? "(started, not run yet)",
    file: place?.file ?? "",
    line: place?.line ?? 0,
    callers,
  };
}
