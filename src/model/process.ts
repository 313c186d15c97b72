/** What the kernel says of a process outside its mappings. Bytes, seconds, counts. */

/** /proc/PID/status; a field that this kernel lacks is undefined. */
export interface ProcStatus {
  readonly name: string;
  readonly pid: number;
  /** One letter: R, S, D, Z (zombie: its memory is gone), T, … */
  readonly state?: string;
  readonly ppid?: number;
  /** The real user id. */
  readonly uid?: number;
  /** PIDs from the outermost namespace to the process's own; more than one in a container. */
  readonly nsPids?: readonly number[];
  readonly threads?: number;
  readonly vmPeak?: number;
  readonly vmSize?: number;
  readonly vmHwm?: number;
  readonly vmRss?: number;
  readonly rssAnon?: number;
  readonly rssFile?: number;
  readonly rssShmem?: number;
  readonly vmSwap?: number;
  readonly vmPte?: number;
}

/** /proc/PID/statm in bytes; `resident` is VmRSS, `size` is VmSize. */
export interface ProcStatm {
  readonly size: number;
  readonly resident: number;
  readonly shared: number;
  readonly text: number;
  readonly data: number;
}

/** The totals of /proc/PID/smaps_rollup. */
export interface SmapsRollup {
  readonly rss: number;
  readonly pss: number;
  readonly anonymous: number;
  readonly lazyFree: number;
  readonly anonHugePages: number;
  readonly swap: number;
}

/** One level of the memory cgroup hierarchy, the process's own first. null: unlimited. */
export interface CgroupLevel {
  readonly path: string;
  readonly current?: number;
  readonly max?: number | null;
  readonly high?: number | null;
  readonly peak?: number;
  readonly swapCurrent?: number;
  readonly swapMax?: number | null;
  /** memory.stat, names as in the file (v1: the total_* names where they exist). */
  readonly stat?: ReadonlyMap<string, number>;
  /** Times the OOM killer killed in this group: memory.events oom_kill, v1 memory.oom_control. */
  readonly oomKills?: number;
  readonly maxEvents?: number;
}

export interface Cgroup {
  readonly version: 1 | 2;
  readonly levels: readonly CgroupLevel[];
}

/** The four variables that steer Go's memory, as they were at the start of the process. */
export interface GoEnvironment {
  readonly GOGC?: string;
  readonly GOMEMLIMIT?: string;
  readonly GODEBUG?: string;
  readonly GOMAXPROCS?: string;
}

/** Soft limits of /proc/PID/limits in bytes; null: unlimited. */
export interface ProcLimits {
  readonly addressSpace?: number | null;
  readonly stack?: number | null;
  readonly resident?: number | null;
}
