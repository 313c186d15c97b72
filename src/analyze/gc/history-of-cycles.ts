/** Rows that are in memory as a history. */
import type { GcCycles, GcHistory, GcLog } from "../../model/gc-log.ts";

export function historyOfLog(log: GcLog): GcHistory {
  const { cycles, scavenges, versions } = log;
  return {
    source: "",
    length: cycles.length,
    slice: (from, to) => sliceCycles(cycles, from, to),
    scavenges,
    restarts: restartsOf(cycles.n),
    ...(versions === undefined ? {} : { versions }),
  };
}

export function sliceCycles(cycles: GcCycles, from: number, to: number): GcCycles {
  if (from === 0 && to === cycles.length) return cycles;
  const columns = Object.entries(cycles).map(([name, column]) => [
    name,
    typeof column === "number" ? to - from : column.subarray(from, to),
  ]);
  return Object.fromEntries(columns) as GcCycles;
}

/** Rows whose number does not exceed the one before. */
function restartsOf(numbers: Float64Array): number[] {
  const restarts: number[] = [];
  for (let row = 1; row < numbers.length; row++) {
    if (numbers[row]! <= numbers[row - 1]!) restarts.push(row);
  }
  return restarts;
}
