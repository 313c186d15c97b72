/**
 * The script inside an SVG picture: drag moves the graph, the wheel zooms at the pointer, a double
 * click shows the whole graph. It stands behind the graph, so that the graph is there when it runs,
 * and must not hold what ends a CDATA section.
 */
export const PAN_ZOOM_SCRIPT = `
(function () {
  "use strict";
  const view = document.getElementById("viewport");
  const root = view.ownerSVGElement;
  const place = { x: 0, y: 0, scale: 0.5 };
  let held = null;

  function draw() {
    const at = "translate(" + place.x + "," + place.y + ")";
    view.setAttribute("transform", at + " scale(" + place.scale + ")");
  }

  function pointer(event) {
    const frame = root.getBoundingClientRect();
    return { x: event.clientX - frame.left, y: event.clientY - frame.top };
  }

  /* What is under the point stays there. */
  function zoom(point, factor) {
    const scale = Math.min(50, Math.max(0.01, place.scale * factor));
    place.x = point.x - (point.x - place.x) * (scale / place.scale);
    place.y = point.y - (point.y - place.y) * (scale / place.scale);
    place.scale = scale;
    draw();
  }

  function fit() {
    const frame = root.getBoundingClientRect();
    const graph = view.getBBox();
    place.scale = Math.min(frame.width / graph.width, frame.height / graph.height, 1);
    place.x = (frame.width - graph.width * place.scale) / 2 - graph.x * place.scale;
    place.y = (frame.height - graph.height * place.scale) / 2 - graph.y * place.scale;
    draw();
  }

  root.style.touchAction = "none";
  root.addEventListener("wheel", function (event) {
    event.preventDefault();
    const lines = event.deltaMode === 1 ? 16 : 1;
    zoom(pointer(event), Math.exp(-event.deltaY * lines * 0.002));
  }, { passive: false });
  root.addEventListener("pointerdown", function (event) {
    if (event.button !== 0) return;
    event.preventDefault();
    held = pointer(event);
    root.setPointerCapture(event.pointerId);
  });
  root.addEventListener("pointermove", function (event) {
    if (held === null) return;
    const now = pointer(event);
    place.x += now.x - held.x;
    place.y += now.y - held.y;
    held = now;
    draw();
  });
  root.addEventListener("pointerup", function () { held = null; });
  root.addEventListener("pointercancel", function () { held = null; });
  root.addEventListener("dblclick", fit);
})();
`;
