/**
 * Estimates what was allocated from what was sampled, as the reference does for texts of heap
 * profiles: objects of s bytes are in the sample with probability 1 − e^(−s ÷ rate), so that each
 * one that is there stands for the inverse of that many. The result is cut to whole numbers.
 */
import { type Int64, truncate } from "./text/int64.ts";

export interface HeapValues {
  readonly count: Int64;
  readonly size: Int64;
}

/** `rate`: bytes between samples on average; where it is at most 1 nothing was left out. */
export function scaleHeapSample({ count, size }: HeapValues, rate: Int64): HeapValues {
  if (Number(count) === 0 || Number(size) === 0) return { count: 0, size: 0 };
  if (rate <= 1) return { count, size };
  const averageSize = Number(size) / Number(count);
  const scale = 1 / (1 - Math.exp(-averageSize / Number(rate)));
  return { count: truncate(Number(count) * scale), size: truncate(Number(size) * scale) };
}
