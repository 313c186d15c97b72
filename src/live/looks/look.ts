/**
 * What watching tells its faces, one event at a time. Each part is as old as its own time says: the
 * kernel is asked every second, MemStats less often, profiles seldom (docs/performance.md, "What
 * asking costs").
 */
import type { Limit } from "../../analyze/limits.ts";
import type { GoVersion } from "../../model/go-version.ts";
import type { LedgerLine } from "../../model/ledger.ts";
import type { MemStats } from "../../model/mem-stats.ts";
import type { Report } from "../../model/report.ts";
import type { Snapshot } from "../../model/snapshot.ts";

/** Two small files of procfs. Bytes; times are unix seconds, here and below. */
export interface KernelLook {
  readonly kind: "kernel";
  readonly time: number;
  readonly pid: number;
  readonly name: string;
  readonly rss: number | null;
  readonly swap: number;
  /** CPU time over the time since the look before: 1 is one core; null at the first. */
  readonly cpu: number | null;
}

/** MemStats with the mappings: what the ledger is made of. */
export interface ProgramLook {
  readonly kind: "program";
  readonly time: number;
  readonly ledger: LedgerLine;
  readonly memStats: MemStats | undefined;
  readonly goroutines: number | null;
  /** That answering the looks before has allocated, as an upper estimate: not the program's doing. */
  readonly askedBytes: number;
  /** The limit with the least room, where there is one. */
  readonly limit: Limit | undefined;
  /** Seconds to the next one. */
  readonly every: number;
}

/** A whole look with its report; the lines of code come from it. */
export interface ProfileLook {
  readonly kind: "profile";
  readonly time: number;
  readonly report: Report;
  readonly go: GoVersion | undefined;
  readonly snapshot: Snapshot;
  /** Seconds to the next one, by what this one cost the program. */
  readonly every: number;
}

/** The program has ended, or no longer answers. */
export interface GoneLook {
  readonly kind: "gone";
  readonly time: number;
  /** A finished sentence without its full stop. */
  readonly reason: string;
}

/** It runs (again); what was known of the run before is history. */
export interface BackLook {
  readonly kind: "back";
  readonly time: number;
  readonly pid: number | undefined;
  readonly label: string;
}

/** A part could not be read this time; without a reason: all is well again. */
export interface TroubleLook {
  readonly kind: "trouble";
  readonly time: number;
  readonly reason: string | undefined;
}

export type Look = KernelLook | ProgramLook | ProfileLook | GoneLook | BackLook | TroubleLook;
