/** Which moment's numbers stand below a chart. */
import { expect, test } from "vitest";
import { lastTold } from "../../src/web/charts/last-told.ts";

test("the newest that most series tell of, and the last where all do", () => {
  const drawn = [1, 2, 3, 4];
  const heap = { values: drawn, said: [1, 2, null, null] };
  expect(lastTold([{ values: drawn }, heap], 4)).toBe(1);
  expect(lastTold([{ values: drawn }], 4)).toBe(3);
  expect(lastTold([{ values: [null, null] }], 2)).toBe(1);
  expect(lastTold([], 0)).toBe(-1);
});
