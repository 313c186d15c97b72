/** What must hold of every ledger, whatever the process. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { buildLedger } from "../../src/analyze/ledger/build-ledger.ts";
import { prepareLedger } from "../../src/analyze/ledger/ledger-input.ts";
import { LINE_DOCS } from "../../src/analyze/ledger/line-docs.ts";
import type { GoVersion } from "../../src/model/go-version.ts";
import type { LedgerLine } from "../../src/model/ledger.ts";
import { eachLine, findLine } from "../../src/model/ledger.ts";
import type { MemStats } from "../../src/model/mem-stats.ts";
import type { CodeLine } from "../../src/model/report.ts";
import type { Snapshot } from "../../src/model/snapshot.ts";
import { snapshots } from "../support/random-snapshot.ts";

const versions = fc.option(
  fc
    .integer({ min: 4, max: 27 })
    .map((minor) => ({ raw: `go1.${minor}`, major: 1, minor, patch: 0 })),
  { nil: undefined },
);

const codeLines: fc.Arbitrary<CodeLine[]> = fc
  .array(fc.nat({ max: 2 ** 28 }), { maxLength: 12 })
  .map((sizes) => sizes.map(codeLine));

function codeLine(bytes: number, i: number): CodeLine {
  return {
    function: `main.f${i}`,
    file: "main.go",
    line: 1,
    bytes,
    bytesRange: [bytes / 2, bytes * 2],
    objects: 1,
    objectsRange: [1, 1],
    samples: 3,
    resolvable: true,
    callers: [],
  };
}

function ledgerOf(
  snapshot: Snapshot,
  go: GoVersion | undefined,
  lines: readonly CodeLine[],
): LedgerLine {
  const bytes = lines.reduce((sum, line) => sum + line.bytes, 0);
  const code = lines.length === 0 ? undefined : { lines, bytes, range: [0, bytes] as const };
  return buildLedger(prepareLedger(snapshot, go, undefined, code));
}

const MAY_BE_NEGATIVE = new Set([
  "heap-difference",
  "sampling-difference",
  "freed-since-profile",
  "newer-in-profile",
  "unattributed",
]);

describe("a ledger", () => {
  test("has children that add up to their line, to the byte", () => {
    fc.assert(
      fc.property(snapshots, versions, codeLines, (snapshot, go, lines) => {
        for (const line of eachLine(ledgerOf(snapshot, go, lines))) {
          const counted = line.children.filter((child) => child.bytes !== null);
          if (line.bytes === null || counted.length === 0) continue;
          expect(
            counted.reduce((sum, child) => sum + child.bytes!, 0),
            line.id,
          ).toBe(line.bytes);
        }
      }),
      { numRuns: 500 },
    );
  });

  test("has whole numbers, and no negative ones but differences", () => {
    fc.assert(
      fc.property(snapshots, versions, codeLines, (snapshot, go, lines) => {
        for (const line of eachLine(ledgerOf(snapshot, go, lines))) {
          if (line.bytes === null) {
            expect(line.missing?.reason, line.id).toBeTruthy();
            continue;
          }
          expect(Number.isInteger(line.bytes), line.id).toBe(true);
          if (!MAY_BE_NEGATIVE.has(line.id)) expect(line.bytes, line.id).toBeGreaterThanOrEqual(0);
        }
      }),
      { numRuns: 500 },
    );
  });

  test("has the RSS and VIRT of the mappings", () => {
    fc.assert(
      fc.property(snapshots, versions, (snapshot, go) => {
        const space = snapshot.addressSpace;
        fc.pre(space !== undefined);
        const ledger = ledgerOf(snapshot, go, []);
        expect(findLine(ledger, "rss")?.bytes).toBe(space.rss.reduce((sum, rss) => sum + rss, 0));
        expect(ledger.bytes).toBe(space.size.reduce((sum, size) => sum + size, 0));
      }),
    );
  });

  test("never says that more of a line is in RAM than the line has, or than the heap has", () => {
    fc.assert(
      fc.property(snapshots, versions, (snapshot, go) => {
        const heap = findLine(ledgerOf(snapshot, go, []), "go-heap");
        fc.pre(
          heap?.bytes != null &&
            snapshot.addressSpace !== undefined &&
            snapshot.memStats !== undefined,
        );
        const parts = heap.children.filter((line) => line.id !== "heap-difference");
        for (const line of parts) expect(line.resident ?? 0).toBeLessThanOrEqual(line.bytes ?? 0);
        const resident = parts.reduce((sum, line) => sum + (line.resident ?? line.bytes ?? 0), 0);
        expect(resident).toBeLessThanOrEqual(heap.bytes + parts.length);
      }),
    );
  });

  test("has the lines of code with what they are parts of: before the first collection nothing is live", () => {
    fc.assert(
      fc.property(snapshots, versions, fc.nat({ max: 2 }), (snapshot, go, NumGC) => {
        fc.pre(snapshot.memStats !== undefined);
        const memStats = { ...snapshot.memStats, NumGC };
        const ledger = ledgerOf({ ...snapshot, memStats }, go, [codeLine(memStats.HeapAlloc, 0)]);
        const hasCode = (id: string) => findLine(ledger, id)?.children.some(({ place }) => place);
        // Without the kernel's half a line of nothing is left out.
        fc.pre(findLine(ledger, "since-gc") !== undefined);
        expect([hasCode("live"), hasCode("since-gc")]).toEqual([NumGC > 0, NumGC === 0]);
        if (NumGC === 0) expect(findLine(ledger, "live")?.bytes).toBe(0);
      }),
    );
  });

  test("has a description for each of its lines", () => {
    fc.assert(
      fc.property(snapshots, versions, (snapshot, go) => {
        for (const line of eachLine(ledgerOf(snapshot, go, [])))
          expect(LINE_DOCS).toHaveProperty([line.id]);
      }),
    );
  });
});

test("what chance makes of a profile is no freed memory, and what it can't is", () => {
  const MiB = 2 ** 20;
  const stats = { NumGC: 9, HeapAlloc: 110 * MiB, HeapInuse: 110 * MiB } as MemStats;
  const runtimeMetrics = new Map([["/gc/heap/live:bytes", 100 * MiB]]);
  const snapshot = { name: "1", meta: {}, missing: [], memStats: stats, runtimeMetrics };
  const idsOf = (profile: number) => {
    const range = [0.96 * profile * MiB, 1.04 * profile * MiB] as const;
    const code = { lines: [codeLine(profile * MiB, 1)], bytes: profile * MiB, range };
    const ledger = buildLedger(prepareLedger(snapshot, undefined, undefined, code));
    return findLine(ledger, "live")!.children.map(({ id }) => id);
  };
  expect(idsOf(106)).toContain("sampling-difference"); // its interval begins at 101.8 MiB
  expect(idsOf(112)).toContain("freed-since-profile");
});
