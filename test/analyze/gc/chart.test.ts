/** The chart of collections: what one took of the CPU stands over the time in which it took it. */
import { expect, test } from "vitest";
import { GcChartBuilder } from "../../../src/analyze/gc/chart-gc.ts";
import { historyOfLog } from "../../../src/analyze/gc/history-of-cycles.ts";
import { walkCycles } from "../../../src/analyze/gc/walk-cycles.ts";
import { decodeGcLog } from "../../../src/decode/gctrace/decode-gc-log.ts";

function chartOf(lines: readonly string[], columns: number) {
  const log = decodeGcLog(new TextEncoder().encode(lines.join("\n")));
  const history = historyOfLog(log);
  const builder = new GcChartBuilder(history, columns);
  walkCycles(history, (step) => builder.add(step));
  return builder.finish()!;
}

/** Of 2 processors: 4 s of mark at 1 of them, then one of 10 ms. */
const LONG = [
  "gc 1 @2.000s 1%: 0+4000+0 ms clock, 0+0/4000/0+0 ms cpu, 10->12->6 MB, 12 MB goal, 0 MB stacks, 0 MB globals, 2 P",
  "gc 2 @9.990s 1%: 0+10+0 ms clock, 0+0/10/0+0 ms cpu, 10->12->6 MB, 12 MB goal, 0 MB stacks, 0 MB globals, 2 P",
];

test("a collection longer than a column is in each of those that it lasts", () => {
  const { columns } = chartOf(LONG, 20);
  const shares = columns.map(({ cpuShare }) => cpuShare);
  for (const [i, share] of shares.entries()) {
    const expected = i >= 4 && i < 12 ? 0.5 : i === 19 ? 0.01 : 0;
    expect(share || 0, `column ${i}`).toBeCloseTo(expected, 9);
  }
  expect(columns.map(({ cycles }) => cycles).filter((count) => count > 0)).toEqual([1, 1]);
});

test("nothing is lost, however wide the columns are", () => {
  for (const count of [1, 3, 7, 64, 110]) {
    const { columns, from, to } = chartOf(LONG, count);
    const width = (to - from) / count;
    const busy = columns.reduce((sum, { cpuShare }) => sum + (cpuShare || 0) * 2 * width, 0);
    expect(busy, `${count} columns`).toBeCloseTo(4.01, 9);
  }
});
