/**
 * The line above each stack of a dump, which grew a part in many Go versions:
 *
 *   goroutine 6 [chan receive, 12 minutes, locked to thread]:
 *   goroutine 7 gp=0xc000007dc0 m=nil [chan receive (leaked)]:               1.23, 1.26
 *   goroutine 8 [select (durable), synctest bubble 1 labels:{"k": "v"}]:     1.25, 1.27
 */
import { parseLabels } from "./parse-labels.ts";

export interface GoroutineHeader {
  /** Wait reason or status, without the marks below. */
  readonly state: string;
  readonly leaked: boolean;
  readonly minutes: number | undefined;
  readonly labels: ReadonlyMap<string, string> | undefined;
}

/** Goroutine 0 is a thread's own stack, which a crash prints too, and no goroutine. */
const PREFIX = /^goroutine [1-9]\d* (?:gp=\S+ m=\S+ (?:mp=\S+ )?)?\[/;
const MINUTES = /^(\d{1,12}) minutes$/;
const LEAKED = " (leaked)";
const MARKS = [" (scan)", " (durable)", LEAKED];
const LABELS = " labels:";

/** Undefined where the line is no such header. */
export function parseHeader(line: string): GoroutineHeader | undefined {
  if (!line.startsWith("goroutine ") || !line.endsWith("]:")) return undefined;
  const prefix = PREFIX.exec(line);
  if (prefix === null) return undefined;
  const text = line.slice(prefix[0].length, -2);
  const labelStart = text.indexOf(LABELS);
  const status = labelStart < 0 ? text : text.slice(0, labelStart);
  const labels = labelStart < 0 ? undefined : parseLabels(text.slice(labelStart + LABELS.length));
  const [reason = "", ...rest] = status.split(", ");
  return { ...splitMarks(reason), minutes: minutesOf(rest), labels };
}

/** Marks stand behind the wait reason, which may end in parentheses of its own. */
function splitMarks(reason: string): { state: string; leaked: boolean } {
  let state = reason;
  let leaked = false;
  const markOf = (text: string) => MARKS.find((mark) => text.endsWith(mark));
  for (let mark = markOf(state); mark !== undefined; mark = markOf(state)) {
    leaked ||= mark === LEAKED;
    state = state.slice(0, -mark.length);
  }
  return { state, leaked };
}

function minutesOf(parts: readonly string[]): number | undefined {
  for (const part of parts) {
    const match = MINUTES.exec(part);
    if (match !== null) return Number(match[1]);
  }
  return undefined;
}
