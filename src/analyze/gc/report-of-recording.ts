/**
 * The report of the collections in a recording: from its log where that has traces, else from what
 * MemStats keep of the last collections, over all of its snapshots.
 */
import { formatCount, formatSeconds } from "../../base/units.ts";
import type { GcHistory, GcLog } from "../../model/gc-log.ts";
import type { ByteRange, GcReport, GcSummary } from "../../model/gc-report.ts";
import { findLine, type LedgerLine } from "../../model/ledger.ts";
import type { MemStats } from "../../model/mem-stats.ts";
import type { Recording, Snapshot } from "../../model/snapshot.ts";
import type { Forecast } from "../../model/verdict.ts";
import { explain, ledgersOf } from "../explain.ts";
import { ownSettingsRemark } from "../own-settings-remark.ts";
import type { Moment } from "../verdicts/rule/context.ts";
import { GcChartBuilder } from "./chart-gc.ts";
import {
  historyOfCollections,
  historyOfMemStats,
  type KeptCollection,
} from "./cycles-of-mem-stats.ts";
import { answerOf, findingsOf, sizeText } from "./describe-gc.ts";
import { historyOfLog } from "./history-of-cycles.ts";
import { peakOfLooks } from "./peak-of-looks.ts";
import { reportOfLog } from "./report-of-log.ts";
import { atOnce, returningRule } from "./returning-rule.ts";
import { summarizeGc } from "./summarize-gc.ts";

/**
 * @param columns of the chart; without it there is none
 * @param kept collections that a recorder kept, where its looks are too far apart to tell all
 * @returns undefined where the recording tells nothing of collections
 */
export function reportOfRecording(
  recording: Recording,
  columns?: number,
  kept?: readonly KeptCollection[],
): GcReport | undefined {
  const { gcLog, go, target, remarks } = recording;
  const forecast = forecastsOf(recording);
  if (gcLog !== undefined && gcLog.cycles.length > 0) {
    return reportOfLog({
      target,
      ...(go === undefined ? {} : { go: go.raw }),
      histories: [withClock(historyOfLog(gcLog), recording), ...(gcLog.otherProcesses ?? [])],
      otherLines: gcLog.otherLines,
      damagedLines: gcLog.damagedLines ?? 0,
      forecast,
      remarks,
      ...(columns === undefined ? {} : { columns }),
    });
  }
  return reportOfMemStats(recording, forecast, columns, kept);
}

/** A trace counts from the start of its program. Of several starts it is not known of which. */
function withClock(history: GcHistory, { gcLog, snapshots }: Recording): GcHistory {
  if (history.restarts.length > 0) return history;
  const origin = snapshots.at(-1)?.meta.processStart ?? startByCollections(gcLog!, snapshots);
  return origin === undefined ? history : { ...history, origin };
}

/** Where the kernel does not say when it started: a look has the clock of a collection that was traced. */
function startByCollections({ cycles }: GcLog, snapshots: readonly Snapshot[]): number | undefined {
  for (const { memStats } of snapshots) {
    const row = cycles.n.indexOf(memStats?.NumGC ?? Number.NaN);
    const start = (memStats?.LastGC || Number.NaN) - (cycles.at[row] ?? Number.NaN);
    if (!Number.isNaN(start)) return start;
  }
  return undefined;
}

interface Look {
  readonly snapshot: Snapshot;
  readonly time: number;
  readonly stats: MemStats;
}

