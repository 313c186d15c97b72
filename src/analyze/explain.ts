/**
 * From a recording to the report: the ledger of every snapshot, the lines of code, the verdicts.
 * The one entry to the analysis; every face of Resident shows what this returns.
 */

import { formatBytes } from "../base/units.ts";
import type { LedgerLine } from "../model/ledger.ts";
import { findLine } from "../model/ledger.ts";
import { wholeName } from "../model/program-name.ts";
import type { CodeLine, Report, ReportSnapshot } from "../model/report.ts";
import type { MissingSource, Recording, Snapshot } from "../model/snapshot.ts";
import type { Verdict } from "../model/verdict.ts";
import { codeLines, totalFreed } from "./code/code-lines.ts";
import { askingRemark, collectionRemark } from "./cost-of-asking.ts";
import { withoutFalseProfiles } from "./false-profiles.ts";
import { goroutinePiles } from "./goroutines/goroutine-piles.ts";
import { addChanges } from "./ledger/add-changes.ts";
import type { CodeEstimate } from "./ledger/ledger-input.ts";
import { namedVariables } from "./ledger/named-variables.ts";
import { momentsOf } from "./moments.ts";
import { ownSettingsRemark } from "./own-settings-remark.ts";
import { isFrozen, seriesRemarks } from "./series-remarks.ts";
import { growthRemark, openGrowth, tellsGrowth } from "./verdicts/heap/heap-growth.ts";
import { judge } from "./verdicts/judge.ts";
import type { Moment } from "./verdicts/rule/context.ts";
import { makeContext } from "./verdicts/rule/context.ts";

/** Lines of code in the report; `resident top` shows as many as one likes. */
const CODE_LINES = 20;

/** @param read with at least one snapshot */
export function explain(read: Recording): Report {
  const recording = withoutFalseProfiles(read);
  const { snapshots } = recording;
  const first = snapshots[0]!;
  const last = snapshots[snapshots.length - 1]!;
  const codes = snapshots.map((snapshot) => codeOf(recording, snapshot));
  const moments = momentsOf(recording, codes);
  const code = codes[codes.length - 1];
  const seconds = secondsBetween(first, last);
  const lines = withChanges(
    code?.lines ?? [],
    first === last ? undefined : codes[0]?.lines,
    seconds,
  );
  const context = makeContext(recording, moments, lines);
  const verdicts = judge(context);
  const ledger = moments[moments.length - 1]!.ledger;
  return {
    format: "resident.report/1",
    target: recording.target,
    go: recording.go?.raw ?? null,
    pid: last.status?.pid ?? null,
    name: programName(last),
    snapshots: moments.map(snapshotOf),
    ledger: first === last ? ledger : addChanges(ledger, moments[0]!.ledger, seconds),
    verdicts,
    code: lines.slice(0, CODE_LINES),
    unseenBound: code?.unseenBound ?? null,
    ...globalsOf(last, ledger),
    ...(last.goroutines === undefined ? {} : { goroutines: goroutinePiles(last.goroutines) }),
    missing: worthTelling(last),
    ...untoldGrowthOf(moments, verdicts),
    ...(isFrozen(moments) && { isCopy: true as const }),
    remarks: [
      ...recording.remarks,
      ...seriesRemarks(moments),
      ...driftRemark(last),
      ...askingRemark(moments),
      ...programRemark(recording),
      ...collectionRemark(moments[moments.length - 1]!, recording.go),
      ...growthRemark(moments, verdicts),
      ...untouchedRemark(ledger),
      ...ownSettingsRemark(moments[moments.length - 1]!, recording.go),
    ],
  };
}

/** The ledger of every snapshot, as the report's own is made. */
export function ledgersOf(read: Recording): Moment[] {
  const recording = withoutFalseProfiles(read);
  const codes = recording.snapshots.map((snapshot) => codeOf(recording, snapshot));
  return momentsOf(recording, codes);
}

