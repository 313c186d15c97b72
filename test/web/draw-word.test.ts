/** The words over a chart stay readable where a line of the chart passes through them. */
import { expect, test } from "vitest";
import { drawWord, type WordCanvas } from "../../src/web/charts/draw-word.ts";

test("a rim of the page's colour comes first, undashed, and nothing of it stays", () => {
  const drawn: string[] = [];
  let dash: readonly number[] = [5, 4];
  let kept: { style: unknown; width: number; join: string; dash: readonly number[] };
  const canvas: WordCanvas = {
    ...{ strokeStyle: "red", lineWidth: 1, lineJoin: "miter" },
    setLineDash: (pattern) => {
      dash = pattern;
    },
    save: () => {
      kept = { style: canvas.strokeStyle, width: canvas.lineWidth, join: canvas.lineJoin, dash };
    },
    restore: () => {
      canvas.strokeStyle = kept.style;
      canvas.lineWidth = kept.width;
      canvas.lineJoin = kept.join;
      dash = kept.dash;
    },
    strokeText: (...at) =>
      drawn.push(`rim ${at} ${canvas.strokeStyle} ${canvas.lineWidth} [${dash}]`),
    fillText: (...at) => drawn.push(`word ${at}`),
  };
  drawWord(canvas, "restart", [3, 7], { color: "white", width: 8 });
  expect(drawn).toEqual(["rim restart,3,7 white 8 []", "word restart,3,7"]);
  expect([canvas.strokeStyle, canvas.lineWidth, canvas.lineJoin, dash]).toEqual([
    ...["red", 1, "miter", [5, 4]],
  ]);
});
