/** What was watched of a command, as the record that the analysis takes: one process, its looks, its traces. */
import type { BundleJson, MetaJson, RawBundle, RawSnapshot } from "../../model/bundle.ts";
import type { RunExit, RunPeak, RunProcess, RunRecord } from "../../model/run.ts";
import type { MissingSource } from "../../model/snapshot.ts";
import { jsonBytes, snapshotName, timeBytes } from "../raw-snapshot.ts";
import { redactArguments } from "../redact.ts";
import type { OutputLog } from "./traces/output-log.ts";
import type { TraceStream, TraceStreams } from "./traces/trace-streams.ts";
import { peakLook, reportLooks } from "./watch/choose-looks.ts";
import type { ProgramWatcher } from "./watch/program-watcher.ts";
import type { Look } from "./watch/take-look.ts";
import type { WatchedProcess } from "./watch/watched-process.ts";

/** Times are milliseconds of performance.now. */
export interface WatchedRun {
  readonly command: readonly string[];
  readonly startedAt: number;
  /** Unix seconds. */
  readonly startTime: number;
  readonly endedAt: number;
  readonly exit: RunExit;
  /** Undefined where there is no procfs. */
  readonly watcher: ProgramWatcher | undefined;
  readonly streams: TraceStreams;
  readonly log: OutputLog;
  readonly isTraced: boolean;
  /** By PID, what programs have for standard error that is not ours. */
  readonly redirected: ReadonlyMap<number, string>;
  readonly remarks: readonly string[];
}

export function recordRun(run: WatchedRun): RunRecord {
  const process = mainProcess(run.watcher);
  const stream = mainStream(run.log, process);
  const command = redactArguments(run.command);
  const looks = process === undefined ? [] : reportLooks(process.looks, process.startedAt);
  const look = process === undefined ? undefined : peakLook(process.looks);
  const inRun = (at: number) => Math.round(at - run.startedAt) / 1000;
  const remarks = [...run.remarks, ...remarksOf(run, process, stream)];
  const peak = process && peakOf(process, inRun);
  return {
    command,
    startedAt: run.startTime,
    seconds: inRun(run.endedAt),
    exit: run.exit,
    ...(process === undefined ? {} : { process: describe(process, run, inRun) }),
    samples: {
      length: process?.at.length ?? 0,
      at: (process?.at.finish() ?? new Float64Array()).map(inRun),
      rss: process?.rss.finish() ?? new Float64Array(),
    },
    ...(peak === undefined ? {} : { peak }),
    ...(look === undefined ? {} : { look: { at: inRun(look.at), rss: look.rss } }),
    runtimeAt: inRun(stream?.runtimeAt ?? Number.NaN),
    isTraced: run.isTraced,
    bundle: bundleOf(run, command, process, looks, remarks),
    missing: missingOf(run),
    remarks,
  };
}

/** The program that had most; a tool of a build, or what is not Go, only where there is no other. */
function mainProcess(watcher: ProgramWatcher | undefined): WatchedProcess | undefined {
  const rank = ({ isGo, isTool }: WatchedProcess) => (isGo ? (isTool ? 1 : 2) : 0);
  const processes = [...(watcher?.tracker.processes ?? [])];
  return processes.sort((a, b) => rank(b) - rank(a) || b.peak - a.peak)[0];
}

/** The trace of that process; where no trace could be told to be anybody's, the longest of those. */
function mainStream(log: OutputLog, process: WatchedProcess | undefined): TraceStream | undefined {
  const streams = [...log.streams()].sort((a, b) => b[1] - a[1]).map(([stream]) => stream);
  const own = streams.find(({ pid }) => pid !== undefined && pid === process?.pid);
  return (
    own ?? (process?.isTool === false ? streams.find(({ pid }) => pid === undefined) : undefined)
  );
}

function describe(
  { pid, name, isGo, isTool, executable, startedAt }: WatchedProcess,
  { watcher }: WatchedRun,
  inRun: (at: number) => number,
): RunProcess {
  return {
    pid,
    name,
    isCommand: pid === watcher?.tracker.root,
    isGo,
    isTool,
    go: executable.build?.version ?? null,
    startedAt: Math.max(0, inRun(startedAt)),
  };
}

function peakOf(process: WatchedProcess, inRun: (at: number) => number): RunPeak | undefined {
  if (process.peak === 0) return undefined;
  const { peak: rss, peakAfter, peakAt } = process;
  return { rss, after: inRun(peakAfter), at: inRun(peakAt) };
}

