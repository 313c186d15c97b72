import { describe, expect, it } from "vitest";
import { growthOf } from "../../src/analyze/growth/growth-of.ts";
import { slope } from "../../src/analyze/growth/slope.ts";
import { timeToReach } from "../../src/analyze/growth/time-to-reach.ts";
import type { Profile } from "../../src/model/profile.ts";
import { HEAP_TYPES, profileFromText } from "../support/profile-text.ts";
import { randomNumbers } from "../support/random-numbers.ts";

describe("slope", () => {
  it("is that of least squares, with Student's interval", () => {
    // SciPy 1.17.1: linregress gives slope 1.96, stderr 0.0993311; times t.ppf(0.975, 3).
    const values = [1.1, 2.9, 5.2, 6.5, 9.1];
    const found = slope(values.map((value, t) => ({ t, value })))!;
    expect(found.perSecond).toBeCloseTo(1.96, 10);
    expect(found.readings).toBe(5);
    expect(found.confidence).toBe("high");
    expect(found.range![1] - found.perSecond).toBeCloseTo(0.31611588, 6);
  });

  it("has no interval and no confidence from two readings", () => {
    const found = slope([
      { t: 10, value: 100 },
      { t: 20, value: 300 },
    ])!;
    expect(found).toMatchObject({ perSecond: 20, last: 300, seconds: 10, confidence: "low" });
    expect(found.range).toBeUndefined();
  });

  it("has low confidence where the direction is open", () =>
    expect(slope([1, 9, 2, 8, 3].map((value, t) => ({ t, value })))!.confidence).toBe("low"));

  it("is undefined without two times", () => {
    expect(slope([])).toBeUndefined();
    expect(slope([{ t: 1, value: 5 }])).toBeUndefined();
    expect(slope([1, 2].map((value) => ({ t: 7, value })))).toBeUndefined();
    expect(
      slope([
        { t: 1, value: 5 },
        { t: 2, value: Number.NaN },
      ]),
    ).toBeUndefined();
  });

  it("holds the true rate in about 95 percent", () => {
    const random = randomNumbers(3);
    const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    let held = 0;
    for (let run = 0; run < 2000; run++) {
      const times = [0, 5, 10, 15, 20, 25];
      const { range } = slope(times.map((t) => ({ t, value: 1000 + 7 * t + 30 * normal() })))!;
      if (range![0] <= 7 && 7 <= range![1]) held++;
    }
    expect(held / 2000).toBeGreaterThan(0.93);
    expect(held / 2000).toBeLessThan(0.97);
  });
});

describe("time to reach a limit", () => {
  const base = { last: 100, readings: 5, seconds: 10, confidence: "high" } as const;

  it("comes from the bounds of the rate", () =>
    expect(timeToReach(200, { ...base, perSecond: 10, range: [5, 20] })).toEqual({
      expected: 10,
      earliest: 5,
      latest: 20,
    }));

  it("may be never", () => {
    const open = timeToReach(200, { ...base, perSecond: 10, range: [-1, 20] });
    expect(open).toMatchObject({ earliest: 5, latest: null });
    expect(timeToReach(200, { ...base, perSecond: -1, range: [-2, 0] })).toBeUndefined();
  });

  it("is open to the end without an interval", () =>
    expect(timeToReach(200, { ...base, perSecond: 10 })).toEqual({
      expected: 10,
      earliest: 5,
      latest: null,
    }));

  it("is now where the limit is reached", () =>
    expect(timeToReach(90, { ...base, perSecond: -1 })).toMatchObject({ earliest: 0, latest: 0 }));
});

describe("growing lines", () => {
  function heap(leak: number, cache: number): Profile {
    const text = `
      main.leak@main.go:7 ${leak} ${leak * 1024} ${leak} ${leak * 1024}
      main.cache@main.go:9 900 57600 ${cache} ${cache * 64}`;
    return profileFromText(text, { valueTypes: HEAP_TYPES, period: 524288, rawCounts: true });
  }

  it("are those whose growth is certain, with a rate", () => {
    const history = [
      { t: 0, profile: heap(10, 500) },
      { t: 30, profile: heap(40, 480) },
      { t: 60, profile: heap(70, 505) },
    ];
    const lines = growthOf(history, undefined, { granularity: "lines" });
    expect(lines).toHaveLength(1);
    const [leak] = lines;
    expect(leak).toMatchObject({ function: "main.leak", line: 7, steadiness: 1 });
    expect(leak!.history).toHaveLength(3);
    // 60 samples of 1 KiB objects, each standing for 524,800 bytes, in a minute
    expect(leak!.perSecond).toBeCloseTo(524_800, -3);
    expect(leak!.perSecondRange[0]).toBeGreaterThan(0.7 * 524_800);
    expect(leak!.perSecondRange[1]).toBeLessThan(1.35 * 524_800);
  });

  it("are none from one profile, or from two at one time", () => {
    expect(growthOf([{ t: 0, profile: heap(1, 1) }], undefined, { granularity: "lines" })).toEqual(
      [],
    );
    const same = [heap(1, 1), heap(90, 1)].map((profile) => ({ t: 0, profile }));
    expect(growthOf(same, undefined, { granularity: "lines" })).toEqual([]);
  });
});
