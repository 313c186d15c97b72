/**
 * The figures of a scrape as columns of numbers: DuckDB packs each by itself, and anyone can ask for them
 * in SQL. The order here is that of the table.
 */
import type { MemStats, MemStatsSource } from "../../../model/mem-stats.ts";
import type { Figures } from "../../store.ts";

const PLAIN = ["rss", "virt", "swap", "live", "goroutines", "cpu"] as const;

const ALWAYS = [
  "TotalAlloc",
  "Sys",
  "Mallocs",
  "Frees",
  "HeapAlloc",
  "HeapSys",
  "HeapIdle",
  "HeapInuse",
  "HeapReleased",
  "HeapObjects",
  "StackInuse",
  "StackSys",
  "MSpanInuse",
  "MSpanSys",
  "MCacheInuse",
  "MCacheSys",
  "BuckHashSys",
  "GCAndOtherSys",
  "NextGC",
] as const;

const SOMETIMES = [
  "GCSys",
  "OtherSys",
  "LastGC",
  "NumGC",
  "NumForcedGC",
  "GCCPUFraction",
  "MaxRSS",
] as const;

const SOURCES: readonly MemStatsSource[] = [
  "heap?debug=1",
  "/debug/vars",
  "/metrics",
  "runtime/metrics",
];

/** Number columns: the plain figures, the source of MemStats as its row in SOURCES, its fields. */
export const FIGURE_COLUMNS: readonly string[] = [
  ...PLAIN,
  "mem_stats_source",
  ...[...ALWAYS, ...SOMETIMES].map(columnName),
];

/** What is no more exact than this is rounded, as a double of random digits can't be packed. */
const DECIMALS: Readonly<Record<string, number>> = { cpu: 1e5, GCCPUFraction: 1e7, LastGC: 1e3 };

/** A value each for FIGURE_COLUMNS. */
export function figureValues(figures: Figures): (number | null)[] {
  const { memStats } = figures;
  const source = memStats === null ? null : SOURCES.indexOf(memStats.source);
  return [
    ...PLAIN.map((name) => rounded(name, figures[name])),
    source,
    ...[...ALWAYS, ...SOMETIMES].map((name) => rounded(name, memStats?.[name] ?? null)),
  ];
}

/** @param valueAt the value in a column of FIGURE_COLUMNS */
export function figuresOf(time: number, valueAt: (column: number) => number | null): Figures {
  const [rss, virt, swap, live, goroutines, cpu] = PLAIN.map((_, i) => valueAt(i));
  const plain = { time, rss, virt, swap, live, goroutines, cpu };
  const source = valueAt(PLAIN.length);
  return { ...plain, memStats: source === null ? null : memStatsOf(SOURCES[source], valueAt) };
}

function memStatsOf(source: MemStatsSource, valueAt: (column: number) => number | null): MemStats {
  const first = PLAIN.length + 1;
  const always = ALWAYS.map((name, i) => [name, valueAt(first + i) ?? Number.NaN] as const);
  const sometimes = SOMETIMES.flatMap((name, i) => {
    const value = valueAt(first + ALWAYS.length + i);
    return value === null ? [] : [[name, value] as const];
  });
  const numbers = Object.fromEntries([...always, ...sometimes]) as unknown as Omit<
    MemStats,
    "source"
  >;
  return { source, ...numbers };
}

function rounded(name: string, value: number | null): number | null {
  const scale = DECIMALS[name];
  if (scale === undefined || value === null || !Number.isFinite(value)) return value;
  return Math.round(value * scale) / scale;
}

/** "HeapAlloc" → "heap_alloc", "GCCPUFraction" → "gc_cpu_fraction" */
function columnName(field: string): string {
  return field
    .replace(/(GC|CPU|RSS|Cache|Span|Hash)/g, "_$1_")
    .replace(/([a-z])([A-Z])/g, "$1_$2")
    .replace(/_+/g, "_")
    .replace(/^_|_$/g, "")
    .toLowerCase();
}
