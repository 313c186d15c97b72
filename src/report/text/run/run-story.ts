/** The story of a run in time, a row each: RSS, live heap, collections, pauses, what went back. */
import { formatBytes, formatCount, formatShare } from "../../../base/units.ts";
import type { RunCollections, RunResult, RunRss } from "../../../model/run.ts";
import { duration, tracedSize } from "./run-headline.ts";

export type StoryRow = readonly [label: string, text: string];

/** Less of RSS than this is no movement. */
const MOVED = 0.02;

export function storyRows(run: RunResult): StoryRow[] {
  const { rss, gc } = run;
  return [
    ...(rss === null ? [] : [rssRow(rss)]),
    ...(gc === null ? noCollections(run) : collectionRows(gc)),
  ];
}

/** How the look that the report is of stands to the peak; or why there is none. */
export function lookSentence({ look, rss, gc, seconds, process }: RunResult): string {
  if (process?.isGo === false) return "";
  if (look === null || rss === null) {
    const trace = gc === null ? "" : " What is told above comes from its own trace lines.";
    return `No look was in time: the program ended after ${duration(seconds)}.${trace}`;
  }
  const share = look.rss / rss.peak;
  const near = share >= 1 - MOVED ? "at its peak" : `at ${formatShare(share)} of its peak`;
  return `What it was, ${near} (${formatBytes(look.rss)} of RSS, ${duration(look.at)} after the start):`;
}

function rssRow({ peak, peakAfter, peakAt, last, leastAfterPeak }: RunRss): StoryRow {
  const between = peakAfter !== null && peakAt - peakAfter > 0.3;
  const when = between
    ? `between ${duration(peakAfter)} and ${duration(peakAt)}`
    : `${duration(peakAt)} after the start`;
  const fell = leastAfterPeak < (1 - MOVED) * peak;
  const least = fell && leastAfterPeak < (1 - MOVED) * last;
  const lowest = least ? `, ${formatBytes(leastAfterPeak)} at the least after that` : "";
  return [
    "RSS",
    `${formatBytes(peak)} at most, ${when}${lowest}; ${formatBytes(last)} at the last reading`,
  ];
}

/** Each prints a line, so that none has run where there is none: unless nobody was there to read it. */
function noCollections({ isTraced, process }: RunResult): StoryRow[] {
  if (process?.isGo === false) return [];
  if (!isTraced) return [["collections", "not known: the trace was off"]];
  const why =
    process?.isGo === true
      ? ": unless it closed its standard error, none ran, and no garbage was freed"
      : "";
  return [["collections", `none was traced${why}`]];
}

function collectionRows(gc: RunCollections): StoryRow[] {
  const { liveAtPeak, liveMost, liveLast, heapMost } = gc;
  return [
    ...(liveMost === null ? [] : [liveRow(liveMost, liveAtPeak, liveLast, heapMost)]),
    ["collections", countText(gc)],
    ["pauses", pauseText(gc)],
    ...(gc.cpuShare === null ? [] : [cpuRow(gc.cpuShare)]),
    ...(gc.returned === null ? [] : [returnedRow(gc.returned)]),
  ];
}

function liveRow(
  most: number,
  atPeak: number | null,
  last: number | null,
  heapMost: number | null,
): StoryRow {
  const parts = [
    ...(atPeak === null ? [] : [`${tracedSize(atPeak)} by the last collection before RSS peaked`]),
    ...(most === atPeak ? [] : [`${tracedSize(most)} at most`]),
    ...(last === null || last === most ? [] : [`${tracedSize(last)} at the end`]),
    ...(heapMost === null ? [] : [`with garbage ${tracedSize(heapMost)} at most`]),
  ];
  return ["live heap", `${parts.join(", ")} (in whole MiB, rounded down)`];
}

function countText({ count, forced, periodic }: RunCollections): string {
  const kinds = [
    ...(forced > 0 ? [`${formatCount(forced)} asked for by the program`] : []),
    ...(periodic > 0 ? [`${formatCount(periodic)} by the two-minute timer`] : []),
  ];
  return `${formatCount(count)}${kinds.length === 0 ? "" : ` (${kinds.join(", ")})`}`;
}

function pauseText({ pauses, count }: RunCollections): string {
  const { total, median, longest } = pauses;
  if (count === 1) return `${milliseconds(total)}, in which the program stood still`;
  return `${milliseconds(total)} in all, in which the program stood still; the longest ${milliseconds(longest)}, half of them below ${milliseconds(median)}`;
}

function cpuRow(share: number): StoryRow {
  // The runtime prints whole percent, rounded down.
  const text = share === 0 ? "less than 1 %" : `${Math.round(100 * share)} %`;
  return ["CPU of the GC", `${text} of what the program could have used since its start`];
}

function returnedRow(bytes: number): StoryRow {
  const text = bytes === 0 ? "nothing" : formatBytes(bytes);
  return ["returned", `${text} to the operating system, by the scavenger's own count`];
}

function milliseconds(ns: number): string {
  const ms = ns / 1e6;
  const digits = ms < 0.1 ? 3 : ms < 10 ? 2 : 0;
  return `${Number(ms.toFixed(digits))} ms`;
}
