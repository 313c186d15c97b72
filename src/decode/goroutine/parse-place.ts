/** `file:line`, where the file may hold colons itself (a drive letter). */
import type { StackFrame } from "../../model/goroutines.ts";

/** Line 0 where there is no number behind the last colon. */
export function parsePlace(place: string): Pick<StackFrame, "file" | "line"> {
  const colon = place.lastIndexOf(":");
  const line = Number(place.slice(colon + 1));
  if (colon < 0 || !Number.isSafeInteger(line)) return { file: place, line: 0 };
  return { file: place.slice(0, colon), line };
}
