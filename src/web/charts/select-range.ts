/**
 * A range of a chart that someone chooses: with the mouse uPlot draws it, and a touch is drawn here, as
 * uPlot knows none. A finger that goes up or down scrolls the page as always.
 */
import type uPlot from "uplot";

export interface RangeOfX {
  readonly from: number;
  readonly to: number;
}

/** Shorter drags are clicks. */
const SHORTEST_PIXELS = 4;

/** @param onSelect isShifted: the Shift key was held */
export function selectRange(
  chart: uPlot,
  onSelect: (range: RangeOfX, isShifted: boolean) => void,
): void {
  let isShifted = false;
  let isOurs = false;
  const { over } = chart;
  over.addEventListener("mousedown", (event) => {
    isShifted = event.shiftKey;
    // Charts share their pointers; only the one that is dragged in chooses.
    isOurs = true;
  });
  const finish = () => {
    const { left, width } = chart.select;
    const isChosen = isOurs && width >= SHORTEST_PIXELS;
    isOurs = false;
    clear(chart);
    if (!isChosen) return;
    onSelect({ from: chart.posToVal(left, "x"), to: chart.posToVal(left + width, "x") }, isShifted);
  };
  chart.hooks.setSelect = [...(chart.hooks.setSelect ?? []), finish];
  listenToTouch(chart, (range) => onSelect(range, false));
}

function clear(chart: uPlot): void {
  if (chart.select.width === 0) return;
  chart.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
}

function listenToTouch(chart: uPlot, onSelect: (range: RangeOfX) => void): void {
  const { over } = chart;
  let start: number | undefined;
  const placeOf = (event: PointerEvent) => {
    const { left, width } = over.getBoundingClientRect();
    return Math.min(width, Math.max(0, event.clientX - left));
  };
  over.style.touchAction = "pan-y";
  over.addEventListener("pointerdown", (event) => {
    if (event.pointerType === "touch") start = placeOf(event);
  });
  over.addEventListener("pointermove", (event) => {
    if (event.pointerType !== "touch" || start === undefined) return;
    const at = placeOf(event);
    const height = over.clientHeight;
    chart.setCursor({ left: at, top: height / 2 });
    chart.setSelect(
      { left: Math.min(start, at), top: 0, width: Math.abs(at - start), height },
      false,
    );
  });
  const end = (event: PointerEvent) => {
    if (event.pointerType !== "touch" || start === undefined) return;
    const { left, width } = chart.select;
    start = undefined;
    clear(chart);
    if (event.type === "pointercancel" || width < SHORTEST_PIXELS) return;
    onSelect({ from: chart.posToVal(left, "x"), to: chart.posToVal(left + width, "x") });
  };
  over.addEventListener("pointerup", end);
  over.addEventListener("pointercancel", end);
}
