/** The first sentence of the list: what is the matter, if anything is. */
import { formatBytes, formatCount } from "../../base/units.ts";
import type { ProcessRow } from "../../model/fleet.ts";
import type { Severity } from "../../model/verdict.ts";
import { rangeOfTexts } from "../format.ts";
import { agoText } from "../format-time.ts";

/** An answer this much older than the last look is said to be so, in seconds. */
const ANSWER_STANDS = 5;

/** @param missing id that the address names and the server does not have; "": none */
export function processesHeadline(rows: readonly ProcessRow[], missing: string): string {
  if (missing !== "") return "This process is not recorded (any more).";
  if (rows.length === 0) return "Nothing is recorded yet.";
  const watched = rows.filter(({ state }) => state !== "gone");
  if (watched.length === 0) return "Nothing is looked at now.";
  const answering = findingsOf(watched.filter(({ state }) => state !== "down"));
  const silent = watched.filter(({ state }) => state === "down");
  const { critical, warning } = answering;
  const parts: string[] = [];
  if (critical > 0) parts.push(`${formatCount(critical)} in trouble`);
  if (warning > 0) parts.push(`${formatCount(warning)} with something to look at`);
  if (silent.length > 0) parts.push(silentText(silent));
  const unknown = watched.filter(({ state }) => state === "new").length;
  if (unknown > 0) parts.push(`${formatCount(unknown)} not asked yet`);
  const all = `${formatCount(watched.length)} ${watched.length === 1 ? "process" : "processes"}`;
  if (parts.length === 1 && unknown === watched.length) return `${all}, not asked yet.`;
  return parts.length === 0 ? `${all}, all well.` : `${all}: ${listed(parts)}.`;
}

function findingsOf(rows: readonly ProcessRow[]): { critical: number; warning: number } {
  const count = (severity: Severity) =>
    rows.filter(({ verdict }) => verdict?.severity === severity).length;
  return { critical: count("critical"), warning: count("warning") };
}

/** What was found before they fell silent can be why they did. */
function silentText(rows: readonly ProcessRow[]): string {
  const { critical, warning } = findingsOf(rows);
  const isOne = rows.length === 1;
  const was = (count: number) =>
    isOne ? "it was" : `${formatCount(count)} ${count === 1 ? "was" : "were"}`;
  const had = (count: number) => (isOne ? "it had" : `${formatCount(count)} had`);
  const before: string[] = [];
  if (critical > 0) before.push(`${was(critical)} in trouble`);
  if (warning > 0) before.push(`${had(warning)} something to look at`);
  const are = `${formatCount(rows.length)} that ${isOne ? "does" : "do"} not answer`;
  return before.length === 0 ? are : `${are} (${before.join(", ")})`;
}

/** "3 of 4 answer"; those that a recorder which was just started has not asked yet are told apart. */
export function answeringText(rows: readonly ProcessRow[]): string {
  const count = (wanted: ProcessRow["state"]) =>
    rows.filter(({ state }) => state === wanted).length;
  const watched = rows.length - count("gone");
  if (watched === 0) return "";
  const text = `${formatCount(count("up"))} of ${formatCount(watched)} answer`;
  const later = count("new");
  return later === 0 ? text : `${text}, ${formatCount(later)} not asked yet`;
}

