/**
 * From a recording to the report: the ledger of every snapshot, the lines of code, the verdicts.
 * The one entry to the analysis; every face of Resident shows what this returns.
 */
import type { LedgerLine } from "../model/ledger.ts";
import { findLine } from "../model/ledger.ts";
import type { CodeLine, Report, ReportSnapshot } from "../model/report.ts";
import type { Recording, Snapshot } from "../model/snapshot.ts";
import { codeLines } from "./code/code-lines.ts";
import { addChanges } from "./ledger/add-changes.ts";
import { buildLedger } from "./ledger/build-ledger.ts";
import type { CodeEstimate } from "./ledger/ledger-input.ts";
import { prepareLedger } from "./ledger/ledger-input.ts";
import type { Moment } from "./verdicts/context.ts";
import { makeContext } from "./verdicts/context.ts";
import { judge } from "./verdicts/judge.ts";

/** Lines of code in the report; `resident top` shows as many as one likes. */
const CODE_LINES = 20;

/** @param recording with at least one snapshot */
export function explain(recording: Recording): Report {
  const { snapshots } = recording;
  const first = snapshots[0]!;
  const last = snapshots[snapshots.length - 1]!;
  const code = codeOf(recording, last);
  const before = first === last ? undefined : codeOf(recording, first);
  const seconds = secondsBetween(first, last);
  const moments = snapshots.map((snapshot) => momentOf(recording, snapshot, last, code));
  const lines = withChanges(code?.lines ?? [], before?.lines, seconds);
  const context = makeContext(recording, moments, lines);
  const verdicts = judge(context);
  const ledger = moments[moments.length - 1]!.ledger;
  return {
    format: "resident.report/1",
    target: recording.target,
    go: recording.go?.raw ?? null,
    pid: last.status?.pid ?? null,
    name: last.status?.name ?? null,
    snapshots: moments.map(snapshotOf),
    ledger:
      before === undefined && first === last
        ? ledger
        : changedLedger(recording, first, ledger, before, seconds),
    verdicts,
    code: lines.slice(0, CODE_LINES),
    unseenBound: code?.unseenBound ?? null,
    missing: last.missing,
    remarks: recording.remarks,
  };
}

interface Code extends CodeEstimate {
  readonly unseenBound: number;
}

function codeOf(recording: Recording, snapshot: Snapshot): Code | undefined {
  if (snapshot.heap === undefined) return undefined;
  const summary = codeLines(snapshot.heap, recording.go, {
    value: "inuse_space",
    granularity: "lines",
  });
  return {
    lines: summary.lines,
    bytes: summary.total.bytes,
    range: summary.total.bytesRange,
    unseenBound: summary.unseenBound,
  };
}

/** Lines of code are only worked out for the last snapshot: the others serve for slopes. */
function momentOf(
  recording: Recording,
  snapshot: Snapshot,
  last: Snapshot,
  code: CodeEstimate | undefined,
): Moment {
  const ledger = ledgerOf(recording, snapshot, snapshot === last ? code : undefined);
  return { snapshot, ledger };
}

function ledgerOf(
  recording: Recording,
  snapshot: Snapshot,
  code: CodeEstimate | undefined,
): LedgerLine {
  return buildLedger(prepareLedger(snapshot, recording.go, recording.gcLog, code));
}

function changedLedger(
  recording: Recording,
  first: Snapshot,
  ledger: LedgerLine,
  before: CodeEstimate | undefined,
  seconds: number | undefined,
): LedgerLine {
  return addChanges(ledger, ledgerOf(recording, first, before), seconds);
}

function withChanges(
  lines: readonly CodeLine[],
  before: readonly CodeLine[] | undefined,
  seconds: number | undefined,
): CodeLine[] {
  if (before === undefined) return [...lines];
  const old = new Map(before.map((line) => [keyOf(line), line.bytes]));
  return lines.map((line) => {
    const bytes = line.bytes - (old.get(keyOf(line)) ?? 0);
    return { ...line, change: seconds ? { bytes, perSecond: bytes / seconds } : { bytes } };
  });
}

function keyOf(line: CodeLine): string {
  return `${line.function}\n${line.file}:${line.line}`;
}

function secondsBetween(first: Snapshot, last: Snapshot): number | undefined {
  if (first.time === undefined || last.time === undefined) return undefined;
  return last.time > first.time ? last.time - first.time : undefined;
}

function snapshotOf({ snapshot, ledger }: Moment): ReportSnapshot {
  return {
    name: snapshot.name,
    time: snapshot.time ?? null,
    rss: findLine(ledger, "rss")?.bytes ?? null,
    virt: ledger.bytes,
    heapAlloc: snapshot.memStats?.HeapAlloc ?? null,
    goroutines: snapshot.goroutines?.total ?? snapshot.prometheus?.goroutines ?? null,
  };
}
