/**
 * What is said where a program has set GOGC or its memory limit itself. The MemStats are of a program
 * (Go 1.26.8) that holds 105 MiB and calls debug.SetMemoryLimit(120 << 20).
 */
import { expect, test } from "vitest";
import { ownSettingsRemark } from "../../src/analyze/own-settings-remark.ts";
import type { Moment } from "../../src/analyze/verdicts/rule/context.ts";
import { MiB } from "../../src/base/units.ts";
import type { GoVersion } from "../../src/model/go-version.ts";
import type { LedgerLine } from "../../src/model/ledger.ts";
import type { MemStats } from "../../src/model/mem-stats.ts";

const STATS = {
  Sys: 126_527_768,
  HeapAlloc: 114_436_472,
  HeapIdle: 6_217_728,
  HeapReleased: 6_012_928,
  NextGC: 116_356_887,
} as MemStats;

function remark(minor: number, underOtherGogc?: number): string {
  const ledger = { id: "live", bytes: 103 * MiB, children: [] } as unknown as LedgerLine;
  const snapshot = { name: "1", meta: {}, memStats: STATS, missing: [] };
  const moment: Moment = { ledger, snapshot, ...(underOtherGogc && { underOtherGogc }) };
  const go = { major: 1, minor, patch: 0, raw: `go1.${minor}` } as GoVersion;
  return ownSettingsRemark(moment, go).join(" ");
}

test("a goal that is too low may be a lower GOGC's or a limit's, and which limit that were", () =>
  expect(remark(26, 55 * MiB)).toContain(
    "its own: a lower GOGC (debug.SetGCPercent), or a memory limit of about 120 MiB (debug.SetMemoryLimit).",
  ));

test("a version without a memory limit has only GOGC", () =>
  expect(remark(18, 55 * MiB)).toContain("a lower one itself (debug.SetGCPercent)"));

test("no limit makes the goal higher", () =>
  expect(remark(26, 200 * MiB)).toContain("a higher one itself (debug.SetGCPercent)"));

test("nothing is said where the goal follows from what was read", () =>
  expect(remark(26)).toBe(""));

test("where one look cannot tell a goal of another GOGC from a heap that grew, both are said", () => {
  const range = [44 * MiB, 126 * MiB];
  const ledger = { id: "live", bytes: 126 * MiB, range, children: [] } as unknown as LedgerLine;
  const snapshot = { name: "1", meta: {}, memStats: STATS, missing: [] };
  const moment: Moment = { ledger, snapshot, perhapsUnderOtherGogc: 126 * MiB };
  expect(ownSettingsRemark(moment, undefined)).toEqual([
    "The heap profile, a collection old, has 44.0 MiB at least; by the environment's GOGC 126 MiB would be live now. Either the live heap grew in the last collection, or the program has set GOGC itself. A look after the next collection tells.",
  ]);
});

test("the same where the heap may have fallen", () => {
  const range = [45 * MiB, 73 * MiB];
  const ledger = { id: "live", bytes: 45 * MiB, range, children: [] } as unknown as LedgerLine;
  const snapshot = { name: "1", meta: {}, memStats: STATS, missing: [] };
  const moment: Moment = { ledger, snapshot, perhapsUnderOtherGogc: 45 * MiB };
  expect(ownSettingsRemark(moment, undefined).join()).toMatch(
    /^The heap profile, a collection old, has 73\.0 MiB at most; .* Either the live heap fell in the last collection, or the program has set GOGC or a memory limit itself\./,
  );
});
