/** The first sentence of the list: what is the matter, if anything is. */
import { formatBytes, formatCount } from "../../base/units.ts";
import type { ProcessRow } from "../../model/fleet.ts";
import { agoText } from "../format-time.ts";

/** An answer this much older than the last look is said to be so, in seconds. */
const ANSWER_STANDS = 5;

/** @param missing id that the address names and the server does not have; "": none */
export function processesHeadline(rows: readonly ProcessRow[], missing: string): string {
  if (missing !== "") return "This process is not recorded (any more).";
  if (rows.length === 0) return "Nothing is recorded yet.";
  const watched = rows.filter(({ state }) => state !== "gone");
  if (watched.length === 0) return "Nothing is looked at now.";
  const count = (test: (row: ProcessRow) => boolean) => watched.filter(test).length;
  const critical = count(
    ({ verdict, state }) => verdict?.severity === "critical" && state !== "down",
  );
  const warnings = count(
    ({ verdict, state }) => verdict?.severity === "warning" && state !== "down",
  );
  const down = count(({ state }) => state === "down");
  const parts: string[] = [];
  if (critical > 0) parts.push(`${formatCount(critical)} in trouble`);
  if (warnings > 0) parts.push(`${formatCount(warnings)} with something to look at`);
  if (down > 0) parts.push(`${formatCount(down)} that ${down === 1 ? "does" : "do"} not answer`);
  const all = `${formatCount(watched.length)} ${watched.length === 1 ? "process" : "processes"}`;
  return parts.length === 0 ? `${all}, all well.` : `${all}: ${listed(parts)}.`;
}

/** What they hold together: those that answered, as what the others held may long be free. */
export function togetherText(rows: readonly ProcessRow[]): string | null {
  const total = rows.reduce((sum, { state, rss }) => sum + (state === "up" ? (rss ?? 0) : 0), 0);
  const gone = rows.filter(({ state }) => state === "gone").length;
  const parts: string[] = [];
  if (rows.length - gone > 1) parts.push(`${formatBytes(total)} of RSS together.`);
  if (gone > 0) {
    const are = gone === 1 ? "1 is" : `${formatCount(gone)} are`;
    parts.push(`${are} no longer looked at; what was recorded is kept.`);
  }
  return parts.length === 0 ? null : parts.join(" ");
}

/** 0 is what no collection and no sample has seen: less than a sampler notices, but not nothing. */
export function liveText(live: number | null): string {
  if (live === null) return "live not known";
  return live === 0 ? "none seen live" : `${formatBytes(live)} live`;
}

/** "looked at 2 s ago · answer of 45 s ago · go1.26.1 · pid 4817" */
export function lookText({ lastLook, state, go, pid, verdict }: ProcessRow, now: number): string {
  const parts: string[] = [];
  if (lastLook === null) parts.push(state === "new" ? "first look to come" : "never seen");
  else if (state === "down") parts.push(`does not answer; last look ${agoText(lastLook, now)}`);
  else if (state === "gone") parts.push(`no longer looked at; last ${agoText(lastLook, now)}`);
  else parts.push(`looked at ${agoText(lastLook, now)}`);
  // What was found is told by its own time: "the last collection, 0.3 s ago" is of that look.
  const isOlder = verdict !== null && lastLook !== null && lastLook - verdict.at >= ANSWER_STANDS;
  if (isOlder) parts.push(`answer of ${agoText(verdict.at, now)}`);
  if (go !== null) parts.push(go);
  if (pid !== null) parts.push(`pid ${pid}`);
  return parts.join(" · ");
}

function listed(parts: readonly string[]): string {
  return parts.length === 1 ? parts[0]! : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`;
}