export function programName({ status, meta }: Snapshot): string | null {
  return status === undefined ? null : wholeName(status.name, meta.executable ?? "");
}

function globalsOf({ globals }: Snapshot, ledger: LedgerLine): Pick<Report, "globalVariables"> {
  const bytes = findLine(ledger, "program-globals")?.bytes;
  if (globals === undefined || bytes === undefined || bytes === null) return {};
  return { globalVariables: namedVariables(globals, bytes) };
}

/** What no snapshot decides: a leak, or a heap on its way to the next collection. */
function untoldGrowthOf(
  moments: readonly Moment[],
  verdicts: readonly Verdict[],
): Pick<Report, "untoldGrowth"> {
  const growth = openGrowth(moments);
  if (growth === undefined || verdicts.some(tellsGrowth)) return {};
  const { of, bytes, seconds } = growth;
  return { untoldGrowth: { of, bytes, seconds } };
}

/** A PID says nothing of the language: without the executable only pprof would tell. */
function programRemark({ go, snapshots }: Recording): string[] {
  const { missing, memStats, heap } = snapshots[snapshots.length - 1]!;
  const isKnown = go !== undefined || memStats !== undefined || heap !== undefined;
  if (isKnown || !missing.some(({ source }) => source === "executable")) return [];
  return ["Whether this is a Go program is not known: its executable can't be read."];
}

/** Less than this of RSS is not worth a remark. */
const FEW_UNTOUCHED = 0.02;

/** Why the shares of RSS are smaller than the bytes beside them. */
function untouchedRemark(ledger: LedgerLine): string[] {
  const heap = findLine(ledger, "heap-difference");
  const difference = (heap ?? findLine(ledger, "unattributed"))?.bytes ?? 0;
  const rss = findLine(ledger, "rss")?.bytes ?? 0;
  if (difference >= 0 || -difference < FEW_UNTOUCHED * rss) return [];
  return [
    `Of what Go counts${heap === undefined ? "" : " in its heap"} ${formatBytes(-difference)} are not in RAM. Which lines they belong to is not known: "in RAM" spreads them in proportion.`,
  ];
}

/** Further apart than this, the two halves may be of two different states. */
const DRIFT_SECONDS = 0.5;

/** The kernel's half and Go's are never read at the same instant. */
function driftRemark({ meta }: Snapshot): string[] {
  const kernel = meta.readAt?.["proc/smaps"];
  const go = meta.readAt?.["pprof/heap.debug1.txt"] ?? meta.readAt?.["vars.json"];
  if (kernel === undefined || go === undefined) return [];
  const apart = Math.abs(kernel - go);
  if (apart < DRIFT_SECONDS) return [];
  return [
    `The mappings and MemStats were read ${apart.toFixed(1)} s apart: where the heap changes fast, the difference line shows it.`,
  ];
}

/** Other ways to what was read already, or what only some programs have, is no news. */
function worthTelling(snapshot: Snapshot): readonly MissingSource[] {
  if (snapshot.memStats === undefined) return snapshot.missing;
  return snapshot.missing.filter(({ source }) => !ALTERNATIVES.test(source));
}

const ALTERNATIVES =
  /^(vars\.json|metrics\.txt|runtime-metrics\.txt|pprof\/(goroutineleak|heap\.debug1|allocs).*)$/;

interface Code extends CodeEstimate {
  readonly unseenBound: number;
}

function codeOf({ go }: Recording, { heap }: Snapshot): Code | undefined {
  if (heap === undefined) return undefined;
  const summary = codeLines(heap, go, {
    value: "inuse_space",
    granularity: "lines",
  });
  return {
    lines: summary.lines,
    bytes: summary.total.bytes,
    range: summary.total.bytesRange,
    freed: () => totalFreed(heap, go)?.bytesRange,
    unseenBound: summary.unseenBound,
  };
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
