import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { PAN_ZOOM_SCRIPT } from "../../../src/pprof/picture/pan-zoom-script.ts";
import { pannableSvg } from "../../../src/pprof/picture/pannable-svg.ts";

const SVG = `<?xml version="1.0"?>
<svg width="62pt" height="116pt"
 viewBox="0.00 0.00 62.00 116.00" xmlns="http://www.w3.org/2000/svg">
<g id="graph0" class="graph">
<text>&lt;/svg&gt;</text>
</g>
</svg>
`;

test("fills the window, and moves the graph in a frame of its own", () => {
  const made = pannableSvg(SVG);
  expect(made).toContain('<svg width="100%" height="100%" xmlns="http://www.w3.org/2000/svg">');
  expect(made).not.toContain("viewBox");
  expect(made).toContain(
    'translate(0,0)"><g id="graph0" class="graph">\n<text>&lt;/svg&gt;</text>',
  );
  expect(made).toMatch(/<\/g>\n<\/g><script[^>]*><!\[CDATA\[.*\]\]><\/script><\/svg>\n$/s);
});

test("leaves what is not Graphviz's alone", () => {
  expect(pannableSvg("<svg></svg>")).toBe("<svg></svg>");
  expect(pannableSvg("")).toBe("");
});

test("the script fits into a CDATA section", () => {
  expect(PAN_ZOOM_SCRIPT).not.toContain("]]>");
});

test("the wheel zooms where the pointer is", () => {
  const page = openPage();
  const before = page.graphPoint(300, 200);
  page.fire("wheel", { clientX: 310, clientY: 220, deltaY: -240, deltaMode: 0 });
  expect(page.scale()).toBeCloseTo(0.5 * Math.exp(0.48), 10);
  const after = page.graphPoint(300, 200);
  expect(after[0]).toBeCloseTo(before[0], 6);
  expect(after[1]).toBeCloseTo(before[1], 6);
});

test("dragging moves by what the pointer moves, until it is let go", () => {
  const page = openPage();
  page.fire("pointermove", { clientX: 500, clientY: 500 });
  expect(page.transform()).toBe("");
  page.fire("pointerdown", { clientX: 10, clientY: 20, button: 0, pointerId: 1 });
  page.fire("pointermove", { clientX: 15, clientY: 50 });
  expect(page.transform()).toBe("translate(5,30) scale(0.5)");
  page.fire("pointerup", {});
  page.fire("pointermove", { clientX: 0, clientY: 0 });
  expect(page.transform()).toBe("translate(5,30) scale(0.5)");
});

test("a double click shows the whole graph in the middle", () => {
  const page = openPage();
  page.fire("dblclick", {});
  // 800 × 600 for a graph of 1600 × 300 that begins at (0, -300).
  expect(page.transform()).toBe("translate(0,375) scale(0.5)");
});

/** As much of a browser as the script uses; the picture begins at (10, 20) of the window. */
function openPage() {
  const listeners = new Map<string, (event: object) => void>();
  let transform = "";
  const root = {
    style: {},
    getBoundingClientRect: () => ({ left: 10, top: 20, width: 800, height: 600 }),
    setPointerCapture: () => undefined,
    addEventListener: (name: string, run: (event: object) => void) => listeners.set(name, run),
  };
  const view = {
    ownerSVGElement: root,
    setAttribute: (_: string, value: string) => {
      transform = value;
    },
    getBBox: () => ({ x: 0, y: -300, width: 1600, height: 300 }),
  };
  runInNewContext(PAN_ZOOM_SCRIPT, { document: { getElementById: () => view } });
  const numbers = () => {
    const found = /translate\((.*),(.*)\) scale\((.*)\)/.exec(transform);
    return found === null ? [0, 0, 0.5] : found.slice(1).map(Number);
  };
  return {
    transform: () => transform,
    scale: () => numbers()[2]!,
    /** What of the graph is drawn at a point of the picture. */
    graphPoint(x: number, y: number): [number, number] {
      const [left, top, scale] = numbers() as [number, number, number];
      return [(x - left) / scale, (y - top) / scale];
    },
    fire: (name: string, event: object) =>
      listeners.get(name)!({ preventDefault: () => undefined, ...event }),
  };
}
