/**
 * The live view where there is no terminal: a line each look, and a line where the answer changes.
 * Made to be read in a log and cut by `grep`; every line begins with the time.
 */
import { formatBytes, formatCount } from "../../base/units.ts";
import type { Verdict } from "../../model/verdict.ts";
import type { Look } from "../looks/look.ts";
import { addLook } from "../state/add-look.ts";
import { lastReading, rateOver } from "../state/series.ts";
import type { WatchData } from "../state/watch-state.ts";
import { answerOf } from "./answer-of.ts";

/** Keeps what the lines need to know of the looks before. */
export class PlainLines {
  private data: WatchData;
  private answer = "";
  private readonly hasKernel: boolean;

  /** @param hasKernel a PID is known, so that each second has a line of its own */
  constructor(data: WatchData, hasKernel: boolean) {
    this.data = data;
    this.hasKernel = hasKernel;
  }

  /** The lines that this look is worth, without newlines. */
  add(look: Look): string[] {
    const before = this.data;
    this.data = addLook(before, look);
    const lines = this.linesFor(look, before);
    return lines.map((line) => `${timeOfDay(look.time)}  ${line}`);
  }

  private linesFor(look: Look, before: WatchData): string[] {
    switch (look.kind) {
      case "kernel":
        return [this.figures()];
      case "program":
        return this.hasKernel ? [] : [this.figures()];
      case "profile":
        return this.changedAnswer(look.report.verdicts[0]);
      case "gone":
        return [`${look.reason}: waiting for it to come back`];
      case "back":
        this.answer = "";
        return [`it is back: ${look.pid === undefined ? look.label : `process ${look.pid}`}`];
      case "trouble":
        return look.reason === undefined || look.reason === before.trouble ? [] : [look.reason];
    }
  }

  private figures(): string {
    const { kernel, program, rss, live } = this.data;
    const rate = rateOver(rss, 60);
    const stats = program?.memStats;
    const newest = lastReading(live);
    const parts = [
      kernel?.rss == null ? undefined : `RSS ${formatBytes(kernel.rss)}`,
      rate === undefined
        ? undefined
        : `${rate < 0 ? "−" : "+"}${formatBytes(Math.abs(rate * 60))}/min`,
      newest === undefined ? undefined : `live ${formatBytes(newest.value)}`,
      stats === undefined ? undefined : `heap ${formatBytes(stats.HeapAlloc)}`,
      program?.goroutines == null ? undefined : `goroutines ${formatCount(program.goroutines)}`,
      stats?.NumGC === undefined ? undefined : `GCs ${formatCount(stats.NumGC)}`,
    ];
    return parts.filter((part) => part !== undefined).join("  ");
  }

  private changedAnswer(verdict: Verdict | undefined): string[] {
    if (verdict === undefined || answerOf(verdict) === this.answer) return [];
    this.answer = answerOf(verdict);
    return [`${verdict.id}: ${verdict.headline}`];
  }
}

/** `12:03:11`, local. */
function timeOfDay(seconds: number): string {
  return new Date(seconds * 1000).toTimeString().slice(0, 8);
}
