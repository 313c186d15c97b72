/**
 * `resident gc --json`, in pieces: a log can have a million collections, and their text would not
 * fit into one string. What a version does not say is null, GOGC=off has no goal and is null too.
 */
import type { GcCycles, Scavenges } from "../model/gc-log.ts";
import type { GcReport } from "../model/gc-report.ts";

const PIECE = 4096;

/** @param extra further fields, such as whatIf */
export function* renderGcJson(report: GcReport, extra: object = {}): Generator<string> {
  const { history, scavenges, summary, chart: _, ...rest } = report;
  const { findings, answer, forecast, returningRule, otherProcesses, ...others } = rest;
  const { remarks, otherLines, damagedLines, ...head } = others;
  yield `${inner(head)},\n  "cycles": [`;
  for (let from = 0; from < history.length; from += PIECE) {
    const cycles = history.slice(from, Math.min(from + PIECE, history.length));
    const rows = Array.from({ length: cycles.length }, (_, row) => cycleJson(cycles, row));
    yield `${from === 0 ? "\n    " : ",\n    "}${rows.join(",\n    ")}`;
  }
  yield history.length === 0 ? "],\n" : "\n  ],\n";
  const rows = Array.from({ length: scavenges.length }, (_, row) => scavengeJson(scavenges, row));
  yield `  "scavenges": [${rows.length === 0 ? "" : `\n    ${rows.join(",\n    ")}\n  `}],\n`;
  const meaning = { answer, findings, summary, forecast, returningRule };
  const beside = { otherProcesses, otherLines, damagedLines, remarks, ...extra };
  yield `${inner({ ...meaning, ...beside }).slice(2)}\n}\n`;
}

/** The fields of an object, indented, without the closing brace. */
function inner(value: object): string {
  return JSON.stringify(value, null, 2).replace(/\n}$/, "");
}

function cycleJson(cycles: GcCycles, row: number): string {
  const { assistNs, backgroundNs, idleNs, stwCpuNs } = cycles;
  const start = cycles.pauseStartNs[row]!;
  const isWhole = Number.isNaN(start);
  return JSON.stringify({
    n: cycles.n[row]!,
    at: known(cycles.at[row]!),
    forced: cycles.forced[row] === 1,
    periodic: cycles.periodic[row] === 1,
    before: known(cycles.before[row]!),
    peak: known(cycles.peak[row]!),
    live: known(cycles.live[row]!),
    goal: known(cycles.goal[row]!),
    stacks: known(cycles.stacks[row]!),
    globals: known(cycles.globals[row]!),
    procs: known(cycles.procs[row]!),
    pauses: isWhole ? [cycles.pauseNs[row]!] : [start, cycles.pauseEndNs[row]!],
    mark: known(cycles.markNs[row]!),
    cpu: Number.isNaN(assistNs[row]!)
      ? null
      : {
          pauses: stwCpuNs[row]!,
          assist: assistNs[row]!,
          background: backgroundNs[row]!,
          idle: idleNs[row]!,
        },
    cpuShare: known(cycles.cpuPercent[row]! / 100),
    line: known(cycles.line[row]!),
  });
}

function scavengeJson(scavenges: Scavenges, row: number): string {
  return JSON.stringify({
    forced: scavenges.forced[row] === 1,
    work: known(scavenges.work[row]!),
    released: known(scavenges.released[row]!),
    inuse: known(scavenges.inuse[row]!),
    idle: known(scavenges.idle[row]!),
    sys: known(scavenges.sys[row]!),
    utilisation: known(scavenges.utilisation[row]! / 100),
    line: known(scavenges.line[row]!),
  });
}

function known(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
