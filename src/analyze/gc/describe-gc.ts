/**
 * What the numbers of a summary mean, in sentences: one that answers, and one for each thing in the
 * pattern that someone can act on. No number stands here that the summary does not hold.
 */
import {
  formatBytes,
  formatCount,
  formatSeconds,
  formatShare,
  formatSpan,
  GiB,
  MiB,
} from "../../base/units.ts";
import type { ByteRange, GcSummary, GcWatched } from "../../model/gc-report.ts";

/** Share of the CPU from which collecting is a cost worth a sentence of its own. */
const MUCH_CPU = 0.1;
const VERY_MUCH_CPU = 0.25;
/** Below this it does not matter who pays for it. */
const SOME_CPU = 0.02;
/** Less room than this part of the live heap, and most of a collection finds nothing to free. */
const TIGHT_GROWTH = 0.3;
/** The goal's minimum at GOGC=100, which has no other reason. */
const SMALL_GOAL = 5 * MiB;
/** What stays alive grew where it did by both. */
const GREW = 1.25;
const GREW_BYTES = 16 * MiB;
/** A window this many times as busy as the whole is worth naming. */
const BUSY_WINDOW = 1.5;
/** With so many collections a minute, and so many of the heap's own, a small goal is worth a word. */
const MANY_PER_MINUTE = 60;
const FEW_OF_HEAP = 10;
/** Helping for less than this in all kept no request waiting. */
const SOME_ASSIST_NS = 10e6;
/** Fewer collections show no trend. */
const FEW_CYCLES = 20;
const LONG_PAUSE_NS = 10e6;
const MUCH_ASSIST = 0.2;
const OFTEN_PAST_GOAL = 0.05;
/** Assists hold a heap to this much above its goal, as Go means them to (gcGoalUtilization's hard goal). */
const FAR_PAST_GOAL = 0.1;

/** `12 collections in 34 s (21 a minute), …` */
export function answerOf(summary: GcSummary): string {
  const { cycles, seconds, perMinute, heap, pauses, watched } = summary;
  if (cycles === 0) return "No collection was seen.";
  const rate = perMinute === null || cycles < 3 ? "" : ` (${rateText(perMinute)})`;
  // One alone lasts some milliseconds, which is no time that was watched.
  const time =
    seconds === null || (cycles === 1 && seconds < 1) ? "" : ` in ${formatSpan(seconds)}`;
  const parts = [
    heap.lastLive === null
      ? ""
      : `${sizeText(heap.lastLive)} were live after ${isGo14(summary) ? "the last one that tells" : "the last one"}`,
    ...(watched === null ? watchedParts(summary) : []),
    pauses === null ? "" : pausesText(pauses),
  ].filter((part) => part !== "");
  const counted = `${formatCount(cycles)} ${cycles === 1 ? "collection" : "collections"}`;
  const all = `${counted}${time}${rate}, ${causeText(summary)}: ${joinWords(parts)}.`;
  return watched === null ? all : `${all} ${watchedText(summary, watched)}`;
}

/** What MemStats say by the difference of two looks only. */
function watchedParts({ heap, cpu, watched }: GcSummary): string[] {
  const hasCpu = cpu.share !== null && watched?.cycles !== 0;
  return [
    heap.peak === null ? "" : peakText(heap.peak),
    hasCpu ? `collecting took ${shareText(cpu.share!)} of the CPU` : "",
  ];
}

/** `In the last 40 s, in which it was watched, there were 26 (39 a minute): …` */
function watchedText(summary: GcSummary, { seconds, cycles }: GcWatched): string {
  const rate = cycles === null || cycles < 3 ? "" : ` (${rateText((60 * cycles) / seconds)})`;
  const count =
    cycles === null
      ? ""
      : `, there ${cycles === 1 ? "was" : "were"} ${cycles === 0 ? "none" : formatCount(cycles)}${rate}`;
  const parts = watchedParts(summary).filter((part) => part !== "");
  const what = parts.length === 0 ? "" : `: ${joinWords(parts)}`;
  return `In the ${formatSpan(seconds)} in which it was watched${count}${what}.`;
}

function pausesText({ count, max }: NonNullable<GcSummary["pauses"]>): string {
  const which = count === 1 ? "its pause" : `the longest of ${formatCount(count)} pauses`;
  return `${which} was ${durationText(max)}`;
}

/** Looks at MemStats need not meet the highest heap: see peak-of-looks.ts. */
function peakText(range: ByteRange): string {
  const [low, high] = range;
  if (high - low <= MiB) return `the heap was ${sizeText(range)} at most`;
  return `the heap went up to between ${formatBytes(low)} and ${formatBytes(high)}`;
}

