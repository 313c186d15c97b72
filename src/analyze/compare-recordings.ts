/**
 * Two recordings side by side: both reports, B's ledger with the change against A, and every line of
 * code that holds more or less than before.
 */
import type { LedgerLine } from "../model/ledger.ts";
import type { Report } from "../model/report.ts";
import type { CodeDifference, Comparison } from "../model/results.ts";
import type { Recording, Snapshot } from "../model/snapshot.ts";
import { type CodeChange, diffCode } from "./code/diff.ts";
import { askingRemark } from "./cost-of-asking.ts";
import { explain } from "./explain.ts";
import { goroutineChange } from "./goroutines/goroutine-change.ts";
import { addChanges } from "./ledger/add-changes.ts";
import type { Moment } from "./verdicts/rule/context.ts";

/** Smaller changes than this are not worth a line. */
const LEAST_CHANGE = 1024;

export function compareRecordings(a: Recording, b: Recording): Comparison {
  const before = explain(a);
  const after = explain(b);
  const seconds = secondsBetween(a, b);
  const sameProcess = isSameProcess(a, b);
  return {
    format: "resident.comparison/1",
    before,
    after,
    seconds: seconds ?? null,
    // Between two processes nothing grew, and there is no rate.
    ledger: changedLedger(before, after, areTwoProcesses(a, b) ? undefined : seconds),
    code: compareCode(a, b, sameProcess),
    isSameProcess: sameProcess,
    ...goroutinesBetween(a, b),
    remarks: sameProcess ? askingRemark(momentsBetween(a, b, before, after)) : [],
  };
}

/** A's last look and all of B's: what answering them took lies between the two ledgers. */
function momentsBetween(a: Recording, b: Recording, before: Report, after: Report): Moment[] {
  const later = b.snapshots.map((snapshot) => ({ snapshot, ledger: after.ledger }));
  return [{ snapshot: lastOf(a), ledger: before.ledger }, ...later];
}

function changedLedger(before: Report, after: Report, seconds: number | undefined): LedgerLine {
  const isForward = seconds !== undefined && seconds > 0;
  return addChanges(withoutChanges(after.ledger), before.ledger, isForward ? seconds : undefined);
}

/** B's own history is another story than the difference to A. */
function withoutChanges({ change: _, ...line }: LedgerLine): LedgerLine {
  return { ...line, children: line.children.map(withoutChanges) };
}

function goroutinesBetween(a: Recording, b: Recording): Pick<Comparison, "goroutines"> {
  const [before, after] = [lastOf(a).goroutines, lastOf(b).goroutines];
  if (before === undefined || after === undefined) return {};
  return { goroutines: goroutineChange(before, after) };
}

function secondsBetween(a: Recording, b: Recording): number | undefined {
  const [from, to] = [lastOf(a).time, lastOf(b).time];
  return from === undefined || to === undefined ? undefined : to - from;
}

function compareCode(a: Recording, b: Recording, sameProcess: boolean): CodeDifference[] {
  const [before, after] = [lastOf(a).heap, lastOf(b).heap];
  if (before === undefined || after === undefined) return [];
  const diff = diffCode(before, after, b.go ?? a.go, {
    value: "inuse_space",
    granularity: "lines",
    sameProcess: sameProcess && before.period === after.period,
  });
  return diff.lines.filter(({ bytes }) => Math.abs(bytes) >= LEAST_CHANGE).map(differenceOf);
}

function differenceOf(change: CodeChange): CodeDifference {
  return {
    function: change.function,
    file: change.file,
    line: change.line,
    before: change.before.bytes,
    after: change.after.bytes,
    change: change.bytes,
    changeRange: change.bytesRange,
    isClear: change.significant,
  };
}

/** The same PID and, where it is known, the same start; B not before A. */
function isSameProcess(a: Recording, b: Recording): boolean {
  const [old, now] = [lastOf(a), lastOf(b)];
  const pid = old.status?.pid;
  const isSamePid = pid !== undefined && pid === now.status?.pid;
  return isSamePid && old.meta.processStart === now.meta.processStart && secondsBetween(a, b)! >= 0;
}

/** Two profiles may be of one: where neither names a process, they are not known to be of two. */
function areTwoProcesses(a: Recording, b: Recording): boolean {
  const [old, now] = [lastOf(a), lastOf(b)];
  const isOneNameless = old.status === undefined || now.status === undefined;
  return !isOneNameless && secondsBetween(a, b) !== undefined && !isSameProcess(a, b);
}

function lastOf(recording: Recording): Snapshot {
  return recording.snapshots.at(-1)!;
}