function reportOfMemStats(
  recording: Recording,
  forecast: readonly Forecast[],
  columns: number | undefined,
  kept: readonly KeptCollection[] | undefined,
): GcReport | undefined {
  const looks = recording.snapshots.flatMap((snapshot): Look[] => {
    const stats = ringsOf(snapshot);
    return stats === undefined ? [] : [{ snapshot, time: snapshot.time ?? Number.NaN, stats }];
  });
  const last = looks.at(-1);
  if (last === undefined) return undefined;
  const start = last.snapshot.meta.processStart ?? last.snapshot.prometheus?.startTime;
  const memStats = looks.map(({ stats }) => stats);
  const history =
    kept === undefined
      ? historyOfMemStats(memStats, start)
      : historyOfCollections(kept, memStats, start);
  const builder = new GcChartBuilder(history, columns ?? 0);
  const counted = summarizeGc(history, history.scavenges, 1, (step) => builder.add(step));
  const moment = ledgersOf(recording).at(-1)!;
  const summary = refine(counted, looks, moment, start);
  const chart = columns === undefined ? undefined : builder.finish();
  return {
    format: "resident.gc/1",
    target: recording.target,
    go: recording.go?.raw ?? null,
    source: "MemStats",
    resolution: 1,
    answer: history.length > 0 ? answerOf(summary) : answerOfCounts(looks, summary),
    findings: findingsOf(summary),
    summary,
    ...(chart === undefined ? {} : { chart }),
    history,
    scavenges: history.scavenges,
    forecast,
    returningRule: ruleOf(recording, forecast),
    otherProcesses: [],
    otherLines: 0,
    damagedLines: 0,
    remarks: [
      ...recording.remarks,
      ...ownSettingsRemark(moment, recording.go),
      ...remarksOf(looks, history.length),
    ],
  };
}

function ruleOf({ go }: Recording, forecast: readonly Forecast[]): string | null {
  if (forecast.length > 0) return atOnce(go?.minor, forecast);
  return go === undefined ? null : returningRule({ fromMinor: go.minor, toMinor: go.minor });
}

/** The source that keeps pauses: /debug/vars and heap?debug=1 do, metrics don't. */
function ringsOf({ memStats, memStatsBySource }: Snapshot): MemStats | undefined {
  const all = [
    ...(memStatsBySource?.values() ?? []),
    ...(memStats === undefined ? [] : [memStats]),
  ];
  return (
    all.find(({ PauseEnd }) => PauseEnd !== undefined) ??
    all.find(({ PauseNs }) => PauseNs) ??
    memStats
  );
}

/** What MemStats say beside the pauses: sizes now, the counters' growth between the looks. */
function refine(
  summary: GcSummary,
  looks: readonly Look[],
  { ledger }: Moment,
  start: number | undefined,
): GcSummary {
  const [first, last] = [looks[0]!, looks.at(-1)!];
  const goal = Number.isFinite(last.stats.NextGC) ? last.stats.NextGC : null;
  const times = untilLastLook(summary, last, start);
  const watched = watchedOf(first, last, times.seconds);
  return {
    ...summary,
    ...times,
    causes: causesOf(summary, looks),
    heap: {
      ...summary.heap,
      lastLive: liveOf(ledger, last.stats),
      peak: peakOfLooks(
        looks.map(({ stats }) => stats),
        watched === null,
      ),
      goal: goal === null ? null : [goal, goal],
      isGoalOff: goal === null,
    },
    cpu: { ...summary.cpu, ...cpuOf(first, last, start) },
    allocation: allocationOf(first, last),
    watched,
  };
}

/**
 * As the report has it: where the program has set GOGC itself, the heap profile tells. No more of it can be live
 * than is allocated.
 */
function liveOf(ledger: LedgerLine, { HeapAlloc }: MemStats): ByteRange | null {
  const line = findLine(ledger, "live");
  if (line?.bytes == null) return null;
  const [low, high] = line.range ?? [line.bytes, line.bytes];
  return [low, Math.max(low, Math.min(high, HeapAlloc))];
}

/** What is counted in a time has the time since the last collection, in which there was none. */
function untilLastLook(
  { begin, cycles, seconds, perMinute, pauses, pauseShare }: GcSummary,
  { time }: Look,
  start: number | undefined,
): Pick<GcSummary, "seconds" | "perMinute" | "pauseShare"> {
  const all = time - (start ?? Number.NaN) - (begin ?? Number.NaN);
  if (seconds === null || !(all > seconds)) return { seconds, perMinute, pauseShare };
  return {
    seconds: all,
    perMinute: (60 * cycles) / all,
    pauseShare: pauses === null ? null : pauses.total / 1e9 / all,
  };
}

/** Times that differ by less are told as one. */
const SAME_TIME = 0.1;

