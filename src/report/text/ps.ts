/** `resident ps`: the Go processes of this machine, the largest first. */
import { formatBytes } from "../../base/units.ts";
import type { PsProcess, PsResult } from "../../model/results.ts";
import type { TextOptions } from "./options.ts";
import { BLANK, span, type TextLine } from "./spans.ts";
import { type Cell, type Column, layoutTable, textCell } from "./table.ts";
import { hanging } from "./wrap.ts";

const COLUMNS: readonly Column[] = [
  { header: "PID", align: "right" },
  { header: "name", align: "left", min: 10, enough: 20 },
  { header: "Go", align: "left" },
  { header: "RSS", align: "right" },
  { header: "HeapAlloc", align: "right" },
  { header: "VIRT", align: "right", spare: 1 },
  { header: "ports", align: "left", min: 8, enough: 12, spare: 2 },
  { header: "pprof", align: "left" },
];

export function psLines(result: PsResult, { width }: TextOptions): TextLine[] {
  const remarks = result.remarks.flatMap((remark) => hanging([], remark, width, "faint"));
  if (result.processes.length === 0) {
    return [[span("No Go process is running here, or none that may be looked at.")], ...remarks];
  }
  const table = layoutTable(COLUMNS, result.processes.map(processCells), width);
  const reasons = result.processes.flatMap((process) => reasonLines(process, width));
  return [
    ...table,
    ...(reasons.length + remarks.length === 0 ? [] : [BLANK, ...reasons, ...remarks]),
    BLANK,
    [span("Go on with", "strong")],
    [span(`  resident ${mostTelling(result.processes).pid}`, "accent")],
  ];
}

/** A program with pprof is one that is meant to be looked at; a compiler is large, too, and soon gone. */
function mostTelling(processes: readonly PsProcess[]): PsProcess {
  return processes.find(({ pprof }) => pprof === "yes") ?? processes[0]!;
}

function processCells(process: PsProcess): Cell[] {
  const { pid, name, virt, rss, heap, ports, pprof } = process;
  return [
    textCell(String(pid)),
    textCell(name, "strong"),
    versionCell(process),
    bytesCell(rss),
    bytesCell(heap),
    bytesCell(virt),
    textCell(ports?.join(" ") ?? "?", "faint"),
    textCell(pprof === "unknown" ? "?" : pprof, pprof === "yes" ? "accent" : "faint"),
  ];
}

/** Only what is not known is explained: most programs have no pprof, and that is no news. */
function reasonLines({ pid, pprof, reason, remedy }: PsProcess, width: number): TextLine[] {
  if (pprof !== "unknown" || reason === null) return [];
  const text = `pprof ?: ${reason}${remedy === null ? "" : ` (${remedy})`}`;
  return hanging([span(`  ${pid}  `, "faint")], text, width, "faint");
}

function versionCell({ go, goIsApproximate }: PsProcess): Cell {
  if (go === null) return textCell("?", "faint");
  return textCell(goIsApproximate ? `≈ ${go}` : go);
}

function bytesCell(bytes: number | null): Cell {
  return bytes === null ? textCell("–", "faint") : textCell(formatBytes(bytes));
}
