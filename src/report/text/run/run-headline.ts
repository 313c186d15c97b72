/** The answer of a run in a sentence or two: how it ended, when, and how high its RSS was. */
import { sizeText } from "../../../analyze/gc/describe-gc.ts";
import { baseName } from "../../../base/base-name.ts";
import { shellQuote } from "../../../base/shell-quote.ts";
import { formatBytes, formatSeconds, MiB } from "../../../base/units.ts";
import type { RunExit, RunResult } from "../../../model/run.ts";
import { cutEnd } from "../display-width.ts";

export function runHeadline(run: RunResult): string {
  const { seconds, exit, process } = run;
  const own = process === null ? baseName(run.command[0] ?? "") : process.name;
  const name = process?.isCommand === false ? commandText(run.command) : own;
  return `${name} ${endText(exit)} after ${duration(seconds)}. ${peakText(run)}`;
}

/** A size of the trace: whole MiB, rounded down. */
export function tracedSize(bytes: number): string {
  return sizeText([bytes, bytes + MiB]);
}

const LONGEST_COMMAND = 40;

function commandText(command: readonly string[]): string {
  return cutEnd(command.map(shellQuote).join(" "), LONGEST_COMMAND);
}

/** Short runs in milliseconds: 0 s says nothing. */
export function duration(seconds: number): string {
  return seconds < 0.95 ? `${Math.max(1, Math.round(seconds * 1000))} ms` : formatSeconds(seconds);
}

function endText({ code, signal, oomKill }: RunExit): string {
  if (oomKill === "cgroup" && isKilled(code, signal)) {
    return "was killed by the kernel's OOM killer: the memory limit of its cgroup was reached,";
  }
  if (oomKill === "machine" && isKilled(code, signal)) {
    return "was killed, most likely by the kernel's OOM killer, whose count for the machine rose,";
  }
  if (signal !== null) return `was ended by ${signal}`;
  return `ended with exit code ${code}`;
}

/** 137 is what a shell says of a child that SIGKILL ended. */
export function isKilled(code: number | null, signal: string | null): boolean {
  return signal === "SIGKILL" || code === 137;
}

/**
 * Where the heap grew larger than RSS ever seemed, and did so after the last reading, the peak was
 * not seen. A heap that was larger before is one that the program has not touched all of.
 */
function isPeakMissed({ rss, gc }: RunResult): boolean {
  if (rss === null || gc?.heapMost == null || gc.heapMost <= rss.peak) return false;
  return gc.heapMostAt === null || gc.heapMostAt > rss.lastAt;
}

/** Less of RSS than this is no growth. */
const GREW = 1.02;

/** What grew until the last reading, in as long a time as was left then, may have grown as much again. */
function isStillGrowing({ rss, samples, seconds }: RunResult): boolean {
  if (rss === null || GREW * rss.last < rss.peak) return false;
  const since = rss.lastAt - (seconds - rss.lastAt);
  const before = samples.bytes[samples.at.findLastIndex((at) => at <= since)] ?? 0;
  return rss.last > GREW * before;
}

function peakText(run: RunResult): string {
  const { rss, process, gc } = run;
  if (rss === null) return "It was not seen in time to tell its RSS.";
  if (isPeakMissed(run)) {
    return `Its heap reached ${tracedSize(gc!.heapMost!)}; RSS was last read ${duration(rss.lastAt)} after the start, before that, and was ${formatBytes(rss.last)} then.`;
  }
  const kind =
    process?.isGo === false ? " It is no Go program, so nothing more is known of it." : "";
  const whose = process?.isCommand === false ? `The RSS of ${process.name}` : "RSS";
  if (isStillGrowing(run)) {
    return `${whose} was ${formatBytes(rss.last)} and still growing at the last reading, ${duration(run.seconds - rss.lastAt)} before the end.${kind}`;
  }
  if (run.exit.oomKill !== null && rss.last === rss.peak) {
    return `RSS was ${formatBytes(rss.last)} and its highest at the last reading, ${duration(run.seconds - rss.lastAt)} before the end.`;
  }
  return `${whose} peaked at ${formatBytes(rss.peak)}, ${duration(rss.peakAt)} after the start.${kind}`;
}
