/**
 * A Prometheus page of a Go program: client_golang's names for MemStats, for runtime/metrics and for
 * the process. One such page joins what the kernel and what the runtime say, without any rights on
 * the machine.
 *
 * Only those names are kept, so that a page of any size costs little memory. A page that speaks of
 * several processes (a federation) is refused: to take the first would be a guess.
 */
import { DecodeError } from "../../base/errors.ts";
import type { MemStats, PrometheusFacts, RuntimeMetrics } from "../../model/mem-stats.ts";
import { buildMemStats, infiniteIfOff } from "../memstats/build-mem-stats.ts";
import { memStatsOfMetrics } from "./mem-stats-of-metrics.ts";
import { MEM_STATS_NAMES, NUMBER_FACTS } from "./prometheus-names.ts";
import { labelOf, type PrometheusSample, readPrometheusSample } from "./read-prometheus-sample.ts";
import { RUNTIME_METRIC_NAMES } from "./runtime-metric-names.ts";
import { wholeLines } from "./whole-lines.ts";

const FORMAT = "/metrics";
const AT = { line: 1 };
const VERSION = "go_info";

export interface DecodedPrometheus {
  /** From go_memstats_*, else from go_memory_classes_*. */
  readonly memStats?: MemStats;
  readonly metrics: RuntimeMetrics;
  readonly facts: PrometheusFacts;
}

/** Fails with DecodeError: no sample at all, or the same metric of two processes. */
export function decodePrometheus(bytes: Uint8Array): DecodedPrometheus {
  const samples = readSamples(bytes);
  const metrics = runtimeMetricsOf(samples);
  const memStats = memStatsOf(samples) ?? memStatsOfMetrics(metrics, "/metrics", AT);
  const facts = factsOf(samples);
  return memStats === undefined ? { metrics, facts } : { memStats, metrics, facts };
}

/** The samples that are wanted, by name. */
function readSamples(bytes: Uint8Array): ReadonlyMap<string, PrometheusSample> {
  const samples = new Map<string, PrometheusSample>();
  let isPage = false;
  let line = 0;
  for (const text of wholeLines(bytes, FORMAT)) {
    line++;
    if (isPage && !text.startsWith("go_") && !text.startsWith("process_")) continue;
    const sample = readPrometheusSample(text);
    if (sample === undefined) continue;
    isPage = true;
    if (!isWanted(sample.name)) continue;
    if (samples.has(sample.name)) throw severalProcesses(line, sample);
    samples.set(sample.name, sample);
  }
  if (!isPage) throw noSamples();
  return samples;
}

function isWanted(name: string): boolean {
  return (
    MEM_STATS_NAMES.has(name) ||
    RUNTIME_METRIC_NAMES.has(name) ||
    NUMBER_FACTS.has(name) ||
    name === VERSION
  );
}

function runtimeMetricsOf(samples: ReadonlyMap<string, PrometheusSample>): RuntimeMetrics {
  const metrics = new Map<string, number>();
  for (const [name, { value }] of samples) {
    const metric = RUNTIME_METRIC_NAMES.get(name);
    if (metric !== undefined && !Number.isNaN(value)) metrics.set(metric, infiniteIfOff(value));
  }
  return metrics;
}

/** Undefined where a field is missing: an exporter may keep only some. */
function memStatsOf(samples: ReadonlyMap<string, PrometheusSample>): MemStats | undefined {
  const numbers = new Map<string, number>();
  for (const [name, { field, isRequired }] of MEM_STATS_NAMES) {
    const value = samples.get(name)?.value;
    if (value !== undefined && (isRequired || Number.isFinite(value))) numbers.set(field, value);
    else if (isRequired) return undefined;
  }
  return buildMemStats({ source: "/metrics", format: FORMAT, at: AT, numbers });
}

function factsOf(samples: ReadonlyMap<string, PrometheusSample>): PrometheusFacts {
  const facts: { -readonly [Key in keyof PrometheusFacts]: PrometheusFacts[Key] } = {};
  for (const [name, fact] of NUMBER_FACTS) {
    const value = samples.get(name)?.value;
    if (value !== undefined && Number.isFinite(value) && value >= 0) facts[fact] = value;
  }
  const info = samples.get(VERSION);
  const goVersion = info === undefined ? undefined : labelOf(info.labels, "version");
  if (goVersion !== undefined) facts.goVersion = goVersion;
  return facts;
}

function severalProcesses(line: number, { name, labels }: PrometheusSample): DecodeError {
  return new DecodeError(
    {
      format: FORMAT,
      at: { line },
      field: name,
      expected: "the metrics of one process",
      found: `this metric again, with the labels {${labels.slice(0, 100)}}`,
    },
    { hint: "Give the /metrics address of the program itself, not of a federation." },
  );
}

function noSamples(): DecodeError {
  return new DecodeError({
    format: FORMAT,
    at: AT,
    expected: "lines such as go_memstats_sys_bytes 1.4e+08",
    found: "none",
  });
}
