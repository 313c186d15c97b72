/** The first line of a heap profile's text: totals, and how it was sampled. */

export interface HeapHeader {
  /** Bytes between samples on average; 1: every allocation was recorded. */
  readonly period: number;
  /** False where the bracketed totals are the plain ones: nothing was ever freed, or not counted. */
  readonly hasAlloc: boolean;
}

const HEADER =
  /^heap profile:\s*(\d+):\s*(\d+)\s*\[\s*(\d+):\s*(\d+)\s*\]\s*@\s*(heap[_a-z0-9]*|growthz?|fragmentationz?)(?:\/(\d+))?/;

/**
 * Go writes `heap/N` with N twice its MemProfileRate; `heap_v2/N` and `heapz_v2/N` give the rate as
 * it is; `heapprofile`, growth and fragmentation profiles are not sampled.
 * @returns undefined where the line is none
 */
export function parseHeader(line: string): HeapHeader | undefined {
  const match = HEADER.exec(line);
  if (match === null) return undefined;
  const [, inuseCount, inuseBytes, allocCount, allocBytes, kind, rate] = match;
  const isPair = inuseCount === allocCount && inuseBytes === allocBytes;
  const isZero = Number(allocCount) === 0 && Number(allocBytes) === 0;
  return {
    period: periodOf(kind!, Number(rate ?? 0)),
    hasAlloc: kind === "heap" || !(isPair || isZero),
  };
}

function periodOf(kind: string, rate: number): number {
  if (kind === "heap") return Math.max(1, Math.floor(rate / 2));
  return kind.endsWith("_v2") ? Math.max(1, rate) : 1;
}
