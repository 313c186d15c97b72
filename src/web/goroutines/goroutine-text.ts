/** What is said of goroutines, in words. */
import { formatCount, formatSeconds } from "../../base/units.ts";
import { elideTypes, shortFunction } from "../../model/function-name.ts";
import type { GoroutineRow, GoroutineTable, SeenSince } from "../../model/page.ts";
import { fileLine } from "../code/tree/frame-label.ts";
import { momentText } from "../format-time.ts";
import { type Frame, isOwn } from "../own-frame.ts";

/** How many there are, and where most of them are if that is most of them. */
export function goroutineHeadline({ total, before, beforeAt, rows }: GoroutineTable): string {
  const since = beforeAt === null ? "in the first snapshot" : `at ${momentText(beforeAt)}`;
  const change =
    before === null || before === total ? "" : `, ${changeText(total - before, since)}`;
  const sentence = `${formatCount(total)} ${total === 1 ? "goroutine" : "goroutines"}${change}`;
  const [place, count] = fullestPlace(rows);
  if (count * 2 < total || total < 10) return `${sentence}.`;
  return `${sentence}: ${formatCount(count)} of them are at ${place}.`;
}

/** Stacks and states that end at one place, together. */
function fullestPlace(rows: readonly GoroutineRow[]): [place: string, count: number] {
  const counts = new Map<string, number>();
  for (const { count, frames, place } of rows) {
    const frame = frames[Math.max(0, place)];
    if (frame === undefined) continue;
    const [name, file, line] = frame;
    const text = `${fileLine(file, line)} (${elideTypes(shortFunction(name))})`;
    counts.set(text, (counts.get(text) ?? 0) + count);
  }
  return [...counts].reduce((most, one) => (one[1] > most[1] ? one : most), ["", 0]);
}

function changeText(change: number, since: string): string {
  return `${formatCount(Math.abs(change))} ${change > 0 ? "more" : "fewer"} than ${since}`;
}

/** "for 2 to 15 min"; "" where it is not known, or short. */
export function waitText(wait: readonly [number, number] | null): string {
  if (wait === null || wait[1] === 0) return "";
  const [low, high] = wait;
  if (low === high) return `for ${formatSeconds(high * 60)}`;
  const start = low === 0 ? "up to" : `${formatSeconds(low * 60)} to`;
  return `for ${start} ${formatSeconds(high * 60)}`;
}

/** "at every look for 25 min, never fewer than 3, none before"; "" of a single look. */
export function seenText(seen: SeenSince | null, count: number): string {
  if (seen === null) return "";
  const { looks, seconds, least, noneBefore } = seen;
  if (looks < 2) return noneBefore === null ? "" : `came within ${formatSeconds(noneBefore)}`;
  const fewest = least < count ? `, never fewer than ${formatCount(least)}` : "";
  const start = noneBefore === null ? "" : ", none before";
  return `at every look for ${formatSeconds(seconds)}${fewest}${start}`;
}

/** What calls the place where they wait, or started them: `time.Sleep` alone says nothing. null: nothing says more. */
export function callerText({ frames, place, createdBy }: GoroutineRow): string | null {
  const at = Math.max(0, place);
  if (frames[at] !== undefined && isOwn(frames[at][0])) return null;
  const own = frames.slice(at + 1).find(([name]) => isOwn(name));
  if (own !== undefined) return `in ${frameText(own)}`;
  const starter = createdBy[0];
  return starter === undefined ? null : `started by ${frameText(starter)}`;
}

function frameText([name, file, line]: Frame): string {
  return `${elideTypes(shortFunction(name))} ${fileLine(file, line)}`;
}

/** Whoever reads goroutines has one that does. */
export function isRequest({ frames }: GoroutineRow): boolean {
  return frames.some(([name]) => name === "runtime/pprof.writeGoroutine");
}
