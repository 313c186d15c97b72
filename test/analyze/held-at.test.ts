/** A leak whose collections come ever later: the true rate, from profiles that lag ever more. */
import { describe, expect, it } from "vitest";
import { heldAt, levelsHeldAt } from "../../src/analyze/growth/held-at.ts";
import { slope } from "../../src/analyze/growth/slope.ts";

describe("heldAt", () => {
  it("is the end of the collection before the last", () => {
    expect(heldAt([10, 20, 40], 45)).toBe(20);
    expect(heldAt([10, 20, 40], 40)).toBe(20);
    expect(heldAt([10, 20, 40], 39)).toBe(10);
  });

  it("is not known before the second collection", () => {
    expect(heldAt([10, 20], 19)).toBeUndefined();
    expect(heldAt([], 19)).toBeUndefined();
  });
});

describe("levelsHeldAt", () => {
  // A byte a second leaks from 0 on; it collects whenever the heap has grown by a quarter.
  const ends = Array.from({ length: 16 }, (_, n) => 4 * 1.25 ** n);
  const looks = Array.from({ length: 100 }, (_, i) => ({ time: i + 1 }));
  const seen = looks.map(({ time }) => ({ time, bytes: heldAt(ends, time) ?? 0 }));

  it("has each heap once, when it was so, and the line of the leak through them", () => {
    const levels = levelsHeldAt(seen, () => ends);
    expect(levels.every(({ time, bytes }) => time === bytes)).toBe(true);
    expect(new Set(levels.map(({ time }) => time)).size).toBe(levels.length);
    const rate = (points: typeof seen) =>
      slope(points.map(({ time: t, bytes: value }) => ({ t, value })))!.perSecond;
    expect(rate([...levels])).toBeCloseTo(1, 12);
    expect(rate(seen)).toBeLessThan(0.8);
  });

  it("keeps the times of the looks where no collection is known", () =>
    expect(levelsHeldAt(seen, () => [])).toEqual(seen));
});
