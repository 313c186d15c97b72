/** Two sliders over a grid of answers: what they point at, and how it is called. */
import { describe, expect, test } from "vitest";
import type { WhatIfGrid } from "../../src/model/page.ts";
import { rangeOfTexts } from "../../src/web/format.ts";
import { tooLowText } from "../../src/web/gc/settings-text.ts";
import {
  answerAt,
  FIGURES,
  leastLimit,
  placeOfState,
  settingText,
  stateOfPlace,
  withAsked,
} from "../../src/web/gc/what-if-grid.ts";

const MiB = 2 ** 20;
const span = (value: number) => ({ value, low: value, high: value });
const answer = (peak: number) => ({
  ...{ peakHeap: span(peak), peakRss: null, cyclesPerMinute: span(3), gcCpuShare: null },
  isThrashing: false,
  reachedIn: null,
});
const GRID: WhatIfGrid = {
  gogc: [50, 100, null],
  memlimit: [512 * MiB, 1000, null],
  now: [1, 2],
  answers: [
    [answer(1), answer(2), answer(3)],
    [answer(4), answer(5), answer(6)],
    [answer(7), answer(8), null],
  ],
  assumes: [],
  basis: { collections: 12, seconds: 60, until: null, growth: null },
  limit: null,
};

describe("settings in the address", () => {
  test("every place comes back", () => {
    for (const gogc of [0, 1, 2]) {
      for (const memlimit of [0, 1, 2]) {
        const place = { gogc, memlimit };
        expect(placeOfState(GRID, stateOfPlace(GRID, place))).toEqual(place);
      }
    }
  });

  test.each([
    ["", ""],
    ["17", "x"],
    ["null", "undefined"],
  ])("%j %j are those of now", (gogc, memlimit) => {
    expect(placeOfState(GRID, { gogc, memlimit })).toEqual({ gogc: 1, memlimit: 2 });
  });

  test("name their answer", () => {
    const at = (gogc: string, memlimit: string) =>
      answerAt(GRID, placeOfState(GRID, { gogc, memlimit }));
    expect(at("50", String(512 * MiB))?.peakHeap.value).toBe(1);
    expect(at("off", "1000")?.peakHeap.value).toBe(8);
    expect(at("off", "none")).toBeNull();
  });
});

describe("a memory limit of the address that the grid has not, as what is live has grown", () => {
  const at = (memlimit: string, gogc = "50") => {
    const grid = withAsked(GRID_OF_LIMITS, { memlimit });
    const place = placeOfState(grid, { gogc, memlimit });
    return { grid, place, answer: answerAt(grid, place) };
  };
  const GRID_OF_LIMITS: WhatIfGrid = { ...GRID, memlimit: [600 * MiB, 800 * MiB, null] };

  test("below all: it stays chosen, and nothing is said of it", () => {
    const { grid, place, answer } = at(String(500 * MiB));
    expect(settingText(grid, place)).toBe("GOGC=50 GOMEMLIMIT=500MiB");
    expect(answer).toBeNull();
    expect(grid.memlimit[grid.now[1]]).toBeNull();
    expect(tooLowText(500 * MiB, leastLimit(GRID_OF_LIMITS)!)).toContain(
      "GOMEMLIMIT=500 MiB lies below 600 MiB",
    );
  });

  test("between two: between their answers", () => {
    const { grid, place, answer } = at(String(650 * MiB));
    expect(settingText(grid, place)).toBe("GOGC=50 GOMEMLIMIT=650MiB");
    expect(answer!.peakHeap).toEqual({ value: 1.25, low: 1, high: 2 });
  });

  test("above all: between the highest and none", () => {
    expect(at(String(900 * MiB)).answer!.peakHeap).toEqual({ value: 2, low: 2, high: 3 });
    expect(at(String(900 * MiB), "off").answer).toBeNull();
  });

  test.each(["", "none", "x", "-5", String(600 * MiB)])("%j: the grid as it is", (memlimit) => {
    expect(withAsked(GRID_OF_LIMITS, { memlimit })).toBe(GRID_OF_LIMITS);
  });
});

test("what to set, as Go reads it", () => {
  expect(settingText(GRID, { gogc: 0, memlimit: 0 })).toBe("GOGC=50 GOMEMLIMIT=512MiB");
  expect(settingText(GRID, { gogc: 2, memlimit: 1 })).toBe("GOGC=off GOMEMLIMIT=1000B");
  expect(settingText(GRID, { gogc: 1, memlimit: 2 })).toBe("GOGC=100 GOMEMLIMIT=off");
});

test("how often it collects", () => {
  const text = FIGURES.find(({ title }) => title === "collections")!.text;
  expect([0, 0.25, 3.21, 44.4].map(text)).toEqual([
    "none",
    "one in 4 min",
    "3.2 a minute",
    "44 a minute",
  ]);
});

test("a unit that both ends have is said once", () => {
  expect(rangeOfTexts("3.50 MiB", "4.00 MiB")).toBe("3.50 to 4.00 MiB");
  expect(rangeOfTexts("900 KiB", "1.10 MiB")).toBe("900 KiB to 1.10 MiB");
  expect(rangeOfTexts("38 a minute", "51 a minute")).toBe("38 to 51 a minute");
  expect(rangeOfTexts("5 %", "5 %")).toBe("5 %");
  expect(rangeOfTexts("3", "7")).toBe("3 to 7");
});
