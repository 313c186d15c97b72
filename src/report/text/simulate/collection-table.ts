/** The collections of one version, as gctrace would tell them. */
import { formatMiB } from "../../../base/units.ts";
import type { CollectionCause, ModelCollection } from "../../../model/heap-timeline.ts";
import type { SimulatedRun } from "../../../model/simulation.ts";
import type { TextOptions } from "../options.ts";
import { span, type TextLine } from "../spans.ts";
import { type Cell, type Column, layoutTable, textCell } from "../table.ts";
import { clock } from "./clock.ts";

const SHOWN = 16;

const COLUMNS: readonly Column[] = [
  { header: "GC", align: "right" },
  { header: "time", align: "right" },
  { header: "because", align: "left", min: 10 },
  { header: "heap before", align: "right" },
  { header: "live", align: "right" },
  { header: "goal", align: "right" },
];

const CAUSES: Readonly<Record<CollectionCause, string>> = {
  heap: "the heap grew",
  timer: "two minutes without one",
  call: "the program asked",
};

export function collectionLines({ collections }: SimulatedRun, options: TextOptions): TextLine[] {
  if (collections.length === 0) return [[span("No collection runs.", "faint")]];
  const isShort = options.all || collections.length <= SHOWN;
  const shown = isShort
    ? collections
    : [...collections.slice(0, SHOWN / 2), ...collections.slice(-SHOWN / 2)];
  const left = collections.length - shown.length;
  return [
    [span("Collections", "strong"), span(", MiB", "faint")],
    ...layoutTable(COLUMNS, shown.map(collectionCells), options.width),
    ...(left > 0 ? [[span(`${left} more between them with --all`, "faint")]] : []),
  ];
}

function collectionCells({ n, at, cause, before, live, goal }: ModelCollection): Cell[] {
  return [
    textCell(String(n)),
    textCell(clock(at)),
    textCell(CAUSES[cause]),
    textCell(formatMiB(before)),
    textCell(formatMiB(live)),
    Number.isFinite(goal) ? textCell(formatMiB(goal)) : textCell("off", "faint"),
  ];
}
