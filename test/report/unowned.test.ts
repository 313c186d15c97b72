/** What no verdict owns is small in each part, or has a name. And a program built with -race is told so. */
import { expect, test } from "vitest";
import { explain } from "../../src/analyze/explain.ts";
import { decodeSmaps } from "../../src/decode/procfs/decode-smaps.ts";
import type { LedgerLine } from "../../src/model/ledger.ts";
import type { Report } from "../../src/model/report.ts";
import { unownedLines } from "../../src/report/text/report/unowned.ts";

const MiB = 2 ** 20;
const line = (id: string, mib: number, children: readonly LedgerLine[] = []) =>
  ({ id, title: id.replace("-", " "), bytes: mib * MiB, children }) as unknown as LedgerLine;

function textOf(children: readonly LedgerLine[], owns: readonly string[], share: number): string {
  const ledger = line("rss", 100, children);
  const report = { ledger, verdicts: [{ owns, share }] } as unknown as Report;
  return unownedLines(report, 200)
    .flatMap((spans) => spans.map(({ text }) => text))
    .join("");
}

test("a large part without an owner has its name", () => {
  const heap = line("go-heap", 90, [
    line("live", 25),
    line("heap-difference", 60),
    line("idle", 5),
  ]);
  expect(textOf([heap, line("rest", 10)], ["live"], 0.25)).toBe(
    'No verdict owns the other 75.0 MiB (75 % of RSS): most of it is the line "heap difference".',
  );
});

test("several small ones are too small", () => {
  const parts = ["a", "b", "c"].map((id) => line(id, 10));
  expect(textOf([line("live", 70), ...parts], ["live"], 0.7)).toMatch(
    /each part of it is too small\.$/,
  );
});

test("the race detector's shadow is named, and what to do", () => {
  const smaps = SHADOWED.map(
    ([range, kib]) =>
      `${range} rw-p 00000000 00:00 0 \nSize: ${kib} kB\nKernelPageSize: 4 kB\nRss: ${kib} kB\nAnonymous: ${kib} kB\n`,
  );
  const addressSpace = decodeSmaps(new TextEncoder().encode(smaps.join("")));
  const snapshots = [{ name: "0001", meta: {}, addressSpace, missing: [] }];
  const report = explain({ target: "app", snapshots, remarks: [] });
  const [first] = report.verdicts;
  expect(first).toMatchObject({ id: "outside-go", bytes: 401 * MiB, confidence: "high" });
  expect(first!.headline).toMatch(/mostly the shadow memory of the race detector \(-race\)\./);
  expect(first!.actions.map(({ text }) => text)).toEqual([
    expect.stringMatching(/^Build without -race/),
  ]);
});

/** As Go 1.26 had them, all of it resident. */
const SHADOWED = [
  ["c000000000-c004000000", 65_536],
  ["218000000000-218019000000", 409_600],
  ["3000005f0000-3000006f0000", 1024],
  ["7ffe53f83000-7ffe53fa5000", 136],
] as const;
