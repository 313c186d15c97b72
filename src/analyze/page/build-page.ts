/**
 * From a recording to what the web page shows of it. The report is the one that text and JSON show;
 * the tables beside it are for looking closer, and nothing in them is computed a second way.
 */
import { findLine } from "../../model/ledger.ts";
import type { CodeTable, Page, ProfileFile } from "../../model/page.ts";
import type { Report } from "../../model/report.ts";
import type { Recording } from "../../model/snapshot.ts";
import { explain, ledgersOf } from "../explain.ts";
import { gcTable } from "./gc-table.ts";
import { goroutineCode } from "./goroutine-code.ts";
import { goroutineTable } from "./goroutine-table.ts";
import { growthOfRecording } from "./growth-of-recording.ts";
import { heapTable } from "./heap-table.ts";
import { lineWords } from "./line-words.ts";
import { spread } from "./spread.ts";
import { timeTable } from "./time-table.ts";

/** Snapshots whose code can be looked at; of a longer recording as many, evenly spread. */
const CODE_MOMENTS = 12;

/** @param recording with at least one snapshot */
export function buildPage(recording: Recording, files: readonly ProfileFile[]): Page {
  const report = explain(recording);
  const moments = recording.snapshots.length > 1 ? ledgersOf(recording) : [];
  return {
    format: "resident.page/1",
    target: recording.target,
    opens: firstView(report),
    report,
    answer: null,
    lines: lineWords(report.ledger),
    code: codeTables(recording),
    goroutines: goroutineTable(recording),
    gc: gcTable(recording),
    time: timeTable(moments, recording.go),
    growth: growthOfRecording(recording, moments),
    recorded: null,
    files,
  };
}

/** A profile alone is looked at as such, unless there is something to say of it. */
function firstView(report: Report): Page["opens"] {
  const isKnown = findLine(report.ledger, "live")?.bytes !== null;
  if (report.verdicts.length > 0 || findLine(report.ledger, "rss")?.bytes !== null) return "now";
  if (report.code.length > 0) return "code";
  return report.goroutines === undefined || isKnown ? "now" : "goroutines";
}

function codeTables(recording: Recording): CodeTable[] {
  const snapshots = spread(recording.snapshots, CODE_MOMENTS);
  const heaps = snapshots.flatMap((snapshot) => {
    const profile = snapshot.heap ?? snapshot.allocs;
    return profile === undefined ? [] : [{ snapshot, profile }];
  });
  const tables = [heapTable(heaps, recording.go), goroutineCode(snapshots)];
  return tables.filter((table) => table !== null);
}
