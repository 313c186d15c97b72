/**
 * What the programs of test/fixtures/what-if came to under other settings: recorded by
 * `npm run validate:what-if -- --fixtures` on a real machine, several runs of each.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";

export const WHAT_IF_FIXTURES = join(import.meta.dirname, "../fixtures/what-if");
export const WHAT_IF_PROGRAMS = ["steady", "cache", "sawtooth", "bursty"];
export const TRUTH_KEYS = ["peakHeap", "peakRss", "cyclesPerMinute", "gcCpuShare"] as const;
export type TruthKey = (typeof TRUTH_KEYS)[number];
export type Truth = Readonly<Record<TruthKey, number>>;

/** By setting, the median of its runs; without GOGC=100, the setting that is predicted from. */
export function truthsOf(program: string): [string, Truth][] {
  const text = readFileSync(join(WHAT_IF_FIXTURES, `${program}.json`), "utf8");
  const all: [string, Truth[]][] = Object.entries(JSON.parse(text));
  return all
    .filter(([setting]) => setting !== "GOGC=100")
    .map(([setting, runs]) => [setting, medianOf(runs)]);
}

function medianOf(runs: readonly Truth[]): Truth {
  const of = (key: TruthKey) => median(runs.map((run) => run[key]).sort((a, b) => a - b));
  return Object.fromEntries(TRUTH_KEYS.map((key) => [key, of(key)])) as Truth;
}

export const median = (sorted: readonly number[]) => sorted[sorted.length >> 1]!;
