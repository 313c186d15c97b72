/** The collections of a recording, as the page shows them: what `resident gc` says, and charts. */
import { finiteOrNull } from "../../base/or-null.ts";
import type { GcCycles } from "../../model/gc-log.ts";
import type { GcColumn, GcTable } from "../../model/page.ts";
import type { Recording } from "../../model/snapshot.ts";
import type { KeptCollection } from "../gc/cycles-of-mem-stats.ts";
import { reportOfRecording } from "../gc/report-of-recording.ts";
import { inputOfRecording } from "../what-if/input-of-recording.ts";
import type { WhatIfInput } from "../what-if/what-if-input.ts";
import { whatIfGrid, whyNoGrid } from "./what-if-grid.ts";

/** More than a screen has columns for. */
const ROWS = 4000;

/** GOGC or GOMEMLIMIT, where they changed while this was recorded. */
export interface ChangedSettings {
  /** Unix seconds. */
  readonly since: number;
  /** A sentence without its end. */
  readonly what: string;
  /** What of the recording is under the settings of now; with or without looks. */
  readonly recording: Recording;
}

/**
 * @param kept collections that a recorder kept, where it has more than its looks tell
 * @param changed what-if is told from what was seen since, as collections under other settings say nothing of it
 * @returns null where nothing is known of any collection
 */
export function gcTable(
  recording: Recording,
  kept?: readonly KeptCollection[],
  changed?: ChangedSettings,
): GcTable | null {
  const report = reportOfRecording(recording, undefined, kept);
  if (report === undefined || report.history.length === 0) return null;
  const { answer, findings, source, summary, returningRule, history } = report;
  const cycles = history.slice(Math.max(0, history.length - ROWS), history.length);
  const column = (name: GcColumn) => columnOf(cycles, name);
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
    ...whatIfOf(recording, changed),
  };
}

function whatIfOf(
  recording: Recording,
  changed: ChangedSettings | undefined,
): Pick<GcTable, "whatIf" | "whatIfRefusal" | "settingsChange"> {
  const input = inputOfRecording(changed?.recording ?? recording);
  const whatIf = whatIfGrid(input);
  const whatIfRefusal = whatIf === null ? whyNoGrid(input) : null;
  if (changed === undefined) return { whatIf, whatIfRefusal, settingsChange: null };
  const { since, what } = changed;
  const settingsChange = { since, what, collections: collectionsIn(input), refusal: whatIfRefusal };
  return { whatIf, whatIfRefusal, settingsChange };
}

function collectionsIn({ looks }: WhatIfInput): number {
  const counts = looks.flatMap(({ stats }) => stats.NumGC ?? []);
  return counts.length === 0 ? 0 : counts.at(-1)! - counts[0]!;
}

function columnOf(cycles: GcCycles, name: GcColumn): (number | null)[] {
  return Array.from(cycles[name].subarray(0, cycles.length), finiteOrNull);
}
