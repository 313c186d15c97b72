/** The data with one more look in it. Pure. */
import { findLine } from "../../model/ledger.ts";
import type { BackLook, KernelLook, Look, ProfileLook, ProgramLook } from "../looks/look.ts";
import { addReading } from "./series.ts";
import type { WatchData } from "./watch-state.ts";

export function addLook(data: WatchData, look: Look): WatchData {
  switch (look.kind) {
    case "kernel":
      return addKernel(data, look);
    case "program":
      return addProgram(data, look);
    case "profile":
      return addProfile(data, look);
    case "gone":
      return { ...withGap(data, look.time), gone: { since: look.time, reason: look.reason } };
    case "back":
      return beginAnew(data, look);
    case "trouble":
      return data.trouble === look.reason ? data : { ...data, trouble: look.reason };
  }
}

function addKernel(data: WatchData, look: KernelLook): WatchData {
  const rss = look.rss === null ? data.rss : addReading(data.rss, look.time, look.rss);
  return { ...data, kernel: look, rss, gone: undefined };
}

function addProgram(data: WatchData, look: ProgramLook): WatchData {
  const { time, ledger, memStats, goroutines } = look;
  const isSame = isSameCollection(data, look);
  const live = isSame ? data.live.at(-1)!.value : findLine(ledger, "live")?.bytes;
  const isFound = !isSame && memStats?.NumGC !== 0;
  const add = (series: WatchData["rss"], value: number | null | undefined) =>
    value == null ? series : addReading(series, time, value);
  return {
    ...data,
    program: look,
    firstProgram: data.firstProgram ?? look,
    gone: undefined,
    live: add(data.live, live),
    found: isFound && live != null ? addReading(data.found, collectedAt(look), live) : data.found,
    goroutines: add(data.goroutines, goroutines),
    collections: add(data.collections, memStats?.NumGC),
    allocated: add(data.allocated, memStats && memStats.TotalAlloc - look.askedBytes),
  };
}

/**
 * What stays of a look to the next is computed from numbers that move meanwhile (stacks are a part of the goal), and
 * would seem to.
 */
function isSameCollection({ program, live }: WatchData, { memStats }: ProgramLook): boolean {
  const last = live.at(-1)?.value;
  const count = memStats?.NumGC;
  return count !== undefined && count === program?.memStats?.NumGC && Number.isFinite(last);
}

/** Unix seconds. A look comes at any time after the collection that it tells of. */
function collectedAt({ memStats, time }: ProgramLook): number {
  const ended = memStats?.LastGC;
  return ended === undefined || ended === 0 ? time : ended;
}

function addProfile(data: WatchData, look: ProfileLook): WatchData {
  return { ...data, profile: look, baseline: data.baseline ?? look.snapshot };
}

/** Lines stop where nothing is known. */
function withGap(data: WatchData, time: number): WatchData {
  const cut = (series: WatchData["rss"]) =>
    series.length === 0 ? series : addReading(series, time, Number.NaN);
  return {
    ...data,
    rss: cut(data.rss),
    live: cut(data.live),
    found: cut(data.found),
    goroutines: cut(data.goroutines),
    collections: cut(data.collections),
    allocated: cut(data.allocated),
  };
}

/** The chart goes on; figures and change are of the new run alone. */
function beginAnew(data: WatchData, { time }: BackLook): WatchData {
  const cut = data.gone === undefined ? withGap(data, time) : data;
  return {
    ...cut,
    kernel: undefined,
    program: undefined,
    profile: undefined,
    baseline: undefined,
    firstProgram: undefined,
    gone: undefined,
    trouble: undefined,
    restarts: [...data.restarts, time],
  };
}
