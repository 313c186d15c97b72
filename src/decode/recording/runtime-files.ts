/** The files of a snapshot in which the Go runtime counts its own memory. */
import type { MemStats, RuntimeMetrics } from "../../model/mem-stats.ts";
import { decodeVars } from "../memstats/decode-vars.ts";
import { decodePrometheus } from "../metrics/decode-prometheus.ts";
import { decodeRuntimeMetrics } from "../metrics/decode-runtime-metrics.ts";
import type { SnapshotDraft, SnapshotFile } from "./snapshot-draft.ts";

/** runtime-metrics.txt after /metrics: it has the names that the page may leave out. */
export const RUNTIME_FILES: readonly SnapshotFile[] = [
  {
    path: "vars.json",
    decode: (bytes, draft) => {
      const { memStats, commandLine } = decodeVars(bytes);
      addMemStats(draft, memStats);
      if (commandLine !== undefined) draft.varsCommandLine = commandLine;
    },
  },
  {
    path: "metrics.txt",
    decode: (bytes, draft) => {
      const { memStats, metrics, facts } = decodePrometheus(bytes);
      addMemStats(draft, memStats);
      addMetrics(draft, metrics);
      draft.prometheus = facts;
    },
  },
  {
    path: "runtime-metrics.txt",
    decode: (bytes, draft) => {
      const { memStats, metrics } = decodeRuntimeMetrics(bytes);
      addMemStats(draft, memStats);
      addMetrics(draft, metrics);
    },
  },
];

export function addMemStats(draft: SnapshotDraft, memStats: MemStats | undefined): void {
  if (memStats !== undefined) draft.memStats.set(memStats.source, memStats);
}

function addMetrics(draft: SnapshotDraft, metrics: RuntimeMetrics): void {
  if (metrics.size > 0)
    draft.runtimeMetrics = new Map([...(draft.runtimeMetrics ?? []), ...metrics]);
}