function watchedOf(first: Look, last: Look, all: number | null): GcSummary["watched"] {
  const seconds = last.time - first.time;
  if (!(seconds > 0) || all === null || Math.abs(seconds - all) <= SAME_TIME * all) return null;
  const cycles = (last.stats.NumGC ?? Number.NaN) - (first.stats.NumGC ?? Number.NaN);
  return { seconds, cycles: Number.isNaN(cycles) ? null : cycles };
}

/**
 * NumForcedGC counts from the start: it tells of the collections here where all are here, and where
 * none was forced, or none before the first look.
 */
function causesOf({ cycles, causes }: GcSummary, looks: readonly Look[]): GcSummary["causes"] {
  const [first, last] = [looks[0]!.stats, looks.at(-1)!.stats];
  const forced = last.NumForcedGC;
  const isAll = last.NumGC === cycles || forced === 0 || first.NumForcedGC === 0;
  if (forced === undefined || !isAll) return { ...causes, forced: null };
  const timer = Math.min(causes.timer, cycles - forced);
  return { heap: cycles - forced - timer, timer, forced };
}

/**
 * GCCPUFraction is of all time from the start to the end of the last collection, and stays until the next one
 * ends: what the collections between two looks took follows from both.
 */
function cpuOf(first: Look, last: Look, start: number | undefined): Partial<GcSummary["cpu"]> {
  const after = last.stats.GCCPUFraction;
  if (after === undefined) return {};
  const sinceStart = [100 * after, 100 * after] as const;
  const seconds = last.time - first.time;
  const spent = spentUntil(last, start) - spentUntil(first, start);
  if (!(seconds > 0) || Number.isNaN(spent)) return { sinceStart };
  const share = Math.min(1, Math.max(0, spent / seconds));
  return { sinceStart, share, mutatorShare: 1 - share };
}

/** Seconds of all processors, from the start to the last collection's end. */
function spentUntil({ stats, time }: Look, start: number | undefined): number {
  const { GCCPUFraction: fraction = Number.NaN, NumGC, LastGC = time } = stats;
  if (NumGC === 0) return 0;
  return start === undefined ? Number.NaN : fraction * (LastGC - start);
}

function allocationOf(first: Look, last: Look): GcSummary["allocation"] {
  const bytes = last.stats.TotalAlloc - first.stats.TotalAlloc;
  const seconds = last.time - first.time;
  if (!(seconds > 0) || !(bytes >= 0)) return null;
  const perSecond = bytes / seconds;
  return { bytes: [bytes, bytes], perSecond, perSecondRange: [perSecond, perSecond] };
}

/** Where nothing has the pauses, as /metrics: how often the counter rose. */
function answerOfCounts(looks: readonly Look[], { heap }: GcSummary): string {
  const [first, last] = [looks[0]!, looks.at(-1)!];
  const { NumGC } = last.stats;
  const seconds = last.time - first.time;
  if (NumGC === undefined) return "What was read does not count collections.";
  const count = NumGC - (first.stats.NumGC ?? NumGC);
  const time = seconds > 0 ? ` in ${formatSeconds(seconds)}` : "";
  const live =
    heap.lastLive === null ? "" : `: ${sizeText(heap.lastLive)} were live after the last one`;
  return `${formatCount(count)} ${count === 1 ? "collection" : "collections"}${time}, ${formatCount(NumGC)} since the start${live}.`;
}

function remarksOf(looks: readonly Look[], cycles: number): string[] {
  const missed = looks.at(-1)!.stats.NumGC ?? 0;
  if (missed <= cycles) return [];
  if (cycles === 0) return ["What was read counts collections, and tells nothing of single ones."];
  return [
    `MemStats keep the last 256 collections: the ${missed - cycles} before those are not here. GODEBUG=gctrace=1 writes all of them to stderr.`,
  ];
}

/** As the report of the whole recording has them. */
function forecastsOf(recording: Recording): Forecast[] {
  const hasMemory = recording.snapshots.some(({ memStats }) => memStats !== undefined);
  if (!hasMemory) return [];
  return explain(recording).verdicts.flatMap(({ forecast }) => forecast ?? []);
}
