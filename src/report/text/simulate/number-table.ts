/**
 * The same numbers of several versions side by side: at the peak of RSS, which may be in the middle of
 * an allocation, when the work is done and the program begins to wait, and at the end.
 */
import { formatMiB } from "../../../base/units.ts";
import type { HeapSample } from "../../../model/heap-timeline.ts";
import type { SimulatedRun } from "../../../model/simulation.ts";
import { BLANK, span, type TextLine } from "../spans.ts";
import { type Cell, type Column, layoutTable, textCell } from "../table.ts";

const NUMBERS: readonly (readonly [string, (sample: HeapSample) => number])[] = [
  ["RSS", ({ rss }) => rss],
  ["VIRT", ({ virt }) => virt],
  ["HeapAlloc", ({ heapAlloc }) => heapAlloc],
  ["TotalAlloc", ({ totalAlloc }) => totalAlloc],
  ["HeapSys", ({ heapSys }) => heapSys],
  ["HeapInuse", ({ heapInuse }) => heapInuse],
  ["HeapIdle", ({ heapIdle }) => heapIdle],
  ["HeapReleased", ({ heapReleased }) => heapReleased],
  ["StackInuse", ({ stackInuse }) => stackInuse],
  ["Sys", ({ sys }) => sys],
  ["NextGC", ({ nextGC }) => nextGC],
];

export function numberTable(runs: readonly SimulatedRun[], width: number): TextLine[] {
  return [
    ...block("At the peak of RSS", runs, ({ peak }) => peak, width),
    ...(runs.some(({ beforeWait }) => beforeWait === null)
      ? []
      : [BLANK, ...block("Before its longest wait", runs, ({ beforeWait }) => beforeWait!, width)]),
    BLANK,
    ...block("At the end", runs, ({ end }) => end, width),
  ];
}

function block(
  title: string,
  runs: readonly SimulatedRun[],
  sampleOf: (run: SimulatedRun) => HeapSample,
  width: number,
): TextLine[] {
  const columns: Column[] = [
    { header: "", align: "left" },
    ...runs.map(({ go }) => ({ header: go, align: "right" as const })),
  ];
  const rows = NUMBERS.map(([name, of]): Cell[] => [
    textCell(name),
    ...runs.map((run) => numberCell(of(sampleOf(run)))),
  ]);
  const counts = [textCell("NumGC"), ...runs.map((run) => textCell(String(sampleOf(run).numGC)))];
  return [
    [span(title, "strong"), span(", MiB", "faint")],
    ...layoutTable(columns, [...rows, counts], width),
  ];
}

function numberCell(bytes: number): Cell {
  return Number.isFinite(bytes) ? textCell(formatMiB(bytes)) : textCell("off", "faint");
}
