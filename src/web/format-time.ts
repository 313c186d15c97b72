/** Moments of a recording as they are told apart: by the clock, and by how long after the first. */
import { formatSeconds } from "../base/units.ts";

interface Moment {
  readonly snapshot: string;
  readonly time: number | null;
}

/** "14:03:20 (+30 s)"; the snapshot's name where the time is not known. */
export function formatMoment(moment: Moment, index: number, all: readonly Moment[]): string {
  const { time, snapshot } = moment;
  const first = all[0]?.time ?? null;
  if (time === null || first === null) return `snapshot ${snapshot}`;
  return index === 0
    ? `${momentText(time)} (first)`
    : `${momentText(time)} (+${formatSeconds(time - first)})`;
}

/** The reader's own clock. */
export function shortTime(time: number | null): string {
  if (time === null) return "";
  const date = new Date(time * 1000);
  return [date.getHours(), date.getMinutes(), date.getSeconds()]
    .map((part) => String(part).padStart(2, "0"))
    .join(":");
}

/** With the day where it is not today's: "28 Nov 14:03:20". */
export function momentText(time: number): string {
  const day = dayText(time);
  return day === dayText(Date.now() / 1000) ? shortTime(time) : `${day} ${shortTime(time)}`;
}

/** With day and year, for what is kept: "28 Nov 2026 14:03:20". */
export function dateText(time: number): string {
  return `${dayText(time)} ${new Date(time * 1000).getFullYear()} ${shortTime(time)}`;
}

/** "14:03:20 to 14:18:20"; the day of the second only where it is another. */
export function spanText(from: number, to: number): string {
  const end = dayText(from) === dayText(to) ? shortTime(to) : momentText(to);
  return from === to ? momentText(from) : `${momentText(from)} to ${end}`;
}

const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");

export function dayText(time: number): string {
  const date = new Date(time * 1000);
  return `${date.getDate()} ${MONTHS[date.getMonth()]}`;
}

/** "12 s ago"; "just now". The server's clock is known to a second. */
export function agoText(time: number, now: number): string {
  const seconds = Math.round(now - time);
  return seconds < 2 ? "just now" : `${formatSeconds(seconds)} ago`;
}
