/** The first line of a heap profile's text: totals, and how it was sampled. */

export interface HeapHeader {
  /** Bytes between samples on average; 1: every allocation was recorded. */
  readonly period: number;
  /** False where the bracketed totals are the plain ones: nothing was ever freed, or not counted. */
  readonly hasAlloc: boolean;
  /** Bytes allocated that all records have together; undefined where they need not. */
  readonly allocated?: number;
}

const HEADER =
  /^heap profile:\s*(\d+):\s*(\d+)\s*\[\s*(\d+):\s*(\d+)\s*\]\s*@\s*([a-z][_a-z0-9]*)(?:\/(\d{1,15}))?(?!\S)/;

/** Bytes between samples by the word behind the @, from the number behind that. */
const PERIODS: Readonly<Record<string, (rate: number) => number>> = {
  heap: (rate) => Math.max(1, Math.floor(rate / 2)),
  heap_v2: (rate) => Math.max(1, rate),
  heapz_v2: (rate) => Math.max(1, rate),
  heapprofile: () => 1,
  growth: () => 1,
  growthz: () => 1,
  fragmentation: () => 1,
  fragmentationz: () => 1,
};

/**
 * Go writes `heap/N` with N twice its MemProfileRate; `heap_v2/N` and `heapz_v2/N` give the rate as
 * it is; `heapprofile`, growth and fragmentation profiles are not sampled.
 * @returns undefined where the line is none
 */
export function parseHeader(line: string): HeapHeader | undefined {
  const match = HEADER.exec(line);
  if (match === null) return undefined;
  const [, inuseCount, inuseBytes, allocCount, allocBytes, kind, rate] = match;
  const period = Object.hasOwn(PERIODS, kind!) ? PERIODS[kind!]!(Number(rate ?? 0)) : undefined;
  if (period === undefined) return undefined;
  const differs = (alloc: string, inuse: string) => alloc !== inuse && alloc !== "0";
  return {
    period,
    ...(kind === "heap" ? { allocated: Number(allocBytes) } : {}),
    hasAlloc:
      kind === "heap" || differs(allocCount!, inuseCount!) || differs(allocBytes!, inuseBytes!),
  };
}
