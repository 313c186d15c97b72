/** A run from its start to its end: what was seen in time, and the report at its highest. */
import type { GcLog } from "../../model/gc-log.ts";
import type { Report } from "../../model/report.ts";
import type { RssSamples, RunPeak, RunRecord, RunResult, RunRss } from "../../model/run.ts";
import { runCollections } from "./run-collections.ts";
import { thinSeries } from "./thin-series.ts";

export interface RunFindings {
  /** Of the looks; undefined where there was none. */
  readonly report?: Report | undefined;
  readonly gcLog?: GcLog | undefined;
  /** Where the bundle was written. */
  readonly bundle?: string | undefined;
}

export function summarizeRun(record: RunRecord, findings: RunFindings): RunResult {
  const { process, samples, peak, look, runtimeAt } = record;
  const { report, gcLog, bundle } = findings;
  return {
    format: "resident.run/1",
    command: record.command,
    process: process ?? null,
    exit: record.exit,
    startedAt: record.startedAt,
    seconds: record.seconds,
    rss: peak === undefined ? null : rssOf(samples, peak),
    samples: thinSeries(samples.at, samples.rss),
    look: look ?? null,
    gc: gcLog === undefined ? null : runCollections(gcLog, runtimeAt, peak?.at),
    isTraced: record.isTraced,
    bundle: bundle ?? null,
    report: report ?? null,
    missing: record.missing,
    remarks: record.remarks,
  };
}

function rssOf({ at, rss, length }: RssSamples, peak: RunPeak): RunRss {
  const last = rss[length - 1]!;
  let least = last;
  for (let i = 0; i < length; i++) if (at[i]! > peak.at) least = Math.min(least, rss[i]!);
  return {
    peak: peak.rss,
    peakAfter: Number.isNaN(peak.after) ? null : peak.after,
    peakAt: peak.at,
    last,
    lastAt: at[length - 1]!,
    leastAfterPeak: least,
  };
}
