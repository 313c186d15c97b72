/**
 * Random trace lines of every version, alone, behind a program's text, and broken by it: each line
 * of a log is a row with the printed values, or counted as the program's. None is lost.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeGcLog } from "../../src/decode/gctrace/decode-gc-log.ts";
import type { GcLog } from "../../src/model/gc-log.ts";
import { fmtNSAsMS, TRACE_FORMS, type TraceLine } from "../support/print-trace.ts";

const decode = (lines: readonly string[]) =>
  decodeGcLog(new TextEncoder().encode(lines.map((line) => `${line}\n`).join("")));

/** What a program may print: anything but a line end. */
const words = fc.string({ unit: "binary", maxLength: 40 }).map((text) => text.replace(/\n/g, " "));

function expectRow(log: GcLog, line: TraceLine, index: number): void {
  expectValues(line.kind === "cycle" ? log.cycles : log.scavenges, index, line);
}

function expectValues(table: object, index: number, line: TraceLine): void {
  const columns = table as Record<string, ArrayLike<number>>;
  for (const [name, value] of Object.entries(line.expected)) {
    expect(columns[name]![index], `${name} of ${line.text}`).toBe(value);
  }
  expect(columns["forced"]![index], line.text).toBe(line.forced ? 1 : 0);
}

it("the printer prints as the runtime documents", () => {
  const printed = [0, 999, 5_000, 81_999, 440_000, 1_749_999, 9_999_999, 12_900_000].map(fmtNSAsMS);
  expect(printed).toEqual(["0", "0", "0.005", "0.081", "0.44", "1.7", "9.9", "12"]);
});

describe.each(TRACE_FORMS)("%s", (_name, minors, lines) => {
  it("is read as it was printed, also behind a program's text", () => {
    fc.assert(
      fc.property(lines, words, (line, text) => {
        const log = decode([line.text, `${text}${line.text}`]);
        expect(log.otherLines).toBe(0);
        expectRow(log, line, 0);
        expectRow(log, line, 1);
        expect(log.versions).toEqual(minors);
      }),
    );
  });
});

const anyLine = fc.oneof(...TRACE_FORMS.map(([, , lines]) => lines));

/** Every row of every process in the log, by the line that it stands on. */
function rowsByLine(log: GcLog): Map<number, { table: object; index: number }> {
  const others = (log.otherProcesses ?? []).map((history) => ({
    cycles: history.slice(0, history.length),
    scavenges: history.scavenges,
  }));
  const tables = [log, ...others].flatMap(({ cycles, scavenges }) => [cycles, scavenges]);
  const rows = tables.flatMap((table) =>
    Array.from(table.line, (line, index) => [line, { table, index }] as const),
  );
  const byLine = new Map(rows);
  expect(byLine.size).toBe(rows.length);
  return byLine;
}

it("a log of many programs and their text keeps every line", () => {
  const entry = fc.oneof(
    anyLine.map((line) => ({ line, text: line.text })),
    words.map((text) => ({ line: undefined, text })),
  );
  fc.assert(
    fc.property(fc.array(entry, { maxLength: 30 }), (entries) => {
      const log = decode(entries.map(({ text }) => text));
      const rows = rowsByLine(log);
      for (const [at, { line }] of entries.entries()) {
        const row = rows.get(at + 1);
        expect(row !== undefined).toBe(line !== undefined);
        if (line !== undefined) expectValues(row!.table, row!.index, line);
      }
      expect(log.otherLines).toBe(entries.length - rows.size);
    }),
  );
});

it("a trace with a program's line in its middle is counted, and leaves the next one whole", () => {
  fc.assert(
    fc.property(anyLine, fc.double({ min: 0, max: 1, noNaN: true }), words, (line, where, text) => {
      const at = Math.floor(where * line.text.length);
      const log = decode([`${line.text.slice(0, at)}${text}`, line.text.slice(at), line.text]);
      const rows = log.cycles.length + log.scavenges.length;
      expect(rows).toBeGreaterThanOrEqual(1);
      expect(rows + log.otherLines).toBe(3);
      expectRow(log, line, (line.kind === "cycle" ? log.cycles : log.scavenges).length - 1);
    }),
  );
});
