/** The lines of code whose growth the heap profiles of all looks make certain, fastest first. */
import { isAsking, isUpkeep } from "../../code/service-code.ts";
import { type GrowingLine, growthOf, type TimedProfile } from "../../growth/growth-of.ts";
import type { VerdictContext } from "../rule/context.ts";

export function growingLines(context: VerdictContext): GrowingLine[] {
  const growing = growthOf(timedProfiles(context), context.go, { granularity: "lines" });
  return growing.filter((line) => !isUpkeep(line) && !isAsking(line));
}

function timedProfiles(context: VerdictContext): TimedProfile[] {
  return context.recording.snapshots.flatMap(({ time, heap }) =>
    time === undefined || heap === undefined ? [] : [{ t: time, profile: heap }],
  );
}
