/**
 * Lines of code that are in a heap profile and no cause: what the runtime keeps for each goroutine,
 * and what answering a request for a profile allocates, which is mostly Resident's own request. No
 * verdict sends a reader there; the tables show them like any other line.
 */
import type { CodeLine } from "../../model/report.ts";

type Place = Pick<CodeLine, "function">;

export const MALG = "runtime.malg";
const UPKEEP: ReadonlySet<string> = new Set([MALG, "runtime.acquireSudog"]);
/**
 * Who copies stacks and records for a profile, up to Go 1.26, and who writes them out. What a program
 * calls to label its own work (pprof.Do) does neither.
 */
const ASKING =
  /^(runtime\.(saveg|goroutineProfile\w*|doRecordGoroutineProfile\w*|tryRecordGoroutineProfile\w*|copyMemProfileRecord|memProfileInternal)|(runtime|net\/http)\/pprof\.(?!(Do|Labels?|ForLabels|WithLabels|SetGoroutineLabels|mergeLabelSets|\(\*Profile\)\.(Add|Remove))(\W|$)))/;

/** True for what the runtime keeps for goroutines: g structs and records of waiting. */
export function isUpkeep(place: Place): boolean {
  return UPKEEP.has(place.function);
}

/** True for what serves a request for a profile. */
export function isAsking(line: Place & Partial<Pick<CodeLine, "callers">>): boolean {
  return ASKING.test(line.function) || (line.callers ?? []).some((at) => ASKING.test(at.function));
}

/** The lines that a reader can do something about. */
export function causes(code: readonly CodeLine[]): CodeLine[] {
  return code.filter((line) => !isUpkeep(line) && !isAsking(line));
}
