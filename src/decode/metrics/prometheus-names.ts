/**
 * client_golang's names of what its Go and process collectors export, other than runtime/metrics:
 * which field of MemStats, or which fact, each one is.
 */
import type { PrometheusFacts } from "../../model/mem-stats.ts";

const REQUIRED: readonly (readonly [suffix: string, field: string])[] = [
  ["alloc_bytes_total", "TotalAlloc"],
  ["sys_bytes", "Sys"],
  ["mallocs_total", "Mallocs"],
  ["frees_total", "Frees"],
  ["heap_alloc_bytes", "HeapAlloc"],
  ["heap_sys_bytes", "HeapSys"],
  ["heap_idle_bytes", "HeapIdle"],
  ["heap_inuse_bytes", "HeapInuse"],
  ["heap_released_bytes", "HeapReleased"],
  ["heap_objects", "HeapObjects"],
  ["stack_inuse_bytes", "StackInuse"],
  ["stack_sys_bytes", "StackSys"],
  ["mspan_inuse_bytes", "MSpanInuse"],
  ["mspan_sys_bytes", "MSpanSys"],
  ["mcache_inuse_bytes", "MCacheInuse"],
  ["mcache_sys_bytes", "MCacheSys"],
  ["buck_hash_sys_bytes", "BuckHashSys"],
  ["gc_sys_bytes", "GCSys"],
  ["other_sys_bytes", "OtherSys"],
  ["next_gc_bytes", "NextGC"],
];

/** Of some versions of the client only, or without data before the first collection. */
const OPTIONAL: readonly (readonly [name: string, field: string])[] = [
  ["go_memstats_last_gc_time_seconds", "LastGC"],
  ["go_memstats_gc_cpu_fraction", "GCCPUFraction"],
  ["go_gc_duration_seconds_count", "NumGC"],
];

export interface MemStatsName {
  readonly field: string;
  readonly isRequired: boolean;
}

export const MEM_STATS_NAMES: ReadonlyMap<string, MemStatsName> = new Map<string, MemStatsName>([
  ...REQUIRED.map(
    ([suffix, field]) => [`go_memstats_${suffix}`, { field, isRequired: true }] as const,
  ),
  ...OPTIONAL.map(([name, field]) => [name, { field, isRequired: false }] as const),
]);

export const NUMBER_FACTS: ReadonlyMap<
  string,
  Exclude<keyof PrometheusFacts, "goVersion">
> = new Map([
  ["go_goroutines", "goroutines"],
  ["go_threads", "threads"],
  ["process_resident_memory_bytes", "residentBytes"],
  ["process_virtual_memory_bytes", "virtualBytes"],
  ["process_start_time_seconds", "startTime"],
] as const);
