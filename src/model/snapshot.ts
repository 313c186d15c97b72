/**
 * One look at a process: everything that was read of it at (nearly) one moment, decoded. Every
 * part is optional; what is missing says why in `missing`, so that a report never has to guess.
 */
import type { AddressSpace } from "./address-space.ts";
import type { GcLog } from "./gc-log.ts";
import type { GlobalVariables } from "./global-variables.ts";
import type { GoVersion } from "./go-version.ts";
import type { Goroutines } from "./goroutines.ts";
import type { MemStats, MemStatsSource, PrometheusFacts, RuntimeMetrics } from "./mem-stats.ts";
import type {
  Cgroup,
  GoEnvironment,
  ProcLimits,
  ProcStatm,
  ProcStatus,
  SmapsRollup,
} from "./process.ts";
import type { Profile } from "./profile.ts";

/** A source that could not be read, or was read and not understood. */
export interface MissingSource {
  /** The bundle's name of it, e.g. "proc/smaps", "pprof/heap". */
  readonly source: string;
  readonly reason: string;
  /** What the user can do about it. */
  readonly remedy?: string;
}

/** The contents of meta.json that outlive a process. */
export interface SnapshotMeta {
  readonly goVersion?: string;
  readonly goVersionIsApproximate?: boolean;
  readonly buildId?: string;
  readonly executable?: string;
  readonly pageSize?: number;
  /** /sys/kernel/mm/transparent_hugepage/enabled: always, madvise or never. */
  readonly hugePages?: "always" | "madvise" | "never";
  /** Unix seconds. */
  readonly processStart?: number;
  /** Number of the last collection that the trace had told of then; 0: of none. */
  readonly collections?: number;
  /** Unix seconds at which each file was read, by its name in the bundle. */
  readonly readAt?: Readonly<Record<string, number>>;
}

/** What is known of a look's mappings where a recorder kept the ledger that it made of them, and not them. Bytes. */
export interface KeptMappings {
  readonly virt: number;
  /** By the ledger's lines below RSS, those of the Go heap one by one: what of each was in RAM. */
  readonly resident: ReadonlyMap<string, number>;
}

/** Of the looks since the last collection, where there were earlier ones. */
export interface SinceCollection {
  /** StackInuse at the first of them: what was scanned is nearer to it than to what goroutines have taken since. */
  readonly stacks: number;
  /** The least HeapAlloc: no more was marked. */
  readonly leastAlloc: number;
  /**
   * HeapAlloc less all that was allocated since the look before the collection, of each look the least: no less was
   * marked, once what it freed is swept. undefined: no look was before it.
   */
  readonly leastMarked?: number;
}

export interface Snapshot {
  /** Folder name in the bundle, e.g. "0001". */
  readonly name: string;
  /** Unix seconds; undefined where the bundle does not say. */
  readonly time?: number;
  readonly meta: SnapshotMeta;
  readonly status?: ProcStatus;
  readonly statm?: ProcStatm;
  readonly commandLine?: readonly string[];
  readonly environment?: GoEnvironment;
  readonly limits?: ProcLimits;
  readonly addressSpace?: AddressSpace;
  /** In place of `addressSpace`, with `status`. */
  readonly keptMappings?: KeptMappings;
  readonly rollup?: SmapsRollup;
  readonly globals?: GlobalVariables;
  readonly cgroup?: Cgroup;
  /** From the best source there is; see memStatsBySource for the others. */
  readonly memStats?: MemStats;
  readonly sinceCollection?: SinceCollection;
  readonly memStatsBySource?: ReadonlyMap<MemStatsSource, MemStats>;
  readonly runtimeMetrics?: RuntimeMetrics;
  readonly prometheus?: PrometheusFacts;
  readonly heap?: Profile;
  readonly allocs?: Profile;
  readonly goroutines?: Goroutines;
  readonly leakedGoroutines?: Goroutines;
  /** Number of OS threads ever created, from threadcreate. */
  readonly threadsCreated?: number;
  /** Unpacked size of each page that the program answered with, by the bundle's name of it. */
  readonly pageBytes?: ReadonlyMap<string, number>;
  readonly missing: readonly MissingSource[];
}

/** A target over time: at least one snapshot, oldest first. */
export interface Recording {
  /** What the user named, or what the bundle says it was. */
  readonly target: string;
  readonly go?: GoVersion;
  /** How `go` is known: "build info", "bundle.json", "/metrics", "shape of gctrace lines", … */
  readonly goSource?: string;
  readonly snapshots: readonly Snapshot[];
  /** Bytes: the highest RSS of the whole time, where the one who watched it says so. */
  readonly peakRss?: number;
  readonly gcLog?: GcLog;
  /** Sentences on what could not be used: another PID half-way, time going back, … */
  readonly remarks: readonly string[];
}
