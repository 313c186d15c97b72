/** What is seen in time: of one version all numbers, of several the RSS of each. */
import { formatMiB } from "../../../base/units.ts";
import type { SimulatedMoment, SimulatedRun } from "../../../model/simulation.ts";
import type { TextOptions } from "../options.ts";
import { span, type TextLine } from "../spans.ts";
import { type Cell, type Column, layoutTable, textCell } from "../table.ts";
import { clock } from "./clock.ts";

/** Rows that are shown without --all. */
const SHOWN = 32;

const COLUMNS: readonly Column[] = [
  { header: "time", align: "right" },
  { header: "after", align: "left", min: 10, enough: 18, max: 40 },
  { header: "RSS", align: "right" },
  { header: "VIRT", align: "right", spare: 1 },
  { header: "HeapAlloc", align: "right" },
  { header: "HeapInuse", align: "right", spare: 3 },
  { header: "HeapSys", align: "right" },
  { header: "released", align: "right", spare: 4 },
  { header: "NextGC", align: "right", spare: 2 },
  { header: "GCs", align: "right" },
];

export function momentTable({ samples }: SimulatedRun, options: TextOptions): TextLine[] {
  const shown = choose(samples, options.all);
  const rows = shown.map((moment) => [
    textCell(clock(moment.at)),
    stepCell(moment),
    textCell(formatMiB(moment.rss), "strong"),
    mib(moment.virt),
    mib(moment.heapAlloc),
    mib(moment.heapInuse),
    mib(moment.heapSys),
    mib(moment.heapReleased),
    mib(moment.nextGC),
    textCell(String(moment.numGC)),
  ]);
  return [
    [span("In time", "strong"), span(", MiB", "faint")],
    ...layoutTable(COLUMNS, rows, options.width),
    ...leftOut(samples.length - shown.length),
  ];
}

export function sideBySide(runs: readonly SimulatedRun[], options: TextOptions): TextLine[] {
  const columns: Column[] = [
    ...COLUMNS.slice(0, 2),
    ...runs.map(({ go }) => ({ header: go, align: "right" as const })),
  ];
  const times = choose(
    runs[0]!.samples.map((moment, at) => ({ ...moment, at: moment.at, index: at })),
    options.all,
  );
  const rows = times.map((moment) => [
    textCell(clock(moment.at)),
    stepCell(moment),
    ...runs.map(({ samples }) => mib(samples[moment.index]?.rss ?? Number.NaN)),
  ]);
  return [
    [span("RSS in time", "strong"), span(", MiB", "faint")],
    ...layoutTable(columns, rows, options.width),
    ...leftOut(runs[0]!.samples.length - times.length),
  ];
}

/** The first and the last moments; what lies between is left out where there are too many. */
function choose<T extends SimulatedMoment>(moments: readonly T[], all: boolean): T[] {
  if (all || moments.length <= SHOWN) return [...moments];
  const step = (moments.length - 1) / (SHOWN - 1);
  return Array.from({ length: SHOWN }, (_, at) => moments[Math.round(at * step)]!);
}

function leftOut(count: number): TextLine[] {
  return count > 0 ? [[span(`${count} more moments with --all`, "faint")]] : [];
}

function stepCell({ step }: SimulatedMoment): Cell {
  return step === null ? textCell("…", "faint") : textCell(step);
}

function mib(bytes: number): Cell {
  return Number.isFinite(bytes) ? textCell(formatMiB(bytes)) : textCell("–", "faint");
}
