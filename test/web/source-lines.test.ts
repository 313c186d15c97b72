/** What each line of a function holds, and which lines of its file are shown. */
import { describe, expect, test } from "vitest";
import type { SourceText } from "../../src/model/fleet.ts";
import { lineSums } from "../../src/web/code/tree/line-sums.ts";
import { shownLines } from "../../src/web/code/tree/shown-lines.ts";
import { codeOf, rowsOf } from "./support/code-of.ts";

describe("sums by line", () => {
  const model = codeOf(
    `
    main.main:3 main.load:10 30
    main.main:3 main.load:12 json.Decode:7 50
    main.main:4 main.load:12 main.load:10 8
    main.main:5 1
    `,
    "main.main:3 main.load:10 20\nmain.main:3 main.load:14 6",
  );
  const sums = (name: string, base: number | null = null) =>
    lineSums(model, rowsOf(model), base === null ? null : rowsOf(model, base), name);

  test("by itself, and with what is called; a line of a stack counts once", () => {
    const short = sums("main.load").map(({ line, self, total }) => [line, self, total]);
    expect(short).toEqual([
      [10, 38, 38],
      [12, 0, 58],
    ]);
    expect(sums("main.main").map(({ line, total }) => [line, total])).toEqual([
      [3, 80],
      [4, 8],
      [5, 1],
    ]);
    expect(sums("main.other")).toEqual([]);
  });

  test("beside the moment that is compared with, which may have lines of its own", () => {
    const both = sums("main.load", 1).map(({ line, total, totalBase }) => [line, total, totalBase]);
    expect(both).toEqual([
      [10, 38, 20],
      [12, 58, 0],
      [14, 0, 6],
    ]);
  });
});

describe("lines that are shown", () => {
  const sum = (line: number) => ({ line, self: 1, total: 1, selfBase: 0, totalBase: 0 });
  const text: SourceText = {
    format: "resident.source/1",
    file: "main.go",
    source: { path: "main.go", isExact: true },
    first: 11,
    lines: Array.from({ length: 60 }, (_, i) => `line ${i + 11}`),
    missing: null,
  };

  test("those around what holds something, within the file", () => {
    const lines = shownLines([sum(12), sum(45)], text);
    expect(lines.map(({ line }) => line)).toEqual([
      ...Array.from({ length: 10 }, (_, i) => i + 11),
      ...Array.from({ length: 17 }, (_, i) => i + 37),
    ]);
    expect(lines.filter(({ isAfterGap }) => isAfterGap).map(({ line }) => line)).toEqual([37]);
    expect(lines.every(({ line, text: said }) => said === `line ${line}`)).toBe(true);
  });

  test("without the text, the numbers alone; lines behind its end stay", () => {
    expect(shownLines([sum(3), sum(9)], null).map(({ line, text: said }) => [line, said])).toEqual([
      [3, ""],
      [9, ""],
    ]);
    expect(shownLines([sum(500)], text).map(({ line, text: said }) => [line, said])).toEqual([
      [500, ""],
    ]);
  });
});
