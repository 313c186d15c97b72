/**
 * Where the goroutines of a snapshot are: one pile for each stack, the largest first. How much
 * memory they hold is not a matter of this profile; the verdicts join it with what counts bytes.
 */
import type { GoroutineGroup, Goroutines, StackFrame } from "../../model/goroutines.ts";
import type { GoroutinePile, GoroutinePiles } from "../../model/report.ts";
import { mergeStacks, placeOf, waitingAt } from "./goroutine-places.ts";

/** Piles in the report. */
const PILES = 20;
const NO_FRAME: StackFrame = { function: "", file: "", line: 0 };

export function goroutinePiles(goroutines: Goroutines): GoroutinePiles {
  const groups = mergeStacks(goroutines);
  return {
    total: goroutines.total,
    stackCount: groups.length,
    piles: groups.slice(0, PILES).map(pileOf),
    source: goroutines.source,
  };
}

function pileOf(group: GoroutineGroup): GoroutinePile {
  const place = waitingAt(group);
  const callers = place === undefined ? [] : group.frames.slice(group.frames.indexOf(place) + 1);
  return {
    count: group.count,
    ...placeOf(place ?? NO_FRAME),
    callers: callers.map(placeOf),
    waitMinutes: group.waitMinutes ?? null,
  };
}
