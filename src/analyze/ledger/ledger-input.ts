/** What the builders of ledger lines share: one snapshot, looked at once. */
import { MiB } from "../../base/units.ts";
import type { GcLog } from "../../model/gc-log.ts";
import type { GoVersion } from "../../model/go-version.ts";
import { isAtLeast } from "../../model/go-version.ts";
import type { MemStats } from "../../model/mem-stats.ts";
import type { CodeLine } from "../../model/report.ts";
import type { Snapshot } from "../../model/snapshot.ts";
import { classify } from "./classify.ts";
import type { LiveHeap, OtherLooks } from "./live/live-estimate.ts";
import { findLiveHeap } from "./live/live-heap.ts";
import type { TotalsByOwner } from "./owners.ts";
import { sumOwners } from "./sum-owners.ts";

/** The heap profile's estimate of what is in use, by line of code. */
export interface CodeEstimate {
  readonly lines: readonly CodeLine[];
  readonly bytes: number;
  readonly range: readonly [number, number];
  /** Of all that was allocated, what is freed again, if the profile counts that. */
  readonly freed?: () => readonly [number, number] | undefined;
}

export interface LedgerInput {
  readonly snapshot: Snapshot;
  readonly go: GoVersion | undefined;
  readonly gcLog: GcLog | undefined;
  readonly stats: MemStats | undefined;
  readonly live: LiveHeap | undefined;
  readonly code: CodeEstimate | undefined;
  /** Undefined without mappings that know their Rss. */
  readonly totals: TotalsByOwner | undefined;
  /** Bytes of GC bitmap inside the heap's mappings. */
  readonly bitmapSize: number;
}

/** @param looks what other looks at the program told of its GOGC */
export function prepareLedger(
  snapshot: Snapshot,
  go: GoVersion | undefined,
  gcLog: GcLog | undefined,
  code: CodeEstimate | undefined,
  looks: OtherLooks = "none",
): LedgerInput {
  const stats = snapshot.memStats;
  const live = findLiveHeap(snapshot, go, gcLog, code, looks);
  const base = { snapshot, go, gcLog, stats, live, code };
  const space = snapshot.addressSpace;
  if (space === undefined || !space.hasResidency) {
    return { ...base, totals: undefined, bitmapSize: 0 };
  }
  const classification = classify(space, {
    go,
    executable: snapshot.meta.executable,
    stackLimit: snapshot.limits?.stack,
  });
  const arenas = heapSize(space.size, classification.owner);
  const bound = stats === undefined ? guessMetadata(arenas, go) : metadataSys(stats);
  const totals = sumOwners(space, classification, classification.named ? 0 : bound);
  return { ...base, totals, bitmapSize: classification.bitmapSize };
}

function heapSize(size: Float64Array, owner: readonly string[]): number {
  return size.reduce((sum, bytes, i) => (owner[i] === "go-heap" ? sum + bytes : sum), 0);
}

export function metadataSys(stats: MemStats): number {
  return stats.MSpanSys + stats.MCacheSys + stats.BuckHashSys + stats.GCAndOtherSys;
}

/**
 * What the metadata of a heap of this size can be, where no MemStats say it: spans about 1 %, the
 * heap bitmap 1/32 (Go 1.11 to 1.19, 2 bits a word), 1/64 (1.20, 1.21), inside the spans later;
 * and 8 MiB of tables that every program has.
 */
export function guessMetadata(heap: number, go: GoVersion | undefined): number {
  const bitmap = go === undefined || !isAtLeast(go, 20) ? 1 / 32 : isAtLeast(go, 22) ? 0 : 1 / 64;
  return Math.round(8 * MiB + heap * (0.01 + bitmap));
}
