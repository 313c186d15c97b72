/** What the memory limit's goal is computed from, as MemStats says it of one stop of the world. */
import type { MemStats } from "../../../model/mem-stats.ts";
import type { PacerState } from "./pacer-state.ts";

export function limitState(stats: MemStats): Pick<PacerState, "nonHeap" | "mappedReady"> {
  const mappedReady = stats.Sys - stats.HeapReleased;
  const heapFree = stats.HeapIdle - stats.HeapReleased;
  return { mappedReady, nonHeap: mappedReady - heapFree - stats.HeapAlloc };
}