/** What they hold together: those that answered, as what the others held may long be free. */
export function togetherText(rows: readonly ProcessRow[]): string | null {
  const isNew = ({ state }: ProcessRow) => state === "new";
  const answering = rows.filter((row) => row.rss !== null && (row.state === "up" || isNew(row)));
  const total = answering.reduce((sum, { rss }) => sum + (rss ?? 0), 0);
  const gone = rows.filter(({ state }) => state === "gone").length;
  const parts: string[] = [];
  const watched = rows.length - gone;
  if (watched > 1 && answering.length > 0) {
    const some =
      answering.length === 1 ? "1 that answers" : `${formatCount(answering.length)} that answer`;
    const isOfBefore = answering.some(isNew);
    const whose = isOfBefore
      ? `, as ${formatCount(answering.length)} of ${formatCount(watched)} were seen last`
      : answering.length === watched
        ? ""
        : `, of the ${some}`;
    parts.push(`${formatBytes(total)} of RSS together${whose}.`);
  }
  if (gone > 0) {
    const are = gone === 1 ? "1 is" : `${formatCount(gone)} are`;
    parts.push(`${are} no longer looked at; what was recorded is kept.`);
  }
  return parts.length === 0 ? null : parts.join(" ");
}

/** What was never seen is called by its address: the host and port are what tells it from others. */
export function nameText(name: string): string {
  return name.replace(/^https?:\/\//, "").replace(/\/debug\/pprof\/?$/, "");
}

/** Of a range whose ends are further apart one number would say more than is known. */
const WIDE = 1.25;

/** 0 is what no collection and no sample has seen: less than a sampler notices, but not nothing. */
export function liveText({ live, liveRange }: Pick<ProcessRow, "live" | "liveRange">): string {
  if (live === null) return "live not known";
  const [low, high] = liveRange ?? [live, live];
  if (high > WIDE * low && high > 0) {
    return low === 0
      ? `less than ${formatBytes(high)} live`
      : `${rangeOfTexts(formatBytes(low), formatBytes(high))} live`;
  }
  return live === 0 ? "none seen live" : `${formatBytes(live)} live`;
}

/** RSS has moved by so much of it since an answer that is told by its own RSS. */
const MOVED = 0.1;

/** "39 s ago, with 7.76 MiB of RSS: ", before an answer that speaks of another RSS than the row; "": it does not. */
export function answerOfText({ rss, verdict }: ProcessRow, now: number): string {
  if (verdict === null || rss === null || verdict.rss === null) return "";
  if (Math.abs(rss - verdict.rss) <= MOVED * Math.max(rss, verdict.rss)) return "";
  return `${agoText(verdict.at, now)}, with ${formatBytes(verdict.rss)} of RSS: `;
}

/** "looked at 2 s ago · answer of 45 s ago · go1.26.1 · pid 4817" */
export function lookText({ lastLook, state, go, pid, verdict }: ProcessRow, now: number): string {
  const parts: string[] = [];
  if (lastLook === null) parts.push(state === "new" ? "first look to come" : "never seen");
  else if (state === "down") parts.push(`does not answer; last seen ${agoText(lastLook, now)}`);
  else if (state === "new") parts.push(`last seen ${agoText(lastLook, now)}, soon asked again`);
  else if (state === "gone") parts.push(`no longer looked at; last ${agoText(lastLook, now)}`);
  else parts.push(`looked at ${agoText(lastLook, now)}`);
  // What was found is told by its own time: "the last collection, 0.3 s ago" is of that look.
  if (verdict !== null && lastLook !== null) {
    const isOlder = state === "down" || lastLook - verdict.at >= ANSWER_STANDS;
    if (isOlder) parts.push(`answer of ${agoText(verdict.at, now)}`);
  }
  if (go !== null) parts.push(go);
  if (pid !== null) parts.push(`pid ${pid}`);
  return parts.join(" · ");
}

/** Of a row that is one line: "2 s ago" */
export function shortLookText({ lastLook, state }: ProcessRow, now: number): string {
  if (lastLook === null) return state === "new" ? "first look to come" : "never seen";
  return agoText(lastLook, now);
}

/** "12 of 121 match"; "" where all are shown. */
export function matchText(found: number, all: number, search: string): string {
  if (search.trim() === "") return "";
  return `${formatCount(found)} of ${formatCount(all)} ${found === 1 ? "matches" : "match"}`;
}

function listed(parts: readonly string[]): string {
  return parts.length === 1 ? parts[0]! : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`;
}
