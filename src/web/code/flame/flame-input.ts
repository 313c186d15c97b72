/** Mouse, wheel, fingers and keys on a flame graph → what its controller is to do. */
import type { CallTree } from "../tree/call-tree.ts";
import { type FlameController, neighbourOf } from "./flame-controller.ts";

/** Moved less than this it was a click. */
const CLICK_PIXELS = 4;

/** @returns how to take the listeners off again */
export function listenToFlame(
  canvas: HTMLCanvasElement,
  controller: FlameController,
  actions: { readonly pick: (node: number) => void; readonly tree: () => CallTree },
): () => void {
  const off = new AbortController();
  const { signal } = off;
  listenToPointer(canvas, controller, signal);
  canvas.addEventListener("wheel", (event) => onWheel(event, canvas, controller), {
    signal,
    passive: false,
  });
  canvas.addEventListener("keydown", (event) => onKey(event, canvas, controller, actions), {
    signal,
  });
  canvas.addEventListener("blur", () => controller.hoverNothing(), { signal });
  window.addEventListener("scroll", () => controller.redraw(), { signal, passive: true });
  return () => off.abort();
}

function listenToPointer(
  canvas: HTMLCanvasElement,
  controller: FlameController,
  signal: AbortSignal,
): void {
  let drag: { x: number; moved: number } | undefined;
  canvas.addEventListener(
    "pointerdown",
    (event) => {
      if (event.button !== 0) return;
      drag = { x: event.clientX, moved: 0 };
      if (event.pointerType === "mouse") canvas.setPointerCapture(event.pointerId);
    },
    { signal },
  );
  canvas.addEventListener(
    "pointermove",
    (event) => {
      if (drag === undefined) return controller.hoverAt(event.clientX, event.clientY);
      const shift = drag.x - event.clientX;
      drag = { x: event.clientX, moved: drag.moved + Math.abs(shift) };
      if (drag.moved > CLICK_PIXELS) controller.moveBy(shift);
    },
    { signal },
  );
  canvas.addEventListener(
    "pointerup",
    (event) => {
      const isClick = drag !== undefined && drag.moved <= CLICK_PIXELS;
      drag = undefined;
      if (isClick) controller.pickAt(event.clientX, event.clientY);
    },
    { signal },
  );
  for (const name of ["pointerleave", "pointercancel"] as const) {
    canvas.addEventListener(
      name,
      () => {
        drag = undefined;
        controller.hoverNothing();
      },
      { signal },
    );
  }
}

/** The page keeps its wheel; with Ctrl (a pinch, too) it zooms, sideways it moves. */
function onWheel(event: WheelEvent, canvas: HTMLCanvasElement, controller: FlameController): void {
  if (event.ctrlKey || event.metaKey || event.altKey) {
    event.preventDefault();
    const x = event.clientX - canvas.getBoundingClientRect().left;
    controller.zoomAround(x, 1.0025 ** Math.max(-200, Math.min(200, event.deltaY)));
  } else if (Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
    event.preventDefault();
    controller.moveBy(event.deltaX);
  }
}

function onKey(
  event: KeyboardEvent,
  canvas: HTMLCanvasElement,
  controller: FlameController,
  { pick, tree }: { readonly pick: (node: number) => void; readonly tree: () => CallTree },
): void {
  const { key } = event;
  const middle = canvas.clientWidth / 2;
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (/^(?:Enter|Escape|[+=-])$/.test(key)) controller.hoverNothing();
  if (key.startsWith("Arrow")) controller.point(neighbourOf(tree(), controller.markedNode, key));
  else if (key === "Enter") pick(Math.max(0, controller.markedNode));
  else if (key === "Escape") pick(0);
  else if (key === "+" || key === "=") controller.zoomAround(middle, 0.7);
  else if (key === "-") controller.zoomAround(middle, 1 / 0.7);
  else return;
  event.preventDefault();
}