/** The most useful first. */
export function findingsOf(summary: GcSummary): string[] {
  const { cycles } = summary;
  if (cycles === 0) return [];
  return [
    cpuFinding(summary),
    tightFinding(summary),
    growthFinding(summary),
    pastGoalFinding(summary),
    assistFinding(summary),
    pauseFinding(summary),
    timerFinding(summary),
    forcedFinding(summary),
    smallFinding(summary),
    allocationFinding(summary),
    scavengerFinding(summary),
  ].filter((sentence) => sentence !== undefined);
}

/** Go 1.4 says what a collection left only with the next one. */
function isGo14({ causes, seconds }: GcSummary): boolean {
  return causes.forced === null && seconds === null;
}

function causeText({ causes, cycles }: GcSummary): string {
  const { heap, timer, forced } = causes;
  if (forced === null) {
    return timer === 0
      ? "by the heap's growth or because the program asked"
      : `${formatCount(timer)} by the two-minute timer`;
  }
  if (heap === cycles) return cycles === 1 ? "because the heap grew" : "all because the heap grew";
  if (timer === cycles) return "by the two-minute timer alone";
  if (forced === cycles)
    return cycles === 1 ? "because the program asked" : "all because the program asked";
  const parts = [
    heap === 0 ? "" : `${formatCount(heap)} because the heap grew`,
    timer === 0 ? "" : `${formatCount(timer)} by the two-minute timer`,
    forced === 0 ? "" : `${formatCount(forced)} because the program asked`,
  ];
  return joinWords(parts.filter((part) => part !== ""));
}

function cpuFinding({ cpu, watched }: GcSummary): string | undefined {
  const { share, worst } = cpu;
  if (share === null || (share < MUCH_CPU && (worst === null || worst.share < VERY_MUCH_CPU))) {
    return undefined;
  }
  const window =
    worst === null || worst.share < BUSY_WINDOW * share
      ? ""
      : `, and ${formatShare(worst.share)} in the ${formatSeconds(worst.seconds)} from ${formatSeconds(worst.at)} on`;
  const advice =
    share < MUCH_CPU
      ? ""
      : " Fewer allocations make it less, or a higher goal where memory allows: by GOGC, or by the memory limit where that is what holds it down.";
  return `Collecting took ${formatShare(share)} of the CPU${window}${whileText(watched)}.${advice}`;
}

function tightFinding({ heap }: GcSummary): string | undefined {
  const { growthPerCycle: growth, isGoalOff } = heap;
  if (isGoalOff)
    return "GOGC is off and no memory limit is near: nothing but the program starts a collection.";
  if (growth === null || growth > TIGHT_GROWTH) return undefined;
  return `The goal leaves room for only ${formatShare(growth)} of the live heap (GOGC=100 leaves 100 %): a memory limit is near, or GOGC is low, and each collection finds little to free.`;
}

/** From a quarter of the collections on: before that a program starts up. */
function growthFinding({ heap, cycles, runs }: GcSummary): string | undefined {
  if (runs > 1) return undefined;
  const { earlyLive: early, middleLive: middle, lastLive: last } = heap;
  if (early === null || middle === null || last === null || cycles < FEW_CYCLES) return undefined;
  const grew = last[0] > GREW * early[1] && last[0] - early[1] > GREW_BYTES;
  if (!grew || middle[0] <= early[1] || last[0] <= middle[1]) return undefined;
  return `What stays alive grew from ${sizeText(early)} after a quarter of the collections to ${sizeText(last)}: where that goes on, it is a leak or a cache that fills. \`resident\` on the process names the lines that hold it.`;
}

function pastGoalFinding({ heap, cycles }: GcSummary): string | undefined {
  const { pastGoal, mostPastGoal } = heap;
  if (pastGoal < 3 || pastGoal / cycles < OFTEN_PAST_GOAL) return undefined;
  if (mostPastGoal === null || mostPastGoal < FAR_PAST_GOAL) return undefined;
  return `In ${formatCount(pastGoal)} of ${formatCount(cycles)} collections the heap went past its goal, by up to ${formatShare(mostPastGoal)}: the program allocates faster than the collector marks, or in pieces larger than the room left, or it lowered its goal (debug.SetGCPercent, debug.SetMemoryLimit).`;
}

function assistFinding({ cpu }: GcSummary): string | undefined {
  const { assist, background, pauses, share: ofAll } = cpu;
  if (assist === null || background === null || pauses === null) return undefined;
  if (ofAll !== null && ofAll < SOME_CPU) return undefined;
  const share = assist / (assist + background + pauses);
  if (!(share >= MUCH_ASSIST) || assist < SOME_ASSIST_NS) return undefined;
  return `${formatShare(share)} of the collector's CPU was taken from goroutines that allocate (assists, ${durationText(assist)} in all): requests wait while they help.`;
}

