/**
 * Two recordings side by side: both reports, B's ledger with the change against A, and every line of
 * code that holds more or less than before.
 */
import type { LedgerLine } from "../model/ledger.ts";
import type { Report } from "../model/report.ts";
import type { Amount, CodeDifference, Comparison } from "../model/results.ts";
import type { Recording } from "../model/snapshot.ts";
import { codeLines } from "./code/code-lines.ts";
import { explain } from "./explain.ts";
import { addChanges } from "./ledger/add-changes.ts";
import { amountOf, placeKey } from "./top-of-recording.ts";

/** Smaller changes than this are not worth a line. */
const LEAST_CHANGE = 1024;

export function compareRecordings(a: Recording, b: Recording): Comparison {
  const before = explain(a);
  const after = explain(b);
  const seconds = secondsBetween(a, b);
  return {
    format: "resident.comparison/1",
    before,
    after,
    seconds: seconds ?? null,
    ledger: changedLedger(before, after, seconds),
    code: compareCode(a, b),
  };
}

function changedLedger(before: Report, after: Report, seconds: number | undefined): LedgerLine {
  const isForward = seconds !== undefined && seconds > 0;
  return addChanges(withoutChanges(after.ledger), before.ledger, isForward ? seconds : undefined);
}

/** B's own history is another story than the difference to A. */
function withoutChanges({ change: _, ...line }: LedgerLine): LedgerLine {
  return { ...line, children: line.children.map(withoutChanges) };
}

function secondsBetween(a: Recording, b: Recording): number | undefined {
  const [from, to] = [a.snapshots.at(-1)?.time, b.snapshots.at(-1)?.time];
  return from === undefined || to === undefined ? undefined : to - from;
}

function compareCode(a: Recording, b: Recording): CodeDifference[] {
  const [before, after] = [placesOf(a), placesOf(b)];
  const differences: CodeDifference[] = [];
  for (const [key, place] of new Map([...before, ...after])) {
    const old = before.get(key)?.amount ?? null;
    const now = after.get(key)?.amount ?? null;
    const change = (now?.bytes ?? 0) - (old?.bytes ?? 0);
    if (Math.abs(change) < LEAST_CHANGE) continue;
    const { function: name, file, line } = place;
    differences.push({
      function: name,
      file,
      line,
      before: old,
      after: now,
      change,
      isClear: isClear(old, now),
    });
  }
  return differences.sort((x, y) => Math.abs(y.change) - Math.abs(x.change));
}

interface Place {
  readonly function: string;
  readonly file: string;
  readonly line: number;
  readonly amount: Amount;
}

function placesOf(recording: Recording): Map<string, Place> {
  const heap = recording.snapshots.at(-1)?.heap;
  if (heap === undefined) return new Map();
  const { lines } = codeLines(heap, recording.go, { value: "inuse_space", granularity: "lines" });
  return new Map(lines.map((line) => [placeKey(line), { ...line, amount: amountOf(line) }]));
}

/** Sure where the two 95 % intervals have nothing in common: a strict test, but an honest one. */
function isClear(old: Amount | null, now: Amount | null): boolean {
  const [a, b] = [old?.bytesRange ?? [0, 0], now?.bytesRange ?? [0, 0]];
  return a[1]! < b[0]! || b[1]! < a[0]!;
}
