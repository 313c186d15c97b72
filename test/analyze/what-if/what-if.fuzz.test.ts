/** Logs that are damaged in any way: a table of finite numbers or a refusal, and soon. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { whatIfOf } from "../../../src/analyze/what-if/what-if.ts";
import type { WhatIfTable } from "../../../src/analyze/what-if/what-if-table.ts";
import { gunzip } from "../../../src/collect/gunzip.ts";
import { decodeBundle } from "../../../src/decode/recording.ts";
import type { GcCycles } from "../../../src/model/gc-log.ts";
import { readCapture } from "../../support/captures.ts";
import { cpuStopwatch } from "../../support/cpu-time.ts";

const RUNS = Number(process.env["FUZZ_RUNS"] ?? 500);
/** Milliseconds of processor time: more is taken for a hang. */
const SOON = 20_000;

const { gcLog, snapshots } = decodeBundle(readCapture("probe/go1.26"), { gunzip });
const COLUMNS = Object.keys(gcLog!.cycles).filter(
  (name) => name !== "length",
) as (keyof GcCycles)[];

const anyNumber = fc.oneof(
  fc.double(),
  fc.constantFrom(0, -1, 1, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 20, 2 ** 40, 2 ** 62),
);
const damage = fc.array(
  fc.record({ column: fc.constantFrom(...COLUMNS), row: fc.nat(40), value: anyNumber }),
  { maxLength: 30 },
);

/** The rows of the capture several times over, and then some cells changed. */
function damaged(
  changes: readonly { column: keyof GcCycles; row: number; value: number }[],
): GcCycles {
  const copies = 5;
  const cycles = { ...gcLog!.cycles, length: gcLog!.cycles.length * copies };
  const table = cycles as unknown as Record<string, Float64Array>;
  for (const name of COLUMNS) {
    const column = table[name]!;
    const longer = Float64Array.from(
      { length: cycles.length },
      (_, i) => column[i % column.length]!,
    );
    const isCount = name === "n" || name === "at";
    table[name] = isCount
      ? longer.map((value, i) => value + 100 * Math.floor(i / column.length))
      : longer;
  }
  for (const { column, row, value } of changes) table[column]![row % cycles.length] = value;
  return cycles;
}

function expectNumbers({ rows }: WhatIfTable): void {
  for (const { peakHeap, peakRss, cyclesPerMinute, gcCpuShare } of rows) {
    for (const { value, range } of [peakHeap, peakRss, cyclesPerMinute, gcCpuShare ?? peakHeap]) {
      for (const number of [value, ...range]) {
        expect(number).toBeGreaterThanOrEqual(0);
        expect(Number.isFinite(number)).toBe(true);
      }
    }
  }
}

test("any table of collections", { timeout: 600_000 }, () => {
  fc.assert(
    fc.property(damage, fc.boolean(), fc.boolean(), (changes, hasLooks, hasSettings) => {
      const spent = cpuStopwatch();
      const looks = snapshots.map(({ memStats, time }) => ({ stats: memStats!, time: time! }));
      const answer = whatIfOf(
        {
          cycles: damaged(changes),
          looks: hasLooks ? looks : [],
          ...(hasSettings ? { settings: { gogc: 100, memlimit: null } } : {}),
        },
        [{ gogc: 25 }, { memlimit: 2 ** 20 }, { gogc: null, memlimit: 2 ** 30 }],
      );
      expect(spent()).toBeLessThan(SOON);
      if (answer.kind === "table") expectNumbers(answer);
      else expect(answer.reason).not.toBe("");
    }),
    { numRuns: RUNS },
  );
});
