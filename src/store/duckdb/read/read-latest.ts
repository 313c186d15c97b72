/** The last levels of many processes, by a few questions for all of them. */
import type { DuckDBConnection } from "@duckdb/node-api";
import type { HeapAdditions, HeapLevels, Levels, RunId, TimeRange } from "../../store.ts";
import { readHeapAdditions, readLastGoroutineLevels, readLastHeapLevels } from "./read-heap.ts";

/** Each in the order of time. */
interface Latest {
  readonly heaps: readonly HeapLevels[];
  readonly goroutines: readonly Levels[];
  readonly added: readonly HeapAdditions[];
}

export const NOTHING_LATEST: Latest = { heaps: [], goroutines: [], added: [] };

/** @param runs at least one */
export async function readLatest(
  connection: DuckDBConnection,
  runs: readonly RunId[],
  range: TimeRange,
): Promise<Latest> {
  return {
    heaps: await readLastHeapLevels(connection, runs, range),
    goroutines: await readLastGoroutineLevels(connection, runs, range),
    added: await readHeapAdditions(connection, runs, range),
  };
}
