/**
 * The report of collections as text, JSON and CSV: for every captured log and for random ones it
 * keeps to its width and its schema, and holds every collection.
 */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { GcChartBuilder } from "../../src/analyze/gc/chart-gc.ts";
import { answerOf } from "../../src/analyze/gc/describe-gc.ts";
import { historyOfLog } from "../../src/analyze/gc/history-of-cycles.ts";
import { reportOfLog } from "../../src/analyze/gc/report-of-log.ts";
import { reportOfRecording } from "../../src/analyze/gc/report-of-recording.ts";
import { walkCycles } from "../../src/analyze/gc/walk-cycles.ts";
import { readBundleFolder } from "../../src/collect/bundle/read-bundle-folder.ts";
import { gunzip } from "../../src/collect/gunzip.ts";
import { decodeGcLog } from "../../src/decode/gctrace/decode-gc-log.ts";
import { decodeBundle } from "../../src/decode/recording.ts";
import type { GcReport } from "../../src/model/gc-report.ts";
import { renderGcCsv } from "../../src/report/gc-csv.ts";
import { renderGcJson } from "../../src/report/gc-json.ts";
import { displayWidth } from "../../src/report/text/display-width.ts";
import { chartColumns } from "../../src/report/text/gc/gc-chart.ts";
import { gcLines } from "../../src/report/text/gc/gc-lines.ts";
import { PLAIN_TEXT } from "../../src/report/text/options.ts";
import { paint } from "../../src/report/text/paint.ts";
import { schemaErrors } from "../support/json-schemas.ts";
import { TRACE_FORMS } from "../support/print-trace.ts";

const CAPTURES = join(import.meta.dirname, "../fixtures/captures");
const FOLDERS = ["probe", "seed"]
  .flatMap((group) => readdirSync(join(CAPTURES, group)).map((name) => `${group}/${name}`))
  .filter((name) => statSync(join(CAPTURES, name)).isDirectory());

function reportOf(text: string): GcReport {
  const log = decodeGcLog(new TextEncoder().encode(text));
  const histories = [historyOfLog(log), ...(log.otherProcesses ?? [])] as const;
  const { otherLines, damagedLines = 0 } = log;
  return reportOfLog({ target: "x", histories, otherLines, damagedLines });
}

function textOf(report: GcReport, width: number, unicode = true): string {
  const options = { ...PLAIN_TEXT, width, unicode };
  const builder = new GcChartBuilder(report.history, chartColumns(width));
  walkCycles(report.history, (step) => builder.add(step));
  const chart = builder.finish();
  const drawn = chart === undefined ? report : { ...report, chart };
  return paint(gcLines(drawn, { rows: 10 }, options), options);
}

function jsonOf(report: GcReport) {
  return JSON.parse([...renderGcJson(report)].join(""));
}

describe.each(FOLDERS)("%s", (name) => {
  const recording = decodeBundle(readBundleFolder(join(CAPTURES, name)), { gunzip });
  const report = reportOfRecording(recording);
  if (report === undefined) return it.skip("has no collections", () => undefined);
  const json = jsonOf(report);

  it("keeps to the schema, and has every collection", () => {
    expect(schemaErrors(json)).toEqual([]);
    expect(json.cycles).toHaveLength(report.history.length);
    expect(json.summary).toEqual(JSON.parse(JSON.stringify(report.summary)));
  });

  it.each([60, 80, 120])("%d columns are enough, also in ASCII", (width) => {
    for (const text of [textOf(report, width), textOf(report, width, false)]) {
      for (const line of text.split("\n")) expect(displayWidth(line)).toBeLessThanOrEqual(width);
    }
    expect(textOf(report, width, false)).toMatch(/^[\x20-\x7e\n]*$/);
  });

  it("CSV has the same rows, with as many fields in each", () => {
    const lines = [...renderGcCsv(report.history)].join("").trimEnd().split("\n");
    expect(lines).toHaveLength(1 + report.history.length);
    expect(new Set(lines.map((line) => line.split(",").length)).size).toBe(1);
  });
});

it("MemStats alone tell the pauses, as the trace of the same process does", () => {
  const raw = readBundleFolder(join(CAPTURES, "probe/go1.26"));
  const files = new Map([...raw.files].filter(([name]) => name !== "output.log"));
  const traced = reportOfRecording(decodeBundle(raw, { gunzip }))!;
  const counted = reportOfRecording(decodeBundle({ ...raw, files }, { gunzip }))!;
  expect(counted.source).toBe("MemStats");
  expect(schemaErrors(jsonOf(counted))).toEqual([]);
  const cycles = counted.history.slice(0, counted.history.length);
  const rows = traced.history.slice(0, counted.history.length);
  expect([...cycles.n]).toEqual([...rows.n]);
  for (const [row, pause] of cycles.pauseNs.entries()) {
    expect(Math.abs(pause - rows.pauseNs[row]!)).toBeLessThan(0.15 * pause + 20_000);
    expect(Math.abs(cycles.at[row]! - rows.at[row]!)).toBeLessThan(0.2);
  }
});