function bundleOf(
  run: WatchedRun,
  command: readonly string[],
  process: WatchedProcess | undefined,
  looks: readonly Look[],
  remarks: readonly string[],
): RawBundle {
  const build = process?.executable.build;
  const stream = mainStream(run.log, process);
  const target =
    process === undefined ? command.join(" ") : `${process.name} (${command.join(" ")})`;
  // Without a trace it is not known.
  const collections = ({ at }: Look) =>
    run.isTraced ? { collections: run.log.collectionsUntil(stream, at) } : {};
  const json: BundleJson = {
    format: 1,
    ...(build?.version === undefined || build.approximate ? {} : { go: build.version }),
    target,
    ...(process === undefined || process.peak === 0 ? {} : { peakRss: process.peak }),
    ...(remarks.length === 0 ? {} : { note: remarks.join(" ") }),
  };
  return {
    target,
    files: new Map([
      ["bundle.json", jsonBytes(json)],
      ["output.log", run.log.bytes(stream)],
    ]),
    snapshots:
      looks.length === 0
        ? [emptySnapshot(run)]
        : looks.map((look, at) => snapshotOf(look, at, collections(look))),
  };
}

function snapshotOf(
  look: Look,
  at: number,
  collections: Pick<MetaJson, "collections">,
): RawSnapshot {
  return {
    name: snapshotName(at + 1),
    files: new Map([
      ["time", timeBytes(look.time)],
      ["meta.json", jsonBytes({ ...look.meta, ...collections })],
      ...look.files,
    ]),
  };
}

/** A bundle has at least one; this one says why nothing is in it. */
function emptySnapshot(run: WatchedRun): RawSnapshot {
  const reason = "the program ended before it could be looked at";
  return {
    name: snapshotName(1),
    files: new Map([
      ["time", timeBytes(run.startTime)],
      ["meta.json", jsonBytes({ files: { "proc/smaps": { reason } } })],
    ]),
  };
}

function missingOf(run: WatchedRun): MissingSource[] {
  if (run.watcher !== undefined) return [];
  return [
    {
      source: "proc/status",
      reason: "RSS and what it is made of come from /proc, which only Linux has",
      remedy: "Run it on Linux, or ask its net/http/pprof while it runs: resident :6060",
    },
  ];
}

function remarksOf(
  run: WatchedRun,
  process: WatchedProcess | undefined,
  stream: TraceStream | undefined,
): string[] {
  const { streams, log, watcher } = run;
  const others = [...log.streams()].filter(([one]) => one !== stream);
  const lines = others.reduce((sum, [, count]) => sum + count, 0);
  return [
    ...otherPrograms(watcher, process),
    ...(stream === undefined ? redirection(run, process) : []),
    ...(lines > 0
      ? [`${lines} trace lines of ${writersOf(others)} on the same standard error are left out.`]
      : []),
    ...(streams.ambiguous > 0
      ? [`Of ${streams.ambiguous} trace lines it is not certain which process wrote them.`]
      : []),
    ...(log.lostTraces > 0 ? [`The first ${log.lostTraces} trace lines were not kept.`] : []),
    ...(log.lostOutput > 0
      ? [`Of the program's own output ${log.lostOutput} bytes are not in output.log.`]
      : []),
    ...(watcher?.problem === undefined ? [] : [`Watching it failed once: ${watcher.problem}.`]),
  ];
}

/** A stream that is nobody's may be a process that ended too soon, or lines that were torn. */
function writersOf(streams: readonly (readonly [TraceStream, number])[]): string {
  if (streams.length === 1) return "another process";
  const isKnown = streams.every(([{ pid }]) => pid !== undefined);
  return isKnown ? `${streams.length} other processes` : "other processes, or of nobody certain,";
}

/** `2>&1` in a script, or a log file. */
function redirection(
  { isTraced, redirected }: WatchedRun,
  process: WatchedProcess | undefined,
): string[] {
  const other = process === undefined ? undefined : redirected.get(process.pid);
  if (!isTraced || other === undefined) return [];
  return [
    `The command led the standard error of ${process!.name} elsewhere (${other}): its trace lines go there, and no collection was seen.`,
  ];
}

function otherPrograms(
  watcher: ProgramWatcher | undefined,
  process: WatchedProcess | undefined,
): string[] {
  const others = (watcher?.tracker.processes ?? []).filter(
    (one) => one !== process && one.isGo && !one.isTool,
  );
  if (others.length === 0) return [];
  const names = others.slice(0, 5).map(({ name, pid }) => `${name} (${pid})`);
  const more = others.length > 5 ? ` and ${others.length - 5} more` : "";
  return [`Other Go programs ran as well, with less memory: ${names.join(", ")}${more}.`];
}
