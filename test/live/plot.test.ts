/** Lines of braille: where a value is drawn, what a gap leaves free, how lines are told apart. */
import { expect, test } from "vitest";
import { type PlotLine, plot } from "../../src/live/screen/plot.ts";

const FRAME = { columns: 10, rows: 3, from: 0, to: 19, top: 100, unicode: true };

function textOf(lines: readonly PlotLine[], frame = FRAME): string[] {
  return plot(lines, frame).map((line) => line.map(({ text }) => text).join(""));
}

function line(values: readonly number[], isDotted = false): PlotLine {
  const points = values.map((value, t) => ({ t, value }));
  return { points, style: isDotted ? "accent" : "plain", isDotted };
}

/** Rows of dots, from the top, as the characters say. */
function dots(rows: readonly string[]): string[] {
  const bits = [
    [0, 3],
    [1, 4],
    [2, 5],
    [6, 7],
  ];
  return rows.flatMap((row) =>
    bits.map((pair) =>
      [...row]
        .flatMap((character) =>
          pair.map((bit) => {
            const code = character === " " ? 0 : character.codePointAt(0)! - 0x2800;
            return (code >> bit) & 1 ? "x" : ".";
          }),
        )
        .join(""),
    ),
  );
}

test("a rising line goes from the lower left to the upper right, a dot a column at least", () => {
  const drawn = dots(textOf([line(Array.from({ length: 20 }, (_, t) => (t / 19) * 100))]));
  expect(drawn.length).toBe(12);
  expect(drawn[11]![0]).toBe("x");
  expect(drawn[0]![19]).toBe("x");
  for (let x = 0; x < 20; x++) expect(drawn.some((row) => row[x] === "x")).toBe(true);
  expect(drawn[0]!.slice(0, 10)).toBe("..........");
});

test("a constant is a straight line at its height", () => {
  const drawn = dots(textOf([line(Array<number>(20).fill(50))]));
  expect(drawn.filter((row) => row === "x".repeat(20)).length).toBe(1);
  expect(drawn.join("").replaceAll(".", "").length).toBe(20);
});

test("a gap stays free, and what is left of the frame is not drawn", () => {
  const values = Array.from({ length: 20 }, (_, t) => (t > 5 && t < 14 ? Number.NaN : 80));
  const drawn = dots(textOf([line(values)]));
  const columns = (x: number) => drawn.some((row) => row[x] === "x");
  expect([5, 6, 10, 13, 14].map(columns)).toEqual([true, false, false, false, true]);
  const late = dots(textOf([line(Array<number>(20).fill(80))], { ...FRAME, from: 10 }));
  expect(late.join("").replaceAll(".", "").length).toBe(20);
});

test("values beyond the scale stay in the frame", () => {
  const drawn = dots(textOf([line([500, ...Array<number>(18).fill(500), -20])]));
  expect(drawn[0]!.startsWith("x".repeat(18))).toBe(true);
});

test("a dotted line has half of the dots, and the first line has the colour of a shared cell", () => {
  const solid = line(Array<number>(20).fill(50));
  const dotted = line(Array<number>(20).fill(50), true);
  const count = (lines: readonly PlotLine[]) => dots(textOf(lines)).join("").replaceAll(".", "");
  expect(count([dotted]).length).toBe(10);
  const styles = plot([solid, dotted], FRAME).flatMap((one) =>
    one.filter(({ text }) => text.trim() !== "").map(({ style }) => style),
  );
  expect(new Set(styles)).toEqual(new Set(["plain"]));
});

test("without Unicode there is a character a cell", () => {
  const ascii = { ...FRAME, unicode: false };
  const rows = textOf(
    [line(Array<number>(20).fill(100)), line(Array<number>(20).fill(0), true)],
    ascii,
  );
  expect(rows).toEqual(["**********", "          ", ".........."]);
});
