/** What a bundle or a live process gives a what-if: the trace's collections and every look at it. */
import type { Recording, Snapshot } from "../../model/snapshot.ts";
import { findLimits } from "../limits.ts";
import { gogcPercent, memoryLimit } from "../settings.ts";
import type { Look, MemoryBound, WhatIfInput } from "./what-if-input.ts";

/** @param limit --limit in bytes; without it the tightest of its cgroups' limits counts */
export function inputOfRecording(recording: Recording, limit?: number): WhatIfInput {
  const { go, gcLog, snapshots, peakRss } = recording;
  const looks = snapshots.flatMap(lookOf);
  const settings = settingsOf(recording);
  const procs = lastMetric(snapshots, "/sched/gomaxprocs:threads");
  const bound = limit === undefined ? cgroupBound(recording) : { bytes: limit, source: "--limit" };
  return {
    looks,
    ...(go === undefined ? {} : { go }),
    ...(gcLog === undefined ? {} : { cycles: gcLog.cycles }),
    ...(peakRss === undefined ? {} : { peakRss }),
    ...settings,
    ...(procs === undefined ? {} : { procs }),
    ...(bound === undefined ? {} : { limit: bound }),
  };
}

function lookOf(snapshot: Snapshot): Look[] {
  const { time, memStats: stats, runtimeMetrics: metrics, status, prometheus } = snapshot;
  if (time === undefined || stats === undefined) return [];
  const rss = status?.vmRss ?? snapshot.rollup?.rss ?? prometheus?.residentBytes;
  return [
    {
      time,
      stats,
      ...(metrics === undefined ? {} : { metrics }),
      ...(rss === undefined ? {} : { rss }),
    },
  ];
}

/** Nothing where nobody said them: a trace alone does not. */
function settingsOf({
  snapshots,
  go,
}: Recording): Pick<WhatIfInput, "settings" | "isSettingOfStart"> {
  const last = snapshots[snapshots.length - 1];
  if (last === undefined) return {};
  const { percent, source } = gogcPercent(last);
  if (source === "default" && last.environment === undefined) return {};
  return {
    settings: {
      gogc: Number.isFinite(percent) ? percent : null,
      memlimit: memoryLimit(last, go) ?? null,
    },
    isSettingOfStart: source !== "/gc/gogc:percent",
  };
}

function lastMetric(snapshots: readonly Snapshot[], name: string): number | undefined {
  return snapshots
    .findLast(({ runtimeMetrics }) => runtimeMetrics?.has(name) === true)
    ?.runtimeMetrics?.get(name);
}

function cgroupBound({ snapshots, go }: Recording): MemoryBound | undefined {
  const last = snapshots[snapshots.length - 1];
  if (last === undefined) return undefined;
  const limit = findLimits(last, go).find(({ kind }) => kind === "cgroup");
  return limit === undefined ? undefined : { bytes: limit.bytes, source: limit.source };
}
