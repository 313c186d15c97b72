/**
 * Ranges of time as they stand in the address: a usual one that ends now and follows what is recorded
 * ("15m"), or a fixed one (`from~to` in Unix seconds), so that a link shows somebody else the same.
 */
export interface TimeRange {
  /** Unix seconds, both ends included. */
  readonly from: number;
  readonly to: number;
}

export const PRESETS = [
  { value: "15m", title: "15 min", seconds: 900, its: "its last 15 minutes are" },
  { value: "1h", title: "1 h", seconds: 3600, its: "its last hour is" },
  { value: "6h", title: "6 h", seconds: 6 * 3600, its: "its last 6 hours are" },
  { value: "1d", title: "1 d", seconds: 24 * 3600, its: "its last day is" },
  { value: "all", title: "all", seconds: Infinity, its: "all of it is" },
] as const;
export type Preset = (typeof PRESETS)[number]["value"];

export const USUAL: Preset = "1h";

/** null where the text is no fixed range. */
export function parseRange(text: string): TimeRange | null {
  const match = /^(\d{1,11}(?:\.\d{1,3})?)~(\d{1,11}(?:\.\d{1,3})?)$/.exec(text);
  if (match === null) return null;
  const [from, to] = [Number(match[1]), Number(match[2])];
  return from <= to ? { from, to } : null;
}

export function formatRangeText({ from, to }: TimeRange): string {
  return `${roundTime(Math.min(from, to))}~${roundTime(Math.max(from, to))}`;
}

/** What is no range of either kind is the usual one. */
export function presetOf(text: string): Preset {
  return PRESETS.find(({ value }) => value === text)?.value ?? USUAL;
}

/** A range that would end now has nothing in it, and ends with the last look: that is longer ago than it is long. */
export function endsWithLast(text: string, now: number, last: number): boolean {
  return follows(text) && last < now - secondsOf(text);
}

function secondsOf(text: string): number {
  return PRESETS.find(({ value }) => value === presetOf(text))!.seconds;
}

/**
 * @param now of the server's clock, where a range that follows ends
 * @param last look, see endsWithLast
 */
export function rangeAt(text: string, now: number, last = now): TimeRange {
  const fixed = parseRange(text);
  if (fixed !== null) return fixed;
  const to = endsWithLast(text, now, last) ? last : now;
  return { from: Math.max(0, roundTime(to - secondsOf(text))), to: roundTime(to) };
}

/** The part of a file's time that is shown: of it there is no now, it ends with the last look. */
export function windowOf(text: string, last: number): TimeRange | undefined {
  if (parseRange(text) === null && (text === "" || presetOf(text) !== text || text === "all")) {
    return undefined;
  }
  return rangeAt(text, last);
}

/** True where new looks belong to it. */
export function follows(text: string): boolean {
  return parseRange(text) === null;
}

/** The row whose time is in the range, the last of them; else the one nearest to it. -1: none has a time. */
export function nearestTo(times: readonly (number | null)[], range: TimeRange): number {
  let best = -1;
  let distance = Infinity;
  for (const [row, time] of times.entries()) {
    if (time === null) continue;
    const off = Math.max(range.from - time, time - range.to, 0);
    if (off <= distance) {
      best = row;
      distance = off;
    }
  }
  return best;
}

/** To a millisecond, as times of looks are. */
function roundTime(seconds: number): number {
  return Math.round(seconds * 1000) / 1000;
}
