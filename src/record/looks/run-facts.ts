/**
 * A run of a target is a process from its start to its end. The kernel or the program's metrics say when it
 * began; where neither does, a counter that went back tells of a restart, or another name. Pure.
 */
import { programName } from "../../analyze/explain.ts";
import { findLimits } from "../../analyze/limits.ts";
import { gogcPercent, memoryLimit } from "../../analyze/settings.ts";
import { baseName } from "../../base/base-name.ts";
import { finiteOrNull } from "../../base/or-null.ts";
import type { GoVersion } from "../../model/go-version.ts";
import type { Snapshot } from "../../model/snapshot.ts";
import type { RunFacts } from "../../store/store.ts";

/** What tells a run from the next one at the same target. */
export interface RunMarks {
  readonly startedAt: number | null;
  readonly pid: number | null;
  /** First word of its command line; null: not told. */
  readonly command: string | null;
  /** As the kernel shows it, else by that word. */
  readonly name: string | null;
  /** Counters that only grow. */
  readonly totalAlloc: number | null;
  readonly collections: number | null;
}

export function marksOf(snapshot: Snapshot): RunMarks {
  const { meta, status, prometheus, memStats, commandLine } = snapshot;
  const command = commandLine?.[0] ?? null;
  return {
    startedAt: meta.processStart ?? prometheus?.startTime ?? null,
    pid: status?.pid ?? null,
    command,
    name: programName(snapshot) ?? (command === null ? null : baseName(command)),
    totalAlloc: finiteOrNull(memStats?.TotalAlloc),
    collections: finiteOrNull(memStats?.NumGC),
  };
}

/** Clocks are read in ticks of 10 ms, and a machine's own start is known to the second. */
const SAME_START_SECONDS = 1.5;

export function isAnotherRun(before: RunMarks, now: RunMarks): boolean {
  const differs = (a: unknown, b: unknown) => a !== null && b !== null && a !== b;
  if (differs(before.pid, now.pid) || differs(before.command, now.command)) return true;
  if (before.startedAt !== null && now.startedAt !== null) {
    if (Math.abs(before.startedAt - now.startedAt) > SAME_START_SECONDS) return true;
  }
  const wentBack = (a: number | null, b: number | null) => a !== null && b !== null && b < a;
  return (
    wentBack(before.totalAlloc, now.totalAlloc) || wentBack(before.collections, now.collections)
  );
}

/** What is known by now: a look without an answer tells less than the one before it. */
export function mergeMarks(before: RunMarks, now: RunMarks): RunMarks {
  return {
    startedAt: now.startedAt ?? before.startedAt,
    pid: now.pid ?? before.pid,
    command: now.command ?? before.command,
    name: now.name ?? before.name,
    totalAlloc: now.totalAlloc ?? before.totalAlloc,
    collections: now.collections ?? before.collections,
  };
}

/** @param address what it is called where nothing tells its name */
export function runFacts(
  snapshot: Snapshot,
  go: GoVersion | undefined,
  marks: RunMarks,
  address: string,
): RunFacts {
  const memlimit = memoryLimit(snapshot, go);
  // That of Go is known also where the program was not asked what counts against it.
  const limits = [...findLimits(snapshot, go).map(({ bytes }) => bytes), memlimit ?? []].flat();
  const gogc = gogcPercent(snapshot);
  return {
    name: marks.name ?? address,
    startedAt: marks.startedAt,
    pid: marks.pid,
    go: go?.raw ?? null,
    limit: limits.length === 0 ? null : Math.min(...limits),
    memlimit: memlimit ?? null,
    gogc: snapshot.environment === undefined && gogc.source === "default" ? null : gogc.percent,
  };
}
