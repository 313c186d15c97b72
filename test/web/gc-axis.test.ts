/** Collections are drawn by the clock where it is known, and tells them apart. */
import { expect, test } from "vitest";
import { gcAxis } from "../../src/web/gc/gc-axis.ts";

const START = 1_700_000_000;

function axisOf(at: readonly (number | null)[], origin: number | null) {
  const n = at.map((_, i) => i + 1);
  const columns = { n, at, peak: [], live: [], goal: [], pauseNs: [], markNs: [] };
  return gcAxis({ columns, origin });
}

test("by the clock", () => {
  const x = [START + 5, null, START + 65];
  expect(axisOf([5, null, 65], START)).toEqual({ x, axis: "clock" });
});

test("by seconds where no clock is known, or all was within a few", () => {
  expect(axisOf([5, 65], null)).toEqual({ x: [5, 65], axis: "seconds" });
  expect(axisOf([0.01, 0.02], START)).toEqual({ x: [0.01, 0.02], axis: "seconds" });
});

test("by number where no times are known", () => {
  expect(axisOf([null, null, 3], START)).toEqual({ x: [1, 2, 3], axis: "collection" });
});
