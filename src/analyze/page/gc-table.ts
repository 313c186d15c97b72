/** The collections of a recording, as the page shows them: what `resident gc` says, and charts. */
import type { GcCycles } from "../../model/gc-log.ts";
import type { GcColumn, GcTable } from "../../model/page.ts";
import type { Recording } from "../../model/snapshot.ts";
import type { KeptCollection } from "../gc/cycles-of-mem-stats.ts";
import { reportOfRecording } from "../gc/report-of-recording.ts";
import { inputOfRecording } from "../what-if/input-of-recording.ts";
import { whatIfGrid } from "./what-if-grid.ts";

/** More than a screen has columns for. */
const ROWS = 4000;

/**
 * @param kept collections that a recorder kept, where it has more than its looks tell
 * @returns null where nothing is known of any collection
 */
export function gcTable(recording: Recording, kept?: readonly KeptCollection[]): GcTable | null {
  const report = reportOfRecording(recording, undefined, kept);
  if (report === undefined || report.history.length === 0) return null;
  const { answer, findings, source, summary, returningRule, history } = report;
  const cycles = history.slice(Math.max(0, history.length - ROWS), history.length);
  const column = (name: GcColumn) => finiteOrNull(cycles, name);
  return {
    answer,
    findings,
    source,
    summary,
    returningRule,
    length: history.length,
    origin: history.origin ?? null,
    columns: {
      n: column("n"),
      at: column("at"),
      peak: column("peak"),
      live: column("live"),
      goal: column("goal"),
      pauseNs: column("pauseNs"),
      markNs: column("markNs"),
    },
    whatIf: whatIfGrid(inputOfRecording(recording)),
  };
}

/** JSON has neither NaN nor Infinity. */
function finiteOrNull(cycles: GcCycles, name: GcColumn): (number | null)[] {
  const values = Array.from(cycles[name].subarray(0, cycles.length));
  return values.map((value) => (Number.isFinite(value) ? value : null));
}
