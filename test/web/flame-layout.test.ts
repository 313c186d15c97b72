/** Bars on the screen: nothing overlaps, nothing that can be seen is missing, never too many. */
import fc from "fast-check";
import { expect, test } from "vitest";
import {
  layOutRow,
  makeBars,
  movedSpan,
  nodeAt,
  nodesByDepth,
  spanOf,
  zoomedSpan,
} from "../../src/web/code/flame/flame-layout.ts";
import { codeOf, treeOf } from "./support/code-of.ts";

const PIXELS = 64;

const trees = fc
  .array(
    fc.tuple(
      fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 5 }),
      fc.integer({ min: 1, max: 500 }),
    ),
    { minLength: 1, maxLength: 80 },
  )
  .map((samples) => {
    const lines = samples.map(
      ([stack, value]) => `${stack.map((f) => `main.f${f}`).join(" ")} ${value}`,
    );
    return treeOf(codeOf(lines.join("\n"))).tree;
  });

test("each row's bars are in order, inside, and at most as many as pixels", () => {
  fc.assert(
    fc.property(trees, fc.double({ min: 0, max: 0.9, noNaN: true }), (tree, start) => {
      const bars = makeBars(PIXELS);
      const all = tree.width[0]!;
      const span = { from: start * all, to: Math.min(all, (start + 0.1) * all) };
      for (const nodes of nodesByDepth(tree)) {
        layOutRow(tree, nodes, span, PIXELS, bars);
        expect(bars.count).toBeLessThanOrEqual(2 * PIXELS + 2);
        for (let i = 0; i < bars.count; i++) {
          expect(bars.x[i]).toBeGreaterThanOrEqual(0);
          expect(bars.x[i]! + bars.width[i]!).toBeLessThanOrEqual(PIXELS + 1e-3);
          if (i > 0) expect(bars.node[i]).toBeGreaterThan(bars.node[i - 1]!);
        }
      }
    }),
  );
});

test("a node of a pixel and more is always drawn, where it is", () => {
  fc.assert(
    fc.property(trees, (tree) => {
      const bars = makeBars(PIXELS);
      const scale = PIXELS / tree.width[0]!;
      for (const nodes of nodesByDepth(tree)) {
        layOutRow(tree, nodes, spanOf(tree, 0), PIXELS, bars);
        const drawn = [...bars.node.subarray(0, bars.count)];
        for (const node of nodes) {
          if (tree.width[node]! * scale < 1) continue;
          const at = drawn.indexOf(node);
          expect(at).toBeGreaterThanOrEqual(0);
          expect(bars.x[at]).toBeCloseTo(tree.left[node]! * scale, 3);
          expect(bars.width[at]).toBeCloseTo(tree.width[node]! * scale, 3);
        }
      }
    }),
  );
});

test("the node under a place is the one whose bar is there", () => {
  fc.assert(
    fc.property(trees, fc.double({ min: 0, max: 0.999, noNaN: true }), (tree, share) => {
      const place = share * tree.width[0]!;
      for (const nodes of nodesByDepth(tree)) {
        const expected = nodes.find(
          (node) => tree.left[node]! <= place && place < tree.left[node]! + tree.width[node]!,
        );
        expect(nodeAt(tree, nodes, place)).toBe(expected ?? -1);
      }
    }),
  );
  expect(nodeAt(treeOf(codeOf("main.a 1")).tree, undefined, 0)).toBe(-1);
});

test("zooming keeps the place under the pointer, and stays inside", () => {
  fc.assert(
    fc.property(
      trees,
      fc.double({ min: 0.01, max: 0.99, noNaN: true }),
      fc.double({ min: 0.1, max: 10, noNaN: true }),
      (tree, share, factor) => {
        const all = tree.width[0]!;
        const before = spanOf(tree, 0);
        const place = share * all;
        const inside = zoomedSpan(tree, before, place, Math.min(factor, 1));
        expect((place - inside.from) / (inside.to - inside.from)).toBeCloseTo(share, 6);
        for (const span of [
          zoomedSpan(tree, inside, place, factor),
          movedSpan(tree, inside, all),
        ]) {
          expect(span.from).toBeGreaterThanOrEqual(-1e-9);
          expect(span.to).toBeLessThanOrEqual(all * (1 + 1e-9));
        }
      },
    ),
  );
});
