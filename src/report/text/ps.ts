/** `resident ps`: the Go processes of this machine, the largest first. */
import { formatBytes } from "../../base/units.ts";
import type { GoProcess, PsResult } from "../../model/results.ts";
import type { TextOptions } from "./options.ts";
import { BLANK, span, type TextLine } from "./spans.ts";
import { type Cell, type Column, layoutTable, textCell } from "./table.ts";
import { hanging } from "./wrap.ts";

const COLUMNS: readonly Column[] = [
  { header: "PID", align: "right" },
  { header: "name", align: "left", min: 10, enough: 20 },
  { header: "Go", align: "left" },
  { header: "RSS", align: "right" },
  { header: "heap", align: "right" },
  { header: "VIRT", align: "right", spare: 2 },
  { header: "listens on", align: "left", min: 12, spare: 1 },
  { header: "pprof", align: "left" },
];

export function psLines(result: PsResult, { width }: TextOptions): TextLine[] {
  const remarks = result.remarks.flatMap((remark) => hanging([], remark, width, "faint"));
  if (result.processes.length === 0) {
    return [[span("No Go process is running here, or none that may be looked at.")], ...remarks];
  }
  const table = layoutTable(COLUMNS, result.processes.map(processCells), width);
  const notes = result.processes.flatMap(({ pid, notes: texts }) =>
    texts.flatMap((text) => hanging([span(`  ${pid}  `)], text, width, "faint")),
  );
  const below = [...notes, ...remarks];
  return below.length === 0 ? table : [...table, BLANK, ...below];
}

function processCells(process: GoProcess): Cell[] {
  const { pid, name, virt, rss, heap, listens, pprof } = process;
  return [
    textCell(String(pid)),
    textCell(name, "strong"),
    versionCell(process),
    bytesCell(rss),
    bytesCell(heap),
    bytesCell(virt),
    textCell(listens.join(" "), "faint"),
    pprof === null ? textCell("no", "faint") : textCell("yes", "accent"),
  ];
}

function versionCell({ go, goIsApproximate }: GoProcess): Cell {
  if (go === null) return textCell("?", "faint");
  return textCell(goIsApproximate ? `≈ ${go}` : go);
}

function bytesCell(bytes: number | null): Cell {
  return bytes === null ? textCell("–", "faint") : textCell(formatBytes(bytes));
}
