/** A finding of one side only: new, gone, or only there because the other side was not read as well. */
import { expect, test } from "vitest";
import type { LedgerLine } from "../../src/model/ledger.ts";
import type { Report } from "../../src/model/report.ts";
import type { Comparison } from "../../src/model/results.ts";
import type { Verdict } from "../../src/model/verdict.ts";
import { findingLines } from "../../src/report/text/comparison-findings.ts";

function reportOf(idle: number | null, verdicts: readonly Partial<Verdict>[]): Report {
  const line = { id: "idle", title: "idle", bytes: idle, basis: "counted", source: "" };
  const ledger = { ...line, id: "virt", children: [{ ...line, children: [] }] };
  const snapshot = { name: "1", rss: 1, heapAlloc: idle };
  return {
    ledger: ledger as unknown as LedgerLine,
    snapshots: [snapshot],
    verdicts,
  } as unknown as Report;
}

function textOf(before: Report, after: Report): string {
  const lines = findingLines({ before, after } as unknown as Comparison, 80);
  return lines.map((spans) => spans.map(({ text }) => text).join("")).join("\n");
}

const kept = { id: "idle-not-returned", headline: "60 MiB are free.", owns: ["idle"] };

test("where both sides were read, a finding of B is new and one of A is gone", () => {
  expect(textOf(reportOf(0, []), reportOf(60, [kept]))).toBe("new   60 MiB are free.");
  expect(textOf(reportOf(60, [kept]), reportOf(0, []))).toBe("gone  60 MiB are free.");
});

test("where the other side lacks the figure, nothing is said to be new or gone", () => {
  expect(textOf(reportOf(null, []), reportOf(60, [kept]))).toBe("B only  60 MiB are free.");
  expect(textOf(reportOf(60, [kept]), reportOf(null, []))).toBe(
    "A only  60 MiB are free. B does not have what tells it.",
  );
});

test("what both have is no difference", () =>
  expect(textOf(reportOf(60, [kept]), reportOf(60, [kept]))).toBe(""));