function pauseFinding({ pauses, pauseShare }: GcSummary): string | undefined {
  if (pauses === null || pauses.max < LONG_PAUSE_NS) return undefined;
  const share = pauseShare === null ? "" : `, ${formatShare(pauseShare)} of the time in all`;
  return `The world stood still for up to ${durationText(pauses.max)} (99 % of the pauses: ${durationText(pauses.p99)} at most${share}).`;
}

function timerFinding({ causes, cycles }: GcSummary): string | undefined {
  if (causes.timer < 2 && causes.timer < cycles) return undefined;
  const before = causes.timer === 1 ? "it" : "each of them";
  return `${countOf(causes.timer, cycles)} came from the two-minute timer: in the two minutes before ${before} the program allocated too little to start one.`;
}

function forcedFinding({ causes, cycles }: GcSummary): string | undefined {
  const forced = causes.forced ?? 0;
  if (forced < 2 && forced < cycles) return undefined;
  return `${countOf(forced, cycles)} were asked for: runtime.GC(), debug.FreeOSMemory(), or a heap profile with gc=1. Each marks the whole heap, however little was allocated.`;
}

function smallFinding({ heap, causes, perMinute }: GcSummary): string | undefined {
  const { goal } = heap;
  if (goal === null || goal[0] >= SMALL_GOAL || perMinute === null) return undefined;
  if (perMinute < MANY_PER_MINUTE || causes.heap < FEW_OF_HEAP) return undefined;
  return "The heap is at the smallest goal Go uses (4 MiB at GOGC=100): collections are many and cheap, and a higher GOGC makes them rare at the cost of a few MiB.";
}

function allocationFinding({ allocation, watched }: GcSummary): string | undefined {
  if (allocation?.perSecond == null || allocation.perSecondRange === null) return undefined;
  const [low, high] = allocation.perSecondRange.map((bytes) => formatBytes(bytes));
  const range = low === high ? "" : `, between ${low} and ${high} for certain`;
  return `The program allocated ${formatBytes(allocation.perSecond)} a second${range}${whileText(watched)}.`;
}

function scavengerFinding({ scavenger }: GcSummary): string | undefined {
  if (scavenger === null) return undefined;
  const returned =
    scavenger.returned === null
      ? "The scavenger's lines"
      : `The scavenger gave back ${scavenger.returned[1] === 0 ? "nothing" : sizeText(scavenger.returned)}`;
  const level =
    scavenger.releasedAtEnd === null
      ? ""
      : `${scavenger.returned === null ? " say that" : ";"} ${sizeText(scavenger.releasedAtEnd)} of the heap's address space were with the system at the end`;
  return `${returned}${level}.`;
}

/** Where the collections counted are of another time. */
function whileText(watched: GcWatched | null): string {
  return watched === null ? "" : ` in the ${formatSpan(watched.seconds)} in which it was watched`;
}

function countOf(count: number, all: number): string {
  if (count === all) return all === 1 ? "The only collection" : "All of them";
  return `${formatCount(count)} of ${formatCount(all)} collections`;
}

/** Wider than this part of it, an interval is told with both ends. */
const WIDE = 0.05;

/**
 * An interval of a size: as the trace has it `121 MiB` of [121, 122) MiB, the middle of any other that is narrow,
 * else `53.1 MiB to 67.9 MiB`.
 */
export function sizeText([low, high]: ByteRange): string {
  if (low === 0 && high > 0) return `less than ${formatBytes(high).replace(".00", "")}`;
  if (high - low > Math.max(MiB, WIDE * high)) return `${formatBytes(low)} to ${formatBytes(high)}`;
  return high - low === MiB && low < GiB ? `${low / MiB} MiB` : formatBytes((low + high) / 2);
}

/** A share that is not nothing does not read as nothing. */
export function shareText(share: number): string {
  return share > 0 && share < 0.0005 ? "less than 0.1 %" : formatShare(share);
}

/** Nanoseconds: `0`, `23 µs`, `1.7 ms`, `12 ms`, `2.4 s`. */
export function durationText(ns: number): string {
  if (ns < 999.5) return `${Math.round(ns)} ns`;
  if (ns < 999_500) return `${Math.round(ns / 1e3)} µs`;
  if (ns < 9.95e6) return `${(ns / 1e6).toFixed(1)} ms`;
  return ns < 9.995e8 ? `${Math.round(ns / 1e6)} ms` : `${(ns / 1e9).toFixed(1)} s`;
}

function rateText(perMinute: number): string {
  if (perMinute >= 120) return `${short(perMinute / 60)} a second`;
  return perMinute >= 1 ? `${short(perMinute)} a minute` : `${short(perMinute * 60)} an hour`;
}

function short(value: number): string {
  return value >= 9.95 ? formatCount(value) : value.toFixed(1);
}

function joinWords(parts: readonly string[]): string {
  if (parts.length < 2) return parts.join("");
  return `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`;
}
