import fc from "fast-check";
import { expect, test } from "vitest";
import { pickEvenly, pickPeaks } from "../../src/store/duckdb/read/picks.ts";

test("peaks: the highest of all is always shown, and both ends", () => {
  const rss = fc.array(fc.option(fc.nat(1000)), { minLength: 1, maxLength: 200 });
  fc.assert(
    fc.property(rss, fc.integer({ min: 1, max: 50 }), (values, most) => {
      const moments = values.map((value, time) => ({ time, rss: value }));
      const picked = pickPeaks(moments, { from: 0, to: values.length }, most);
      expect(picked).toEqual([...new Set(picked)].sort((a, b) => a - b));
      expect(picked.length).toBeLessThanOrEqual(Math.max(most + 2, 1));
      expect(picked[0]).toBe(0);
      expect(picked.at(-1)).toBe(values.length - 1);
      const highest = Math.max(...values.map((value) => value ?? -1));
      expect(picked.map((row) => values[row] ?? -1)).toContain(highest);
    }),
  );
});

test("a range of no length, and ends beyond the range, are no trouble", () => {
  const moments = [1, 2, 3].map((time) => ({ time, rss: time }));
  expect(pickPeaks(moments, { from: 2, to: 2 }, 1)).toEqual([0, 2]);
  expect(pickPeaks([], { from: 0, to: 10 }, 3)).toEqual([]);
});

test("evenly: as many as are asked for, the last among them, none twice", () => {
  fc.assert(
    fc.property(fc.nat(500), fc.integer({ min: 1, max: 50 }), (length, most) => {
      const picked = pickEvenly(length, most);
      expect(picked).toHaveLength(Math.min(length, most));
      expect(new Set(picked).size).toBe(picked.length);
      if (length > 0) expect(picked.at(-1)).toBe(length - 1);
      const steps = picked.map((row, i) => row - (picked[i - 1] ?? -1));
      expect(Math.max(0, ...steps) - Math.min(...steps, Math.max(0, ...steps))).toBeLessThanOrEqual(
        1,
      );
    }),
  );
});
