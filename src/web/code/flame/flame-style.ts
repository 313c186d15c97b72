/** The flame graph's colours from the style sheet, so that light and dark are decided in one place. */
import type { Theme } from "../../theme.ts";
import type { FlameStyle } from "./draw-flame.ts";
import { CHANGE_COLORS, PACKAGE_COLORS } from "./flame-colors.ts";

/** Reading them makes the browser compute styles, so it is done once for each look. */
const styles = new Map<string, FlameStyle>();

export function readFlameStyle(
  element: Element,
  context: CanvasRenderingContext2D,
  isComparison: boolean,
  theme: Theme,
): FlameStyle {
  const key = `${theme} ${isComparison}`;
  const known = styles.get(key);
  if (known !== undefined) return known;
  const style = getComputedStyle(element);
  const read = (name: string) => style.getPropertyValue(name).trim();
  const [name, count] = isComparison ? ["change", CHANGE_COLORS] : ["flame", PACKAGE_COLORS];
  const made: FlameStyle = {
    palette: Array.from({ length: count }, (_, i) => read(`--${name}-${i}`)),
    text: read("--flame-text"),
    dim: read("--flame-dim"),
    dimText: read("--flame-dim-text"),
    outline: read("--text"),
    hatch: hatching(context, read("--flame-hatch")),
  };
  styles.set(key, made);
  return made;
}

/** Fine diagonal lines, seamless. */
function hatching(context: CanvasRenderingContext2D, color: string): CanvasPattern | null {
  const tile = document.createElement("canvas");
  tile.width = 7;
  tile.height = 7;
  const pen = tile.getContext("2d");
  if (pen === null) return null;
  pen.strokeStyle = color;
  pen.lineWidth = 1.2;
  pen.beginPath();
  for (const shift of [-7, 0, 7]) {
    pen.moveTo(shift - 1, 8);
    pen.lineTo(shift + 8, -1);
  }
  pen.stroke();
  return context.createPattern(tile, "repeat");
}
