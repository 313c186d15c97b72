/**
 * What every verdict may look at: the ledgers of all snapshots and a few questions that many of
 * them ask. Pure; computed once a report.
 */
import { MiB } from "../../../base/units.ts";
import type { GoVersion } from "../../../model/go-version.ts";
import type { LedgerLine } from "../../../model/ledger.ts";
import { findLine } from "../../../model/ledger.ts";
import type { MemStats } from "../../../model/mem-stats.ts";
import type { CodeLine } from "../../../model/report.ts";
import type { Recording, Snapshot } from "../../../model/snapshot.ts";
import type { Reading } from "../../growth/slope.ts";
import { type Gogc, gogcPercent, memoryLimit } from "../../settings.ts";

/** A snapshot and its ledger. */
export interface Moment {
  readonly snapshot: Snapshot;
  readonly ledger: LedgerLine;
  /** Where the program has set GOGC itself: what would be live under the one that was read. */
  readonly underOtherGogc?: number;
  /** The same where it only may have: the heap may have grown since the profile as well. */
  readonly perhapsUnderOtherGogc?: number;
  /** True where the goal follows from the GOGC that was read and what the profile has. */
  readonly fitsGogc?: boolean;
}

export interface VerdictContext {
  readonly recording: Recording;
  readonly go: GoVersion | undefined;
  /** Oldest first; the last one is what the report is about. */
  readonly moments: readonly Moment[];
  readonly last: Snapshot;
  readonly ledger: LedgerLine;
  readonly stats: MemStats | undefined;
  readonly code: readonly CodeLine[];
  /** RSS; without it what Go believes it has (Sys − HeapReleased), for shares only. */
  readonly rss: number;
  readonly hasRss: boolean;
  readonly gogc: Gogc;
  /** GOMEMLIMIT in bytes, undefined: none. */
  readonly limit: number | undefined;
  /** True of a run, which was watched to its end: nothing comes after it. */
  readonly hasEnded: boolean;
}

export function makeContext(
  recording: Recording,
  moments: readonly Moment[],
  code: readonly CodeLine[],
): VerdictContext {
  const { snapshot: last, ledger } = moments[moments.length - 1]!;
  const rss = findLine(ledger, "rss")?.bytes ?? null;
  const stats = last.memStats;
  return {
    recording,
    go: recording.go,
    moments,
    last,
    ledger,
    stats,
    code,
    rss: rss ?? (stats === undefined ? 0 : stats.Sys - stats.HeapReleased),
    hasRss: rss !== null,
    gogc: gogcPercent(last),
    limit: memoryLimit(last, recording.go),
    hasEnded: recording.peakRss !== undefined,
  };
}

/** Bytes of a line, 0 where it is missing or has no number. */
export function bytesOf(context: VerdictContext, id: string): number {
  return findLine(context.ledger, id)?.bytes ?? 0;
}

/** What of a line is in RAM; never negative. */
export function residentOf(context: VerdictContext, id: string): number {
  const line = findLine(context.ledger, id);
  return Math.max(0, line?.resident ?? line?.bytes ?? 0);
}

/** An owner fires from a tenth of RSS and 16 MiB on. */
const SMALLEST_SHARE = 0.1;
const SMALLEST_BYTES = 16 * MiB;

/** True where so many resident bytes are worth a verdict. */
export function isWorthTelling({ rss }: VerdictContext, resident: number): boolean {
  return resident >= Math.max(SMALLEST_BYTES, SMALLEST_SHARE * rss);
}

/** A line over time, for slopes; snapshots without a time or without the line are left out. */
export function seriesOf(context: VerdictContext, id: string): Reading[] {
  return series(context, (moment) => findLine(moment.ledger, id)?.bytes ?? undefined);
}

export function series(
  context: VerdictContext,
  value: (moment: Moment) => number | undefined,
): Reading[] {
  const points: Reading[] = [];
  for (const moment of context.moments) {
    const y = value(moment);
    const t = moment.snapshot.time;
    if (y !== undefined && t !== undefined) points.push({ t, value: y });
  }
  return points;
}

/** Seconds since the last collection at the last snapshot, or undefined. */
export function sinceLastGc(context: VerdictContext): number | undefined {
  const { LastGC } = context.stats ?? {};
  const { time } = context.last;
  if (LastGC === undefined || LastGC === 0 || time === undefined) return undefined;
  return Math.max(0, time - LastGC);
}
