/**
 * A snapshot while its files are being decoded: one slot a source, so that what to prefer is
 * decided once all of them are there.
 */
import type { AddressSpace } from "../../model/address-space.ts";
import type { MetaJson } from "../../model/bundle.ts";
import type { GlobalVariables } from "../../model/global-variables.ts";
import type { Goroutines } from "../../model/goroutines.ts";
import type {
  MemStats,
  MemStatsSource,
  PrometheusFacts,
  RuntimeMetrics,
} from "../../model/mem-stats.ts";
import type {
  GoEnvironment,
  ProcLimits,
  ProcStatm,
  ProcStatus,
  SmapsRollup,
} from "../../model/process.ts";
import type { Profile } from "../../model/profile.ts";
import type { MissingSource } from "../../model/snapshot.ts";

/** A profile and whether its frames have names. */
export interface DraftProfile {
  readonly profile: Profile;
  readonly addressesOnly: boolean;
}

export interface SnapshotDraft {
  readonly name: string;
  time?: number;
  meta?: MetaJson;
  status?: ProcStatus;
  statm?: ProcStatm;
  commandLine?: readonly string[];
  environment?: GoEnvironment;
  limits?: ProcLimits;
  smaps?: AddressSpace;
  maps?: AddressSpace;
  rollup?: SmapsRollup;
  globals?: GlobalVariables;
  procCgroup?: Uint8Array;
  readonly memStats: Map<MemStatsSource, MemStats>;
  runtimeMetrics?: RuntimeMetrics;
  prometheus?: PrometheusFacts;
  varsCommandLine?: readonly string[];
  heap?: DraftProfile;
  heapText?: DraftProfile;
  allocs?: DraftProfile;
  symbols?: ReadonlyMap<bigint, string>;
  goroutineDump?: Goroutines;
  goroutineText?: Goroutines;
  goroutineProfile?: Goroutines;
  leakedGoroutines?: Goroutines;
  threadsCreated?: number;
  readonly pageBytes: Map<string, number>;
  readonly missing: MissingSource[];
}

/** A file of a snapshot: where it lies, and what it adds to the draft. */
export interface SnapshotFile {
  readonly path: string;
  /** `bytes` are unpacked. Fails with ResidentError; what it added until then stays. */
  readonly decode: (bytes: Uint8Array, draft: SnapshotDraft) => void;
}