it("/metrics alone count collections, which is said without any of them", () => {
  const text = readFileSync(
    join(import.meta.dirname, "../fixtures/metrics/client-golang-1.25-openmetrics.txt"),
    "utf8",
  );
  const later = text
    .replace(/^(go_gc_cycles_total_gc_cycles_total) 5/m, "$1 9")
    .replace(/^(go_gc_duration_seconds_count) 5/m, "$1 9");
  const snapshots = [text, later].map((metrics, at) => ({
    name: `000${at + 1}`,
    files: new Map(
      Object.entries({ "metrics.txt": metrics, time: String(1_800_000_000 + 10 * at) }).map(
        ([name, content]) => [name, new TextEncoder().encode(content)],
      ),
    ),
  }));
  const report = reportOfRecording(
    decodeBundle({ target: "x", files: new Map(), snapshots }, { gunzip }),
  )!;
  expect(report.answer).toMatch(
    /^4 collections in 10 s, 9 since the start: \S+ MiB were live after/,
  );
  expect(report.remarks.join(" ")).toContain("tells nothing of single ones");
  expect(schemaErrors(jsonOf(report))).toEqual([]);
});

/** One collection a line: number, second, sizes, goal. */
function logOf(
  ...cycles: readonly (readonly [n: number, at: number, sizes: string, goal: number])[]
) {
  return cycles
    .map(
      ([n, at, sizes, goal]) =>
        `gc ${n} @${at.toFixed(3)}s 1%: 0.01+1.0+0.01 ms clock, 0.02+0/1.0/0+0.02 ms cpu, ${sizes} MB, ${goal} MB goal, 0 MB stacks, 0 MB globals, 2 P\n`,
    )
    .join("");
}

it("one collection has no time of its own, and where MemStats tell it, one pause", () => {
  const { answer, summary } = reportOf(logOf([7, 30, "4->5->2", 5]));
  expect(answer).toMatch(/^1 collection, because the heap grew: .* the longest of 2 pauses was /);
  const pauses = { ...summary.pauses!, count: 1 };
  expect(answerOf({ ...summary, pauses })).toMatch(/ and its pause was 10 µs\.$/);
});

it("the chart shows what the last of several collections left, and the goal of the next", () => {
  const text = textOf(
    reportOf(
      logOf(
        [1, 0, "4->4->4", 4],
        [2, 4.99, "80->80->80", 80],
        [3, 5, "80->80->10", 160],
        [4, 10, "20->20->10", 20],
      ),
    ),
    60,
  );
  const rows = text.split("\n").filter((row) => row.includes("│"));
  const cells = (row: string) => row.slice(row.indexOf("│") + 1);
  expect(cells(rows[0]!)).toContain("─");
  const half = cells(rows[4]!);
  // Between 5 s and 10 s ten of 160 MiB are live: only the lowest row may be full.
  expect(half.slice(30).includes("█")).toBe(false);
  expect(half.slice(20, 27).includes("█")).toBe(true);
});

it("names the place of a process that was chosen among several", () => {
  const a = logOf([1, 0.1, "4->4->2", 4], [2, 0.2, "4->4->2", 4], [3, 0.3, "4->4->2", 4]);
  const b = logOf([1, 0.15, "4->4->2", 4], [2, 0.25, "4->4->2", 4]);
  const [a1, a2, a3] = a.split(/(?<=\n)/);
  const [b1, b2] = b.split(/(?<=\n)/);
  const log = decodeGcLog(new TextEncoder().encode([a1, b1, a2, b2, a3].join("")));
  const [first, second] = [historyOfLog(log), ...(log.otherProcesses ?? [])];
  const facts = { target: "x", otherLines: 0, damagedLines: 0 };
  const most = textOf(reportOfLog({ ...facts, histories: [first!, second!] }), 200);
  expect(most).toContain("This is the one with most collections; collections of another process");
  const least = textOf(reportOfLog({ ...facts, histories: [second!, first!] }), 200);
  expect(least).toContain("This is number 2 by its collections; collections of another process");
});

it("gives the lower bound of what a trace rounds, the resolution, and null for what it lacks", () => {
  const json = jsonOf(
    reportOf(
      "gc 7 @4.100s 3%: 0.23+2.8+0.006 ms clock, 0.47+0/0.36/2.7+0.012 ms cpu, 121->125->60 MB, 242 MB goal, 2 P (forced)\n",
    ),
  );
  expect(json).toMatchObject({ format: "resident.gc/1", resolution: 1048576, go: "go1.6–go1.17" });
  expect(json.cycles).toEqual([
    {
      n: 7,
      at: 4.1,
      forced: true,
      periodic: false,
      before: 121 * 1048576,
      peak: 125 * 1048576,
      live: 60 * 1048576,
      goal: 242 * 1048576,
      stacks: null,
      globals: null,
      procs: 2,
      pauses: [230_000, 6000],
      mark: 2_800_000,
      cpu: { pauses: 482_000, assist: 0, background: 360_000, idle: 2_700_000 },
      cpuShare: 0.03,
      line: 1,
    },
  ]);
});

const anyLine = fc.oneof(
  ...TRACE_FORMS.map(([, , lines]) => lines.map(({ text }) => text)),
  fc.string({ maxLength: 30 }),
  fc.constant("GC forced"),
);

it("any mixture of lines has a report", () => {
  fc.assert(
    fc.property(fc.array(anyLine, { minLength: 1, maxLength: 60 }), (lines) => {
      const report = reportOf(`${lines.join("\n")}\n`);
      expect(schemaErrors(jsonOf(report))).toEqual([]);
      const text = textOf(report, 80);
      for (const line of text.split("\n")) expect(displayWidth(line)).toBeLessThanOrEqual(80);
      expect(text).not.toMatch(/NaN|undefined|Infinity/);
    }),
    { numRuns: 200 },
  );
});
