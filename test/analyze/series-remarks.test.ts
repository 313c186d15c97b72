/** What several looks show and the last one does not. */
import { expect, test } from "vitest";
import { seriesRemarks } from "../../src/analyze/series-remarks.ts";
import type { Moment } from "../../src/analyze/verdicts/rule/context.ts";
import { MiB } from "../../src/base/units.ts";
import type { LedgerLine } from "../../src/model/ledger.ts";
import type { MemStats } from "../../src/model/mem-stats.ts";

function looks(...of: readonly [rss: number, totalAlloc?: number][]): Moment[] {
  return of.map(([rss, TotalAlloc], at) => {
    const memStats = TotalAlloc === undefined ? {} : { memStats: { TotalAlloc } as MemStats };
    const snapshot = { name: `${at}`, time: 1000 + 2 * at, meta: {}, ...memStats, missing: [] };
    const ledger = { id: "rss", bytes: rss * MiB, children: [] } as unknown as LedgerLine;
    return { snapshot, ledger };
  });
}

test("RSS that goes up and down is told with its least and its most", () => {
  expect(seriesRemarks(looks([12], [312], [312], [13], [310], [12.7]))).toEqual([
    "RSS went up and down between 12.0 MiB and 312 MiB in these 6 looks. This report is of the last one, at 12.7 MiB.",
  ]);
});

test("RSS that grows, falls or hardly moves is not", () => {
  expect(seriesRemarks(looks([100], [200], [300]))).toEqual([]);
  expect(seriesRemarks(looks([300], [200], [12]))).toEqual([]);
  expect(seriesRemarks(looks([100], [110], [100], [108]))).toEqual([]);
});

test("numbers that stand still are a copy's, as answering allocates", () => {
  expect(seriesRemarks(looks([100, 7], [105, 7], [110, 7]))[0]).toMatch(
    /^The program's own numbers are the same at all 3 looks, to the byte/,
  );
  expect(seriesRemarks(looks([100, 7], [105, 7], [110, 8]))).toEqual([]);
  expect(seriesRemarks(looks([100, 7]))).toEqual([]);
  expect(seriesRemarks(looks([100], [105]))).toEqual([]);
});
