/** `resident gc --csv`, in pieces: a line a collection, empty where the version does not say. */
import type { GcCycles, GcHistory } from "../model/gc-log.ts";

const PIECE = 4096;

type NumberColumn = Exclude<keyof GcCycles, "length" | "forced" | "periodic">;

const COLUMNS: readonly (readonly [header: string, column: NumberColumn])[] = [
  ["n", "n"],
  ["at_seconds", "at"],
  ["before_bytes", "before"],
  ["peak_bytes", "peak"],
  ["live_bytes", "live"],
  ["goal_bytes", "goal"],
  ["stacks_bytes", "stacks"],
  ["globals_bytes", "globals"],
  ["procs", "procs"],
  ["pause_ns", "pauseNs"],
  ["pause_start_ns", "pauseStartNs"],
  ["pause_end_ns", "pauseEndNs"],
  ["mark_ns", "markNs"],
  ["assist_cpu_ns", "assistNs"],
  ["background_cpu_ns", "backgroundNs"],
  ["idle_cpu_ns", "idleNs"],
  ["pause_cpu_ns", "stwCpuNs"],
  ["cpu_percent_since_start", "cpuPercent"],
];

export function* renderGcCsv(history: GcHistory): Generator<string> {
  yield `cause,${COLUMNS.map(([header]) => header).join(",")}\n`;
  for (let from = 0; from < history.length; from += PIECE) {
    const cycles = history.slice(from, Math.min(from + PIECE, history.length));
    yield Array.from({ length: cycles.length }, (_, row) => csvLine(cycles, row)).join("");
  }
}

function csvLine(cycles: GcCycles, row: number): string {
  const cause = cycles.forced[row] === 1 ? "forced" : cycles.periodic[row] === 1 ? "timer" : "heap";
  const values = COLUMNS.map(([, column]) => {
    const value = cycles[column][row]!;
    return Number.isFinite(value) ? String(value) : "";
  });
  return `${cause},${values.join(",")}\n`;
}
