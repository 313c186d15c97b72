/** The last collections as a table; also, a line at a time, those of a live log. */
import { durationText } from "../../../analyze/gc/describe-gc.ts";
import { formatSeconds, MiB } from "../../../base/units.ts";
import type { GcCycles } from "../../../model/gc-log.ts";
import type { TextLine } from "../spans.ts";
import { type Cell, type Column, layoutTable, textCell } from "../table.ts";

const COLUMNS: readonly Column[] = [
  { header: "gc", align: "right" },
  { header: "at", align: "right" },
  { header: "why", align: "left", spare: 5 },
  { header: "start", align: "right" },
  { header: "peak", align: "right", spare: 4 },
  { header: "live", align: "right" },
  { header: "goal", align: "right" },
  { header: "pauses", align: "right" },
  { header: "mark", align: "right", spare: 3 },
  { header: "GC CPU", align: "right", spare: 2 },
  { header: "assists", align: "right", spare: 1 },
];

/** Rows [from, to); columns that no row has anything for are left out. */
export function cycleTable(cycles: GcCycles, from: number, to: number, width: number): TextLine[] {
  const rows = Array.from({ length: to - from }, (_, i) => cycleCells(cycles, from + i));
  const used = COLUMNS.flatMap((column, at) =>
    rows.some((row) => row[at]!.width > 0) ? [{ column, at }] : [],
  );
  return layoutTable(
    used.map(({ column }) => column),
    rows.map((row) => used.map(({ at }) => row[at]!)),
    width,
  );
}

function cycleCells(cycles: GcCycles, row: number): Cell[] {
  const cpu = cycles.assistNs[row]! + cycles.backgroundNs[row]! + cycles.stwCpuNs[row]!;
  return [
    String(cycles.n[row]!),
    timeText(cycles.at[row]!),
    causeOf(cycles, row),
    sizeText(cycles.before[row]!),
    sizeText(cycles.peak[row]!),
    sizeText(cycles.live[row]!),
    cycles.goal[row] === Number.POSITIVE_INFINITY ? "off" : sizeText(cycles.goal[row]!),
    duration(cycles.pauseNs[row]!),
    duration(Number.isNaN(cycles.pauseStartNs[row]!) ? Number.NaN : cycles.markNs[row]!),
    duration(cpu),
    duration(cycles.assistNs[row]!),
  ].map((text) => textCell(text));
}

/** The heap's growth is what most collections are for, and has no word here. */
export function causeOf(cycles: GcCycles, row: number): "forced" | "timer" | "" {
  if (cycles.forced[row] === 1) return "forced";
  return cycles.periodic[row] === 1 ? "timer" : "";
}

function timeText(seconds: number): string {
  if (Number.isNaN(seconds)) return "";
  return seconds < 100 ? `${seconds.toFixed(3)} s` : formatSeconds(seconds);
}

/** Whole MiB, as the trace has them. */
function sizeText(bytes: number): string {
  return Number.isNaN(bytes) ? "" : String(Math.floor(bytes / MiB));
}

function duration(ns: number): string {
  return Number.isNaN(ns) ? "" : durationText(ns);
}
