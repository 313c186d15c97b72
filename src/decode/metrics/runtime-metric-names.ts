/**
 * Names of runtime/metrics and how Prometheus' Go client spells them. Its spelling cannot be read
 * back by rule ("/" and "-" both become "_"), so the names that Go 1.16 to 1.27 has are listed and
 * spelled forwards. Histograms and the /godebug events are left out: nothing here reads them.
 */
const LEVELS = [
  "/gc/gogc:percent",
  "/gc/gomemlimit:bytes",
  "/gc/heap/goal:bytes",
  "/gc/heap/live:bytes",
  "/gc/heap/objects:objects",
  "/gc/limiter/last-enabled:gc-cycle",
  "/gc/scan/globals:bytes",
  "/gc/scan/heap:bytes",
  "/gc/scan/stack:bytes",
  "/gc/scan/total:bytes",
  "/gc/stack/starting-size:bytes",
  "/memory/classes/heap/free:bytes",
  "/memory/classes/heap/objects:bytes",
  "/memory/classes/heap/released:bytes",
  "/memory/classes/heap/stacks:bytes",
  "/memory/classes/heap/unused:bytes",
  "/memory/classes/metadata/mcache/free:bytes",
  "/memory/classes/metadata/mcache/inuse:bytes",
  "/memory/classes/metadata/mspan/free:bytes",
  "/memory/classes/metadata/mspan/inuse:bytes",
  "/memory/classes/metadata/other:bytes",
  "/memory/classes/os-stacks:bytes",
  "/memory/classes/other:bytes",
  "/memory/classes/profiling/buckets:bytes",
  "/memory/classes/total:bytes",
  "/sched/gomaxprocs:threads",
  "/sched/goroutines/not-in-go:goroutines",
  "/sched/goroutines/runnable:goroutines",
  "/sched/goroutines/running:goroutines",
  "/sched/goroutines/waiting:goroutines",
  "/sched/goroutines:goroutines",
  "/sched/threads/total:threads",
] as const;

/** Cumulative since the start: Prometheus appends `_total`. */
const COUNTERS = [
  "/cgo/go-to-c-calls:calls",
  "/cpu/classes/gc/mark/assist:cpu-seconds",
  "/cpu/classes/gc/mark/dedicated:cpu-seconds",
  "/cpu/classes/gc/mark/idle:cpu-seconds",
  "/cpu/classes/gc/pause:cpu-seconds",
  "/cpu/classes/gc/total:cpu-seconds",
  "/cpu/classes/idle:cpu-seconds",
  "/cpu/classes/scavenge/assist:cpu-seconds",
  "/cpu/classes/scavenge/background:cpu-seconds",
  "/cpu/classes/scavenge/total:cpu-seconds",
  "/cpu/classes/total:cpu-seconds",
  "/cpu/classes/user:cpu-seconds",
  "/gc/cleanups/executed:cleanups",
  "/gc/cleanups/queued:cleanups",
  "/gc/cycles/automatic:gc-cycles",
  "/gc/cycles/forced:gc-cycles",
  "/gc/cycles/total:gc-cycles",
  "/gc/finalizers/executed:finalizers",
  "/gc/finalizers/queued:finalizers",
  "/gc/heap/allocs:bytes",
  "/gc/heap/allocs:objects",
  "/gc/heap/frees:bytes",
  "/gc/heap/frees:objects",
  "/gc/heap/tiny/allocs:objects",
  "/sched/goroutines-created:goroutines",
  "/sync/mutex/wait/total:seconds",
] as const;

/** runtime/metrics name by Prometheus name, e.g. go_gc_heap_live_bytes → /gc/heap/live:bytes. */
export const RUNTIME_METRIC_NAMES: ReadonlyMap<string, string> = new Map([
  ...LEVELS.map((name) => [prometheusName(name), name] as const),
  ...COUNTERS.map((name) => [`${prometheusName(name)}_total`, name] as const),
]);

function prometheusName(name: string): string {
  return `go${name.replace(/[/:-]/g, "_")}`;
}
