/** A word over a chart's lines: a rim of the page's colour keeps them off its letters. */

/** What of a canvas is needed for it. */
export interface WordCanvas {
  strokeStyle: unknown;
  lineWidth: number;
  lineJoin: string;
  save(): void;
  restore(): void;
  setLineDash(pattern: number[]): void;
  strokeText(text: string, x: number, y: number): void;
  fillText(text: string, x: number, y: number): void;
}

/** @param rim its width in pixels of the canvas, both sides of a letter's edge together */
export function drawWord(
  canvas: WordCanvas,
  text: string,
  [x, y]: readonly [number, number],
  rim: { readonly color: string; readonly width: number },
): void {
  canvas.save();
  canvas.setLineDash([]);
  canvas.lineJoin = "round";
  canvas.lineWidth = rim.width;
  canvas.strokeStyle = rim.color;
  canvas.strokeText(text, x, y);
  canvas.restore();
  canvas.fillText(text, x, y);
}
